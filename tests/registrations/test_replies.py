"""Answers from guests' calendars: recorded as a wish, whoever wrote them; hostile mail does nothing."""

import io
import mailbox
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from registrations import mailboxes, services
from registrations.models import Deed, Registration
from registrations.replies import MOST_BYTES, replies_in
from registrations.services import take_replies
from symposium.calendars.models import Entry
from symposium.mail.models import OutgoingMail
from tests import factories as make

pytestmark = pytest.mark.django_db

STAFF = services.By("staff")


@pytest.fixture
def guest():
    event = make.make_event(name="Space", slug="space", capacity=9)
    return services.register(event, name="Ada", email="ada@example.org", by=STAFF)


def calendar(guest: Registration, answer: str, *, minutes: int = 0, **fields: str) -> str:
    entry = Entry.objects.get(event=guest.event, kind="event")
    at = timezone.now() + timedelta(minutes=minutes)
    said = {"method": "REPLY", "uid": str(entry.uid), "attendee": "MAILTO:Ada@Example.org", "more": ""} | fields
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{said['method']}\r\nBEGIN:VEVENT\r\nUID:{said['uid']}\r\n"
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}\r\nATTENDEE;PARTSTAT={answer}:{said['attendee']}\r\n{said['more']}"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def letter(text: str, method: str = "REPLY") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@example.org", "organisers@example.org", "Declined: Space"
    message.set_content("Ada has answered.")
    message.add_alternative(text.encode(), "text", "calendar", params={"method": method, "charset": "UTF-8"})
    return message.as_bytes()


def answer(guest: Registration, said: str, **how) -> dict:
    return dict(take_replies([letter(calendar(guest, said, **how))]))


def test_an_answer_is_recorded_as_a_wish_and_frees_no_seat(guest):
    for minutes, said in enumerate(("ACCEPTED", "TENTATIVE", "DECLINED"), -9):
        assert answer(guest, said, minutes=minutes) == {"recorded": 1}
        guest.refresh_from_db()
        assert guest.calendar_reply == said.lower()
    guest.event.refresh_from_db()
    assert (guest.state, guest.event.seats_taken) == ("confirmed", 1)
    assert [one.after for one in Deed.objects.filter(verb="replied").order_by("pk")] == [
        "accepted",
        "tentative",
        "declined",
    ]


def test_who_cannot_come_is_asked_by_mail_at_the_registered_address_once_a_day(guest, time_machine):
    answer(guest, "DECLINED", minutes=-5)
    answer(guest, "ACCEPTED", minutes=-4)
    answer(guest, "DECLINED", minutes=-3)
    asked = OutgoingMail.objects.filter(kind="registration_cannot_come")
    assert [one.to_address for one in asked] == ["ada@example.org"]
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert answer(guest, "ACCEPTED", minutes=-2) == {"recorded": 1}
    assert answer(guest, "DECLINED", minutes=-1) == {"recorded": 1}
    assert OutgoingMail.objects.filter(kind="registration_cannot_come").count() == 2


def test_the_latest_counts_whatever_the_order_in_which_they_come(guest):
    assert answer(guest, "DECLINED", minutes=-1) == {"recorded": 1}
    assert answer(guest, "ACCEPTED", minutes=-2) == {"older than what is recorded": 1}
    guest.refresh_from_db()
    assert guest.calendar_reply == "declined"


def test_what_claims_to_come_from_the_future_does_not_outlast_later_answers(guest, time_machine):
    answer(guest, "DECLINED", minutes=60 * 24 * 365)
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert answer(guest, "ACCEPTED") == {"recorded": 1}


@pytest.mark.parametrize(
    "fields",
    [
        {"uid": "00000000-0000-4000-8000-000000000000"},
        {"attendee": "mailto:stranger@example.org"},
    ],
)
def test_what_is_of_nobody_who_has_a_place_is_left(guest, fields):
    assert answer(guest, "DECLINED", **fields) == {"of nobody who has a place": 1}


@pytest.mark.parametrize(
    "fields",
    [
        {"method": "REQUEST"},
        {"method": "CANCEL"},
        {"uid": "x'; DROP TABLE"},
        {"attendee": "https://example.org"},
        {"attendee": ""},
        {"more": "ATTENDEE;PARTSTAT=DECLINED:mailto:bea@example.org\r\n"},
        {"more": "BROKEN LINE\r\n"},
    ],
)
def test_what_is_no_answer_does_nothing(guest, fields):
    assert answer(guest, "DECLINED", **fields) == {"without an answer": 1}


