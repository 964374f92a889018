"""A passkey made and used, and a coordinator who joins by a mail, in a real browser."""

from typing import Any

from playwright.sync_api import Page, expect

from symposium.accounts import services
from symposium.accounts.models import Role, TeamInvitation
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.browser.conftest import PHONE

PASSWORD = "an engine of verses"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_device(page: Page) -> None:
    """Give the browser something that keeps passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_in(page: Page, email: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


def test_where_a_factor_is_asked_a_passkey_is_made_and_then_does_without_a_password(visitor, event):
    factories.make_member(event, Role.EDITOR, email="editor@example.org", password=PASSWORD)
    services.ask_for_second_factor(event.pk, asks=True)
    page = visitor.page()
    with_a_device(page)
    sign_in(page, "editor@example.org")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("Telephone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert page.locator(".account-codes li").count() == 10
    page.get_by_role("button", name="Sign out").click()
    page.goto("/admin/login/?next=/admin/speakers/speaker/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Speakers", exact=True)).to_be_visible()
    assert visitor.complaints == []


def test_a_coordinator_joins_on_a_phone_and_finds_their_institution(visitor, event):
    owner = factories.make_member(event, Role.OWNER, email="owner@example.org", name="Olive Owner")
    host = event.hostings.first().organisation
    asked: dict[str, Any] = {"event": event, "role": Role.COORDINATOR, "organisation": host}
    services.invite(TeamInvitation(**asked, email="ada@example.org", greeting="Welcome."), by=owner)
    link = OutgoingMail.objects.get(kind="team_invitation").text.partition("http://testserver")[2].split()[0]
    page = visitor.page(PHONE)
    page.goto(link)
    expect(page.get_by_text("Olive Owner invites you.")).to_be_visible()
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_label("The password again").fill("something else")
    page.get_by_role("button", name="Join the team").click()
    expect(page.get_by_text("The two are not the same")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Ada Lovelace")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    page.get_by_role("button", name="Join the team").click()
    expect(page.get_by_text("You are on the team of")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # The browser notes that the form came back.
    assert [note for note in visitor.complaints if "422" not in note] == []
