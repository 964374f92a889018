"""The form for a place as a person meets it: with and without JavaScript, with keys alone, and the day after."""

import pytest

from registrations.models import Question, Registration, RegistrationRules
from tests.browser.conftest import PHONE


@pytest.fixture
def asking(event):
    """An event that asks a good deal and lets people bring others."""
    event.attendance = "both"
    event.save()
    RegistrationRules.objects.create(event=event, party_size=3, asks_diet=True, asks_access=True, asks_news=True)
    poster = Question.objects.create(event=event, label="A poster?", kind="yes_no", position=1, mode="in_person")
    Question.objects.create(event=event, label="Its title?", shown_after=poster, shown_if="yes", position=2)
    Question.objects.create(event=event, label="Your time zone?", mode="online", position=3)
    return event


def open_form(visitor, event, **options):
    page = visitor.page(PHONE, **options)
    page.goto(f"{event.get_absolute_url()}register/")
    return page


def fill(page):
    page.get_by_label("Name").first.fill("Zoë O’Hara")
    page.get_by_label("E-mail address").first.fill("zoe@example.org")


def test_what_depends_on_an_answer_appears_without_javascript(visitor, asking):
    page = open_form(visitor, asking, java_script_enabled=False)
    heading = page.get_by_role("heading", name="A few questions")
    title, zone = page.get_by_label("Its title?"), page.get_by_label("Your time zone?")
    assert [heading.is_visible(), title.is_visible(), zone.is_visible()] == [False, False, False]
    page.get_by_label("Online").check()
    assert [heading.is_visible(), zone.is_visible()] == [True, True]
    page.get_by_label("In person").check()
    assert [title.is_visible(), zone.is_visible()] == [False, False]
    page.get_by_label("Yes").check()
    assert title.is_visible()
    page.get_by_text("Food and access").click()
    assert not page.get_by_label("Telephone").is_visible()
    page.get_by_label("please call me").check()
    assert page.get_by_label("Telephone").is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_companion_is_brought_with_javascript_and_without(visitor, asking, javascript):
    page = open_form(visitor, asking, java_script_enabled=javascript)
    fill(page)
    page.get_by_label("In person").check()
    assert not page.get_by_label("We only come together").is_visible()
    for number, name in enumerate(("Bea", "Cy"), start=1):
        page.get_by_role("button", name="Add a companion").click()
        group = page.get_by_role("group", name=f"Companion {number}")
        assert group.get_by_label("Name").evaluate("e => e === document.activeElement")
        group.get_by_label("Name").fill(name)
    assert not page.get_by_role("button", name="Add a companion").is_visible()
    assert page.get_by_label("We only come together").is_visible()
    page.get_by_role("group", name="Companion 1").get_by_role("button", name="Remove this companion").click()
    assert page.get_by_role("group", name="Companion 1").get_by_label("Name").input_value() == "Cy"
    assert page.get_by_label("Name").first.input_value() == "Zoë O’Hara"
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Register").click()
    page.wait_for_url("**/registrations/**")
    assert set(Registration.objects.values_list("name", flat=True)) == {"Zoë O’Hara", "Cy"}
    assert visitor.complaints == []


def test_enter_sends_the_form_and_adds_nobody(visitor, asking):
    page = open_form(visitor, asking, java_script_enabled=False)
    fill(page)
    page.get_by_label("E-mail address").first.press("Enter")
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_role("group", name="Companion").count() == 0


def test_the_summary_leads_to_each_mistake_also_within_folds_and_companions(visitor, asking):
    page = open_form(visitor, asking)
    page.get_by_text("Food and access").click()
    page.get_by_label("please call me").check()
    page.get_by_role("button", name="Add a companion").click()
    page.get_by_role("button", name="Register").click()
    links = page.get_by_role("alert").get_by_role("link")
    texts = links.all_inner_texts()
    assert len(texts) == 6
    for number in range(len(texts)):
        links.nth(number).click()
        target = page.url.partition("#")[2]
        assert page.locator(f'[id="{target}"]').is_visible(), texts[number]


def test_a_draft_comes_back_and_goes_when_the_guest_has_registered(visitor, asking):
    page = open_form(visitor, asking)
    path = page.url
    fill(page)
    page.get_by_label("In person").check()
    page.get_by_text("Food and access").click()
    page.get_by_label("vegan").check()
    page.get_by_label("Write to me").check()
    page.get_by_role("button", name="Add a companion").click()
    page.get_by_role("group", name="Companion 1").get_by_label("Name").fill("Bea")
    page.goto("about:blank")
    page.goto(path)
    assert page.get_by_text("We kept what you typed here.").is_visible()
    assert page.get_by_label("E-mail address").first.input_value() == "zoe@example.org"
    assert page.get_by_label("vegan").first.is_checked()
    assert page.get_by_role("group", name="Companion 1").get_by_label("Name").input_value() == "Bea"
    assert not page.get_by_label("Write to me").is_checked(), "no consent is given by a draft"
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Register").click()
    page.wait_for_url("**/registrations/**")
    page.goto(path)
    assert page.get_by_label("Name").first.input_value() == ""
    assert visitor.complaints == []


def test_a_draft_is_discarded_for_good(visitor, asking):
    page = open_form(visitor, asking)
    path = page.url
    fill(page)
    page.goto("about:blank")
    page.goto(path)
    page.get_by_role("button", name="Discard it").click()
    page.wait_for_function("document.querySelector('#id_name').value === ''")
    page.goto(path)
    assert page.get_by_label("Name").first.input_value() == ""
    assert page.get_by_text("We kept what you typed here.").count() == 0


def test_keys_alone_answer_everything(visitor, asking):
    page = open_form(visitor, asking)
    fill(page)
    page.get_by_label("In person").focus()
    page.keyboard.press("Space")
    page.get_by_label("No", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.type("Sails")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_label("vegetarian").is_visible()
    page.get_by_label("I agree").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registrations/**")
    assert {answer.asked: answer.value for answer in Registration.objects.get().answers.all()} == {
        "A poster?": True,
        "Its title?": "Sails",
    }
