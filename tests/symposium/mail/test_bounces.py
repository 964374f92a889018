"""What mail servers write about mails that could not be delivered stands with those mails, and nothing else happens."""

import uuid
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from django.core.management import call_command

from symposium.mail.bounces import MOST_BYTES, Outcome, bounce_in, take_bounce
from symposium.mail.messages import message_id
from symposium.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


def sent(**fields) -> OutgoingMail:
    given = {"kind": "notice", "to_address": "ada@example.org", "subject": "News", "text": "Hello", "state": "sent"}
    return OutgoingMail.objects.create(**given | fields)


def report(mail: OutgoingMail, *, action="failed", status="5.1.1", why="550 no such user", whole=True) -> bytes:
    """As RFC 3464 §5 has it: words, what happened, and the mail or its headers."""
    found = MIMEMultipart("report", report_type="delivery-status")
    found["From"], found["To"] = "MAILER-DAEMON@mx.example", "office@example.org"
    found.attach(MIMEText("Your mail could not be delivered."))
    status_part = MIMENonMultipart("message", "delivery-status")
    about_mail, about_recipient = Message(), Message()
    about_mail["Reporting-MTA"] = "dns; mx.example"
    about_recipient["Final-Recipient"] = f"rfc822; {mail.to_address}"
    about_recipient["Action"], about_recipient["Status"] = action, status
    about_recipient["Diagnostic-Code"] = f"smtp; {why}"
    status_part.set_payload([about_mail, about_recipient])
    found.attach(status_part)
    headers = f"Message-ID: {message_id(mail.uid)}\nSubject: {mail.subject}\n"
    if whole:
        original = MIMEText(mail.text)
        original["Message-ID"] = message_id(mail.uid)
        found.attach(MIMEMessage(original))
    else:
        part = MIMENonMultipart("text", "rfc822-headers")
        part.set_payload(headers)
        found.attach(part)
    return found.as_bytes()


@pytest.mark.parametrize("whole", [True, False])
def test_a_mail_that_came_back_is_noted_with_the_reason(whole):
    mail = sent()
    assert take_bounce(report(mail, whole=whole)) == Outcome.NOTED
    mail.refresh_from_db()
    assert mail.bounced_at
    assert mail.bounced_for_good
    assert mail.bounce_reason == "5.1.1 550 no such user"
    assert mail.state == "sent"
    assert take_bounce(report(mail)) == Outcome.KNOWN


def test_a_full_mailbox_is_no_address_that_does_not_exist():
    mail = sent()
    take_bounce(report(mail, status="5.2.2", why="552 mailbox full"))
    mail.refresh_from_db()
    assert (mail.bounced_for_good, mail.bounce_reason) == (False, "5.2.2 552 mailbox full")


def test_what_is_only_late_or_about_no_mail_of_ours_changes_nothing():
    mail = sent()
    assert take_bounce(report(mail, action="delayed", status="4.4.1")) is None
    stranger = OutgoingMail(uid=uuid.uuid4(), to_address="x@example.org", subject="?", text="?")
    assert take_bounce(report(stranger)) == Outcome.UNKNOWN
    queued = sent(state="queued")
    assert take_bounce(report(queued)) == Outcome.UNKNOWN
    assert not OutgoingMail.objects.filter(bounced_at__isnull=False).exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00" * 50,
        b"Content-Type: multipart/report; boundary=x\n\n--x\n" * 200,
        b"Content-Type: message/delivery-status\n\nAction: failed",
        b"Content-Type: multipart/report\n\n" + b"x" * (MOST_BYTES + 1),
        b"Content-Type: text/plain\n\nAction: failed\n",
    ],
)
def test_whatever_is_no_report_is_none(raw):
    assert bounce_in(raw) is None or not bounce_in(raw).uids


def test_a_reason_is_one_line_and_not_endless():
    mail = sent()
    take_bounce(report(mail, why="x" * 5000))
    mail.refresh_from_db()
    assert len(mail.bounce_reason) == 300


def test_the_command_that_reads_the_mailbox_notes_them_beside_guests_answers(tmp_path: Path, capsys):
    mail, box = sent(), tmp_path / "box"
    box.write_bytes(b"From x\n" + report(mail).replace(b"\nFrom ", b"\n>From ") + b"\n\nFrom x\nSubject: Hi\n\nHi\n")
    call_command("read_replies", mbox=box)
    said = capsys.readouterr().out
    assert "mails that came back: 1" in said
    assert "without an answer: 1" in said
    mail.refresh_from_db()
    assert mail.bounced_at
