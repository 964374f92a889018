"""Requests decided in a browser, with the mail seen first; a coordinator before their own guests."""

import pytest

from registrations import services
from registrations.models import Registration
from symposium.accounts.models import Role
from tests import factories
from tests.browser.conftest import PHONE

STAFF = services.By("staff")


@pytest.fixture
def event(transactional_db):
    return factories.make_event(policy="approval", capacity=1, name="Quiet Orbits")


def sign_in(visitor, user, **options):
    page = visitor.page(**options)
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill("x" * 12)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    return page


def test_an_organiser_decides_requests_after_seeing_the_mail(visitor, event):
    for name in ("Ada First", "Bo Second"):
        services.register(event, name=name, email=f"{name[:2].lower().strip()}@example.org")
    page = sign_in(visitor, factories.make_member(event, Role.ORGANISER), viewport=PHONE)
    page.goto(f"/admin/events/event/{event.pk}/change/")
    page.get_by_role("link", name="2 requests to decide").click()
    for name in ("Ada First", "Bo Second"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Approve…").click()
    page.get_by_label("Your words in the mail").fill("Bring your poster.")
    page.get_by_role("button", name="Show the mail").click()
    mail = page.frame_locator("iframe[name=mail-preview]")
    mail.get_by_text("Bring your poster.").wait_for()
    assert Registration.objects.filter(state="pending").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Approve 2 requests").click()
    page.get_by_text("approved; no place is free").wait_for()
    assert dict(Registration.objects.values_list("name", "state")) == {"Ada First": "confirmed", "Bo Second": "waiting"}
    assert visitor.complaints == []


def test_a_coordinator_sees_their_own_guests_and_enters_one(visitor, event):
    event.capacity = 4
    event.save()
    blocks = [
        services.set_block(event, factories.make_organisation(name=name), seats=2, by=STAFF) for name in ("One", "Two")
    ]
    services.register(event, name="Theirs", email="theirs@example.org", block=blocks[1], by=STAFF)
    page = sign_in(visitor, factories.make_member(event, Role.COORDINATOR, blocks[0].organisation))
    page.goto(f"/admin/registrations/registration/add/?event={event.pk}")
    page.get_by_label("Name:", exact=True).fill("Mine")
    page.get_by_label("E-mail address").fill("mine@example.org")
    page.get_by_label("They know the privacy notice").check()
    page.get_by_role("button", name="Enter").click()
    page.get_by_text("Mine: confirmed").wait_for()
    page.goto("/admin/registrations/registration/")
    assert page.locator("#result_list tbody tr").count() == 1
    assert page.get_by_text("Theirs").count() == 0
    assert visitor.complaints == []
