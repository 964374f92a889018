"""From a host's list to a guest's answer, as the coordinator and the guest see it."""

import re
from typing import Any

from registrations.models import Invitation, Registration
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.browser.conftest import PHONE


def sign_in(page: Any, email: str) -> None:
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill("x" * 12)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")


def test_a_coordinator_pastes_a_list_reads_the_mail_and_sends_it(visitor, event: Event):
    host = factories.make_organisation(name="Bureau of Quiet Moons")
    factories.make_block(event, host, seats=2)
    factories.make_member(event, Role.COORDINATOR, host, email="co@example.org")
    page = visitor.page()
    sign_in(page, "co@example.org")
    page.goto(f"/admin/registrations/invitation/invite/?event={event.pk}")
    page.get_by_label("Paste the list").fill("Name;E-mail\nAda Lovelace;ada@example.org\nBen;ben")
    page.get_by_role("button", name="Look at the list").click()
    page.get_by_text("This is not an e-mail address.").wait_for()
    page.get_by_role("button", name="Write the invitation").click()
    page.get_by_label("Personal words").fill("Come and see.")
    page.get_by_role("button", name="Look at the mail").click()
    frame = page.frame_locator("iframe")
    frame.get_by_text("Come and see.").wait_for()
    page.get_by_role("button", name="Send 1 invitation").click()
    page.get_by_text("1 invitation is on its way.").wait_for()
    assert Invitation.objects.get().email == "ada@example.org"
    assert visitor.complaints == []


def test_a_guest_accepts_on_a_phone_and_a_colleague_with_their_link_asks(visitor, event: Event):
    block = factories.make_block(event, factories.make_organisation(name="Bureau of Quiet Moons"), seats=2)
    invitation = factories.make_invitation(event, name="Ada Lovelace", email="ada@example.org", allocation=block)
    page = visitor.page(PHONE)
    page.goto(f"{invitation.get_absolute_url()}?answer=no")
    page.get_by_role("button", name="I cannot come").click()
    page.get_by_role("heading", name="as we have it").wait_for()
    page.get_by_label("I agree to the privacy notice").check()
    page.get_by_role("button", name="Accept the invitation").last.click()
    page.get_by_role("heading", name="You have accepted").wait_for()
    assert Registration.objects.get().state == "confirmed"
    colleague = visitor.page(PHONE)
    colleague.goto(invitation.get_absolute_url())
    colleague.get_by_role("link", name="This invitation was forwarded to me").click()
    assert colleague.get_by_text("Ada").count() == 0
    colleague.get_by_label("Name", exact=True).fill("Ben")
    colleague.get_by_label("E-mail address").fill("ben@example.org")
    colleague.get_by_label("I agree to the privacy notice").check()
    colleague.get_by_role("button", name="Ask for a place").last.click()
    colleague.wait_for_url(re.compile("/registrations/"))
    assert Registration.objects.get(email="ben@example.org").state == "pending"
    assert visitor.complaints == []