def test_who_has_left_answers_no_more(guest):
    services.cancel(guest)
    assert answer(guest, "ACCEPTED") == {"of nobody who has a place": 1}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 99,
        b"Content-Type: text/calendar; charset=klingon\r\n\r\nBEGIN:VCALENDAR",
        b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 500,
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 300,
        b"Content-Type: text/calendar\r\n\r\n" + b"BEGIN:VCALENDAR\r\n" * 5000,
        b"Content-Type: text/calendar\r\n\r\n" + b"x" * MOST_BYTES,
    ],
)
def test_broken_mail_is_none(raw):
    assert replies_in(raw) == []


@given(st.binary(max_size=300))
def test_no_bytes_stop_the_reading(raw):
    replies_in(b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + raw)
    replies_in(raw)


def test_guest_and_staff_see_what_was_answered(guest, client):
    answer(guest, "DECLINED")
    page = client.get(guest.get_absolute_url()).content.decode()
    assert "An answer from a calendar says that you cannot come." in page
    assert client.get(f"{guest.get_absolute_url()}data.json").json()["registration"]["calendar_reply"] == "declined"
    client.force_login(make.make_member(guest.event, "organiser"))
    desk = client.get(f"/admin/registrations/registration/{guest.pk}/change/").content.decode()
    assert "Answer from their calendar" in desk
    assert "cannot come" in desk


# --- where mail is read from ------------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("read_replies", *arguments, stdout=out)
    return out.getvalue()


def test_a_file_of_mails_a_folder_and_a_single_mail_are_read(guest, tmp_path, monkeypatch):
    boxes = {"mbox": mailbox.mbox(tmp_path / "box"), "maildir": mailbox.Maildir(tmp_path / "dir")}
    for minutes, (name, box) in enumerate(boxes.items()):
        box.add(b"Subject: Hello\r\n\r\nNo answer.\r\n")
        box.add(letter(calendar(guest, "ACCEPTED", minutes=minutes - 9)))
        box.close()
        path = tmp_path / {"mbox": "box", "maildir": "dir"}[name]
        assert run(f"--{name}", str(path)) == "recorded: 1\nwithout an answer: 1\n"
        assert run(f"--{name}", str(path)) == "older than what is recorded: 1\nwithout an answer: 1\n"
    raw = letter(calendar(guest, "DECLINED"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert run("--stdin") == "recorded: 1\n"


def test_without_a_mailbox_it_says_what_to_do(tmp_path, settings):
    for arguments, words in (
        ((), "SYMPOSIUM_REPLIES_URL"),
        (("--mbox", str(tmp_path / "none")), "name an mbox"),
        (("--maildir", str(tmp_path)), "no Maildir"),
    ):
        with pytest.raises(CommandError, match=words):
            run(*arguments)
    settings.REPLIES_URL = "http://x"
    with pytest.raises(CommandError, match="imaps://"):
        run()


class Server:
    """A mail server with one unread mail."""

    mails: list[bytes]
    seen: list[str]

    def __init__(self, host: str, port: int, timeout: float) -> None:
        assert (host, port, timeout) == ("mail.example.org", 993, 60)

    def __enter__(self):
        return self

    def __exit__(self, *_args):
        return None

    def login(self, user: str, password: str) -> None:
        assert (user, password) == ("us@er", "p:w")

    def select(self, folder: str):
        return ("OK" if folder == '"Replies"' else "NO", [b""])

    def search(self, _charset, _what: str):
        return "OK", [b"1 2"]

    def fetch(self, number: str, what: str):
        assert what == f"(BODY.PEEK[]<0.{mailboxes.CUT}>)"
        return "OK", [(b"", Server.mails[int(number) - 1]), b")"]

    def store(self, number: str, _how: str, _flag: str) -> None:
        Server.seen.append(number)


def test_a_mailbox_on_a_server_is_read_and_marked(guest, settings, monkeypatch):
    Server.mails, Server.seen = [b"Subject: x\r\n\r\n", letter(calendar(guest, "TENTATIVE"))], []
    monkeypatch.setattr("imaplib.IMAP4_SSL", Server)
    settings.REPLIES_URL = "imaps://us%40er:p%3Aw@mail.example.org/Replies"
    assert run() == "recorded: 1\nwithout an answer: 1\n"
    assert Server.seen == ["1", "2"]
    settings.REPLIES_URL = "imaps://us%40er:p%3Aw@mail.example.org/Nowhere"
    with pytest.raises(CommandError, match="no folder Nowhere"):
        run()


def test_a_server_that_does_not_answer_is_named_without_the_password(settings):
    settings.REPLIES_URL = "imaps://user:hunter2@localhost:1/INBOX"
    with pytest.raises(CommandError, match="localhost does not let us read") as caught:
        run()
    assert "hunter2" not in str(caught.value)
