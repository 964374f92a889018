"""The first screen of a telephone answers: is it for me, when, where, and how do I come in?"""

from tests.browser.conftest import PHONE


def test_name_day_place_purpose_and_both_deeds_stand_on_the_first_screen(visitor, event):
    page = visitor.page(PHONE, java_script_enabled=False)
    page.goto(event.get_absolute_url())
    facts = page.get_by_role("complementary", name="At a glance")
    wanted = [
        page.get_by_role("heading", level=1, name=event.name),
        page.get_by_text(event.summary),
        facts.get_by_text(event.days_in_words),
        facts.get_by_text("Observatory Hall"),
        facts.get_by_role("link", name="Register"),
        facts.get_by_role("link", name="Add to calendar"),
    ]
    for locator in wanted:
        box = locator.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844, locator


def test_facts_stand_beside_the_words_on_a_wide_screen_and_stay_in_view(visitor, event):
    page = visitor.page()
    page.goto(f"{event.get_absolute_url()}programme/")
    body, facts = page.locator(".body"), page.get_by_role("complementary", name="At a glance")
    assert facts.bounding_box()["x"] > body.bounding_box()["x"] + body.bounding_box()["width"] - 1
    page.set_viewport_size({"width": 1280, "height": 500})
    page.evaluate("scrollTo(0, 400)")
    assert page.evaluate("scrollY") > 150
    assert 0 <= facts.bounding_box()["y"] <= 60


def test_an_event_that_is_cancelled_says_so_with_its_reason_and_offers_no_place(visitor, event):
    event.state, event.state_reason = "cancelled", "The launch was moved."
    event.save()
    page = visitor.page(PHONE)
    page.goto(event.get_absolute_url())
    assert page.get_by_text("The launch was moved.").is_visible()
    assert page.get_by_role("link", name="Register").count() == 0


def test_the_programme_is_narrowed_by_links_alone(visitor, event):
    page = visitor.page(java_script_enabled=False)
    page.goto(f"{event.get_absolute_url()}programme/")
    choices = page.get_by_role("navigation", name="Narrow the programme")
    choices.get_by_role("link", name="Attic").click()
    titles = page.locator(".timetable h3").all_inner_texts()
    assert titles == ["A panel"]
    choices.get_by_role("list", name="Room").get_by_role("link", name="All", exact=True).click()
    assert len(page.locator(".timetable h3").all_inner_texts()) == 4


def test_what_stands_in_a_night_sky_can_be_pressed(visitor, event):
    page = visitor.page()
    for path in ("/", f"{event.get_absolute_url()}programme/", "/nowhere/"):
        page.goto(path)
        for link in page.locator(".masthead a, .night a").all():
            link.click(trial=True, timeout=2_000)
