"""A whole life of a registration, on a phone and without JavaScript."""

import pytest

from registrations.models import Registration, RegistrationRules
from tests.browser.conftest import PHONE

LEAST_TARGET = 44


@pytest.fixture
def guest(visitor, event):
    RegistrationRules.objects.create(event=event, party_size=3, asks_photographs=True, asks_diet=True)
    page = visitor.page(PHONE, java_script_enabled=False)
    page.goto(f"{event.get_absolute_url()}register/")
    page.get_by_label("Name", exact=True).first.fill("Zoë O’Hara")
    page.get_by_label("E-mail address").first.fill("zoe@example.org")
    page.get_by_label("I agree to the privacy notice").check()
    page.locator("button[name=register]:not(.unseen)").click()
    return page


def title(page):
    return page.get_by_role("heading", level=1).inner_text()


def press(page, link, button=None):
    page.get_by_role("link", name=link, exact=True).click()
    # A click is over once the next page is on its way.
    page.wait_for_load_state("domcontentloaded")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if button:
        page.get_by_role("button", name=button, exact=True).click()


def test_from_the_form_to_the_receipt(visitor, guest):
    page = guest
    assert title(page) == "You have a place"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    press(page, "Change your details")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    assert "Tell us the name." in page.get_by_role("alert").inner_text()
    page.get_by_label("Name", exact=True).fill("Zoë O’Hara-Lee")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("status").inner_text() == "Your details are saved."
    press(page, "Say what you need")
    page.get_by_label("vegan").check()
    page.get_by_role("button", name="Save").click()
    press(page, "Change what you agree to")
    page.get_by_label("I may be seen in photographs").check()
    page.get_by_role("button", name="Save").click()
    press(page, "Bring somebody")
    page.get_by_label("Name", exact=True).fill("王 小明")
    page.get_by_role("button", name="Add them").click()
    assert page.get_by_role("link", name="Look after 王 小明").is_visible()
    page.get_by_role("link", name="Remove 王 小明").click()
    page.get_by_role("button", name="Give their place back").click()
    press(page, "Cancel my place", "Cancel my place")
    assert title(page) == "This registration is cancelled"
    press(page, "Come back", "Come back")
    assert title(page) == "You have a place"
    small = page.locator(".rows a, .deeds a, .actions a, .actions button").evaluate_all(
        "(all, least) => all.filter(e => e.getBoundingClientRect().height < least - 1).map(e => e.innerText)",
        LEAST_TARGET,
    )
    assert small == []
    press(page, "Have it erased", "Erase everything")
    assert title(page) == "Everything is erased"
    assert not Registration.objects.filter(email="zoe@example.org").exists()
    assert [said for said in visitor.complaints if "422" not in said] == []
