"""A place, from the event's page to the guest's own, with keys alone and without JavaScript."""

import pytest

from registrations.models import Registration
from tests.browser.conftest import PHONE


def tab_to(page, **wanted):
    """Walk with the Tab key until the wanted thing has the focus."""
    target = page.get_by_role(wanted.pop("role"), **wanted)
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("e => e === document.activeElement"):
            return target
    return pytest.fail(f"the keyboard does not reach {wanted}")


def test_the_keyboard_alone_leads_to_a_place(visitor, event):
    page = visitor.page()
    page.goto(event.get_absolute_url())
    link = tab_to(page, role="link", name="Register", exact=True)
    ring = link.evaluate("e => { const s = getComputedStyle(e); return [s.outlineStyle, parseFloat(s.outlineWidth)] }")
    assert ring == ["solid", 3]
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/")
    tab_to(page, role="textbox", name="Name")
    page.keyboard.type("Zoë O’Hara")
    page.keyboard.press("Tab")
    page.keyboard.type("zoe@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("Institute")
    tab_to(page, role="checkbox")
    page.keyboard.press("Space")
    tab_to(page, role="button", name="Register")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registrations/**")
    assert page.get_by_role("heading", level=1).inner_text() == "You have a place"
    assert page.get_by_text("Zoë O’Hara", exact=True).is_visible()
    assert Registration.objects.get().email == "zoe@example.org"
    assert visitor.complaints == []


def test_without_javascript_errors_stand_beside_their_fields_and_what_was_typed_stays(visitor, event):
    page = visitor.page(PHONE, java_script_enabled=False)
    page.goto(f"{event.get_absolute_url()}register/")
    page.get_by_label("Name").fill("Zoë")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_role("button", name="Register").click()
    summary = page.get_by_role("alert")
    assert "This does not look like an e-mail address" in summary.inner_text()
    email = page.get_by_label("E-mail address")
    assert page.get_by_label("Name").input_value() == "Zoë"
    assert email.input_value() == "not an address"
    assert email.get_attribute("aria-invalid") == "true"
    error = page.locator("#id_email_error")
    assert "email_error" in email.get_attribute("aria-describedby")
    assert error.bounding_box()["y"] >= email.bounding_box()["y"] + email.bounding_box()["height"]
    summary.get_by_role("link", name="This does not look like").click()
    assert page.url.endswith("#id_email")
    assert Registration.objects.count() == 0


def test_robots_have_a_field_that_people_neither_see_nor_reach(visitor, event):
    page = visitor.page()
    page.goto(f"{event.get_absolute_url()}register/")
    box = page.locator("#id_website").evaluate("e => e.closest('.trap').getBoundingClientRect().width")
    assert box <= 1
    assert page.locator("#id_website").get_attribute("tabindex") == "-1"


def test_a_guest_cancels_and_sees_that_it_is_done(visitor, event):
    page = visitor.page(PHONE, java_script_enabled=False)
    page.goto(f"{event.get_absolute_url()}register/")
    page.get_by_label("Name").fill("Zoë")
    page.get_by_label("E-mail address").fill("zoe@example.org")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Register").click()
    page.get_by_role("link", name="Cancel my place").click()
    page.get_by_role("button", name="Cancel my place").click()
    assert page.get_by_role("heading", level=1).inner_text() == "This registration is cancelled"
    assert Registration.objects.get().is_cancelled


def test_a_guests_own_page_is_kept_from_robots_and_needs_no_sideways_scrolling(visitor, event):
    from tests.factories import make_registration

    guest = make_registration(event, name="Wolfeschlegelsteinhausenbergerdorff" * 3)
    page = visitor.page({"width": 320, "height": 700})
    page.goto(guest.get_absolute_url())
    assert page.locator('meta[name="robots"]').first.get_attribute("content") == "noindex"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
