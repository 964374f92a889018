"""A notice from an empty page to its last recipient, in a browser: on a telephone, by an organiser."""

from registrations import services
from symposium.accounts.models import Role
from symposium.mail.models import OutgoingMail
from symposium.mail.sending import deliver_due
from symposium.notices import sending
from symposium.notices.models import Notice
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_desk_guests import sign_in

STAFF = services.By("staff")


def test_a_notice_is_written_seen_tested_confirmed_by_its_number_and_followed(visitor, transactional_db):
    event = factories.make_event(name="Quiet Orbits", capacity=5)
    services.register(event, name="Ada First", email="ada@example.org")
    services.register(event, name="Bo Second", email="bo@example.org", by=STAFF)
    page = sign_in(visitor, factories.make_member(event, Role.ORGANISER), viewport=PHONE)
    page.goto(f"/admin/notices/notice/add/?event={event.pk}")
    page.get_by_label("Guests.").check()
    page.get_by_label("practical information").check()
    page.get_by_role("button", name="Write it").click()
    said = page.locator("[data-audience]")
    said.get_by_text("2 people would get it now").wait_for()
    page.get_by_label("entered by staff").check()
    said.get_by_text("1 person would get it now").wait_for()
    page.get_by_label("entered by staff").uncheck()
    said.get_by_text("2 people would get it now").wait_for()
    page.locator("[contenteditable=true]").fill("Dear {name}, bring a {pencil}.")
    page.get_by_role("button", name="Save and look at it").click()
    page.get_by_text("“{pencil}” in paragraph 1 is no placeholder.").wait_for()
    page.locator("[contenteditable=true]").fill("Dear {name}, bring a pencil.")
    page.get_by_role("button", name="Save and look at it").click()
    page.frame_locator("iframe").get_by_text("Dear Ada First,").wait_for()
    page.get_by_label("Who", exact=True).select_option("Bo Second")
    page.get_by_role("button", name="Look at the mail").click()
    page.frame_locator("iframe").get_by_text("Dear Bo Second,").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Send a test").click()
    page.get_by_text("A test is on its way").wait_for()
    page.get_by_label("Type the number").fill("2")
    page.get_by_role("button", name="Send it to 2 people").click()
    page.get_by_text("It goes to 2 people.").wait_for()
    assert Notice.objects.get().state == "approved"
    while sending.send_due():
        pass
    deliver_due(most=50)
    # The page finds out by itself.
    page.get_by_role("link", name="sent (2)").wait_for()
    page.get_by_text("It has been sent.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert OutgoingMail.objects.filter(kind="notice", text__contains="bring a pencil.", state="sent").count() == 2
    assert visitor.complaints == []
