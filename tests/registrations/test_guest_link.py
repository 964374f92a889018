"""Who lost the link has it sent again; the page does not tell who is registered."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations import services
from registrations.models import RegistrationRules
from registrations.services import Person
from registrations.views.guest import lost
from symposium.mail.models import OutgoingMail
from tests.factories import make_event, make_invitation

pytestmark = pytest.mark.django_db
LINK = "/events/night/register/link/"


@pytest.fixture
def event(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    event = make_event(slug="night")
    RegistrationRules.objects.create(event=event, party_size=3)
    return event


def ask(email, client=None, **options):
    return (client or Client(**options)).post(LINK, {"email": email})


def sent():
    return OutgoingMail.objects.filter(kind="registration_link")


def test_a_mail_comes_with_the_link_and_those_of_whom_they_look_after(event, outbox):
    people = [Person("Bea", "bea@example.org"), Person("Cy")]
    head = services.register(event, name="Ada", email="ada@example.org", companions=people)
    cy = head.party.members.get(name="Cy")
    outbox().clear()
    response = ask("ADA@example.org")
    assert response.headers["Location"] == f"{LINK}?sent"
    (message,) = outbox()
    assert set(re.findall(r"testserver(/registrations/\S+/)", message.body)) == {
        head.get_absolute_url(),
        cy.get_absolute_url(),
    }


def test_what_stands_goes_before_what_was_cancelled(event, outbox):
    gone = services.register(event, name="Ada", email="ada@example.org")
    services.cancel(gone)
    stands = services.register(event, name="Ada", email="ada@example.org")
    outbox().clear()
    ask("ada@example.org")
    (message,) = outbox()
    assert stands.get_absolute_url() in message.body
    assert gone.get_absolute_url() not in message.body


def test_known_or_not_the_page_says_the_same_and_the_request_does_the_same(event, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    services.register(event, name="Ada", email="ada@example.org")
    seen = []
    for email in ("ada@example.org", "eve@example.org"):
        with CaptureQueriesContext(connection) as queries:
            response = ask(email)
        seen.append((response.status_code, response.headers["Location"], len(queries)))
    assert seen[0] == seen[1]
    assert not sent().exists(), "looked up later, by the worker"


def test_an_address_that_is_not_registered_gets_no_mail(event):
    ask("eve@example.org")
    assert not OutgoingMail.objects.exists()


def test_a_shadow_has_no_link_of_its_own(event, outbox):
    real = services.register(event, name="Ada", email="ada@example.org")
    services.register(event, name="Mallory", email="ada@example.org")
    outbox().clear()
    ask("ada@example.org")
    assert real.get_absolute_url() in outbox()[-1].body


def test_one_mailbox_is_not_filled(event):
    services.register(event, name="Ada", email="ada@example.org")
    answers = {ask("ada@example.org").headers["Location"] for _often in range(6)}
    assert answers == {f"{LINK}?sent"}
    assert sent().count() == lost.MOST_OF_ADDRESS


def test_one_client_cannot_try_for_ever_and_others_are_not_kept_waiting(event, monkeypatch):
    monkeypatch.setattr(lost, "MOST_OF_CLIENT", 2)
    assert [ask(f"{n}@example.org").status_code for n in range(3)] == [302, 302, 429]
    assert ask("x@example.org", REMOTE_ADDR="192.0.2.9").status_code == 302
    cache.clear()


def test_a_mistake_is_named_and_without_its_cookie_it_explains(event):
    response = ask("nobody")
    assert response.status_code == 422
    assert 'value="nobody"' in response.content.decode()
    response = ask("ada@example.org", enforce_csrf_checks=True)
    assert response.status_code == 403
    assert 'value="ada@example.org"' in response.content.decode()


def test_the_page_is_there_after_the_event_and_not_for_drafts(event):
    past = timezone.now() - timedelta(days=9)
    make_event(slug="past", starts_at=past)
    make_event(slug="draft", state="draft")
    assert Client().get("/events/past/register/link/").status_code == 200
    assert Client().get("/events/draft/register/link/").status_code == 404


def test_the_way_there_is_on_the_page_of_registration_and_where_nothing_is(event):
    assert LINK in Client().get("/events/night/register/").content.decode()
    assert "can send you the link again" in Client().get("/registrations/nothing/").content.decode()


@pytest.mark.parametrize(
    ("state", "comes"), [("draft", False), ("sent", True), ("opened", True), ("declined", True), ("revoked", False)]
)
def test_an_invitation_that_can_be_answered_comes_again(event, outbox, state, comes):
    invitation = make_invitation(event, email="ada@example.org", state=state)
    ask("ada@example.org")
    assert [invitation.get_absolute_url() in mail.body for mail in outbox()] == [True] * comes


def test_who_has_accepted_gets_the_link_to_the_place_alone(event, outbox):
    invitation = make_invitation(event, email="ada@example.org")
    services.register(event, name="Ada", email="ada@example.org", invitation=invitation)
    outbox().clear()
    ask("ada@example.org")
    (mail,) = outbox()
    assert invitation.get_absolute_url() not in mail.body
