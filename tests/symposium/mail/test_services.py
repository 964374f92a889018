import email
import smtplib
from datetime import timedelta
from email import policy

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from symposium.kit import sweeps
from symposium.kit.tasks import make_renditions
from symposium.mail import sending, services
from symposium.mail.messages import message_for
from symposium.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Ünïcode\r\nEND:VCALENDAR\r\n"


def queue(**fields):
    defaults = {
        "kind": "test",
        "to_address": "ada@example.org",
        "to_name": "Ada Lovelace",
        "subject": "Your place",
        "text": "Text",
        "html": "<p>HTML</p>",
    }
    return services.queue_mail(**defaults | fields)


@pytest.fixture
def refusing(monkeypatch):
    """A mail server that answers with an error; the error can be changed."""
    answer = {"error": OSError("no route")}

    def send(_self, _messages):
        raise answer["error"]

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return answer


def test_a_mail_is_a_row_before_it_is_anything_else_and_the_worker_finds_it():
    row = queue()
    assert (OutgoingMail.objects.get().pk, row.state) == (row.pk, "queued")
    assert mail.outbox == []
    assert sweeps._watches["mails sent"]() == 1
    assert [message.to for message in mail.outbox] == [["Ada Lovelace <ada@example.org>"]]


def test_a_mail_goes_once_however_often_it_is_tried():
    row = queue()
    assert sending.deliver(row.pk)
    assert not sending.deliver(row.pk)
    assert sending.deliver_due() == 0
    row.refresh_from_db()
    assert (row.state, len(mail.outbox)) == ("sent", 1)


def test_the_calendar_entry_is_the_last_alternative_and_the_same_bytes_are_attached():
    row = queue(calendar=CALENDAR, calendar_method="REQUEST")
    sending.deliver(row.pk)
    message = email.message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    body, attachment = message.iter_parts()
    kinds = [part.get_content_type() for part in body.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    entry = list(body.iter_parts())[-1]
    assert entry.get_param("method") == attachment.get_param("method") == "REQUEST"
    assert attachment.get_filename() == "invite.ics"
    same = [part.get_payload(decode=True).replace(b"\r\n", b"\n") for part in (entry, attachment)]
    assert same[0] == same[1] == CALENDAR.encode().replace(b"\r\n", b"\n")


def test_the_same_mail_has_the_same_message_id_each_time():
    row = queue()
    assert message_for(row).message()["Message-ID"] == message_for(row).message()["Message-ID"]


def test_nothing_that_a_person_typed_becomes_a_header():
    row = queue(to_name="Ada\r\nBcc: all@example.org", subject="Hi\nBcc: all@example.org")
    sending.deliver(row.pk)
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert message["Subject"] == "Hi Bcc: all@example.org"


def test_a_mail_that_does_not_go_is_tried_again_later_and_later(refusing):
    row = queue()
    waits = []
    now = timezone.now()
    for _attempt in range(6):
        sending.deliver(row.pk, now)
        row.refresh_from_db()
        waits.append(round((row.due_at - now).total_seconds() / 60))
        assert not sending.deliver(row.pk, now)
        now = row.due_at
    assert waits == [1, 2, 4, 8, 16, 32]
    assert (row.state, row.last_error) == ("queued", "OSError: no route")


def test_after_three_days_a_mail_is_given_up_and_can_be_sent_again(refusing, monkeypatch):
    row = queue()
    start = now = timezone.now()
    while row.state == "queued":
        sending.deliver(row.pk, now)
        row.refresh_from_db()
        now = row.due_at
    assert row.state == "failed"
    assert now - start > timedelta(days=2)
    monkeypatch.undo()
    services.send_again(row)
    assert sending.deliver_due() == 1


def test_a_recipient_who_is_refused_for_good_is_not_tried_again(refusing):
    refusing["error"] = smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such user")})
    row = queue()
    sending.deliver(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"


def test_a_recipient_who_is_refused_for_now_is_tried_again(refusing):
    refusing["error"] = smtplib.SMTPRecipientsRefused({"ada@example.org": (450, b"greylisted")})
    row = queue()
    sending.deliver(row.pk)
    row.refresh_from_db()
    assert row.state == "queued"


def test_a_mail_that_a_killed_process_had_in_hand_is_sent_by_another_after_the_lease():
    row = queue()
    now = timezone.now()
    OutgoingMail.objects.filter(pk=row.pk).update(due_at=now + sending.LEASE, attempts=1)
    assert sending.deliver_due(now=now + timedelta(minutes=1)) == 0
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        assert sending.deliver_due() == 1


def test_what_the_queue_remembers_is_forgotten_after_a_day():
    make_renditions.enqueue("nothing.png")
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())
    assert sending.forget_finished_tasks() == 0
    assert sending.forget_finished_tasks(timezone.now() + timedelta(days=2)) == 1


@pytest.mark.parametrize(
    ("name", "address", "header"),
    [
        ("Jo", "a@bücher.example", "Jo <a@xn--bcher-kva.example>"),
        ("Lovelace, Ada", "ada@example.org", '"Lovelace, Ada" <ada@example.org>'),
        ("漢字", "ada@example.org", "漢字 <ada@example.org>"),
        ("", "ada@example.org", "ada@example.org"),
    ],
)
def test_addresses_of_every_kind_get_their_mail(name, address, header):
    row = queue(to_name=name, to_address=address)
    assert sending.deliver(row.pk)
    assert str(mail.outbox[0].message()["To"]) == header
    assert mail.outbox[0].message().as_bytes().isascii()


def test_whatever_keeps_a_mail_from_going_is_noted(refusing):
    refusing["error"] = RuntimeError("surprise")
    row = queue()
    assert not sending.deliver(row.pk)
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("queued", "RuntimeError: surprise")


def test_the_log_does_not_name_the_guest(refusing, caplog):
    refusing["error"] = smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such user")})
    sending.deliver(queue().pk)
    assert "did not go" in caplog.text
    assert "ada@example.org" not in caplog.text


def test_links_do_not_stay_in_the_outbox_for_ever():
    row = queue(calendar=CALENDAR, calendar_method="REQUEST")
    sending.deliver(row.pk)
    assert sending.forget_bodies(timezone.now() + timedelta(days=29)) == 0
    assert sending.forget_bodies(timezone.now() + timedelta(days=31)) == 1
    row.refresh_from_db()
    assert (row.text, row.html, row.calendar, row.to_address) == ("", "", "", "ada@example.org")
