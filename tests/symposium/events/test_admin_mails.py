"""Reading the outbox at the desk."""

import pytest
from django.test import Client

from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories.desk import make_mail

pytestmark = pytest.mark.django_db
LIST = "/admin/mail/outgoingmail/"


@pytest.fixture
def event() -> Event:
    return factories.make_event()


def sign_in(event: Event, role: str = Role.ORGANISER) -> Client:
    client = Client()
    client.force_login(factories.make_member(event, role))
    return client


def test_a_mail_is_shown_in_a_frame_that_can_do_nothing(event: Event) -> None:
    mail = make_mail(event, html="<p style='color:red'>Hello</p><script>alert(1)</script>")
    client = sign_in(event)
    page = client.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert f'src="/admin/mail/outgoingmail/{mail.pk}/html/" sandbox' in page
    assert "alert(1)" not in page
    frame = client.get(f"{LIST}{mail.pk}/html/")
    assert frame.content.decode() == mail.html
    policy = frame["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'self'", "sandbox"} <= set(policy)
    assert "script-src" not in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_no_other_page_of_the_desk_can_be_framed(event: Event) -> None:
    response = sign_in(event).get(LIST)
    assert response["X-Frame-Options"] == "DENY"
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_the_calendar_entry_is_shown_and_downloaded(event: Event) -> None:
    mail = make_mail(event, calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    client = sign_in(event)
    assert "BEGIN:VCALENDAR" in client.get(f"{LIST}{mail.pk}/change/").content.decode()
    response = client.get(f"{LIST}{mail.pk}/invite.ics")
    assert (response["Content-Type"], response.content) == ("text/calendar; charset=utf-8", mail.calendar.encode())
    assert client.get(f"{LIST}{make_mail(event).pk}/invite.ics").status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DOOR, None])
def test_no_part_of_a_mail_opens_to_who_does_not_organise_its_event(event: Event, role: str | None) -> None:
    mail = make_mail(event, calendar="BEGIN:VCALENDAR")
    client = sign_in(event, role) if role else sign_in(factories.make_event())
    for part in ("html", "invite.ics", "change"):
        path = f"{LIST}{mail.pk}/{part}" if "." in part else f"{LIST}{mail.pk}/{part}/"
        response = client.get(path)
        assert response.status_code in {302, 403, 404}
        assert b"Hello" not in response.content


def test_a_mail_that_was_given_up_is_sent_again_and_no_other(event: Event) -> None:
    failed = make_mail(event, state="failed", attempts=20, last_error="refused")
    sent = make_mail(event, state="sent", attempts=1)
    others = make_mail(factories.make_event(), state="failed", attempts=20)
    data = {"action": "send_again", "_selected_action": [failed.pk, sent.pk, others.pk]}
    response = sign_in(event).post(LIST, data, follow=True)
    assert "1 mail will be sent again." in response.content.decode()
    states = dict(OutgoingMail.objects.values_list("pk", "state"))
    assert states == {failed.pk: "queued", sent.pk: "sent", others.pk: "failed"}
    assert OutgoingMail.objects.get(pk=failed.pk).attempts == 0


def test_a_mail_is_written_by_nobody(event: Event) -> None:
    mail, client = make_mail(event), sign_in(event)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{mail.pk}/change/", {"text": "Other"}).status_code == 403
    assert client.post(f"{LIST}{mail.pk}/delete/", {"post": "yes"}).status_code == 403
