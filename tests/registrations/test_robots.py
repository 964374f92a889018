"""Robots stay out, universities do not: nobody is refused, but who looks odd confirms their address first."""

import hashlib
import re
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone

from registrations import robots
from registrations.models import Registration, RegistrationRules
from tests.factories import make_event, next_number

pytestmark = [pytest.mark.django_db, pytest.mark.robots]
PATH = "/events/night/register/"
State = Registration.State


@pytest.fixture
def event():
    return make_event(slug="night", capacity=None)


def opened(seconds=30, **headers):
    """The hidden fields of a form that somebody has had open for so long."""
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds), tick=False):
        page = Client().get(PATH, headers=headers).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def send(hidden, peer="192.0.2.1", **typed):
    guest = {"name": "Ada", "email": f"guest-{next_number()}@example.org", "affiliation": "", "consent": "on"}
    return Client().post(PATH, hidden | guest | typed, REMOTE_ADDR=peer)


def states():
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


def test_a_person_who_takes_their_time_has_a_place_at_once(event):
    assert send(opened()).status_code == 302
    assert states() == ["confirmed"]


@pytest.mark.parametrize("seconds", [0, 24 * 60 * 60 + 1])
def test_a_form_that_is_sent_too_soon_or_a_day_later_asks_for_the_address_to_be_confirmed(event, seconds):
    response = send(opened(seconds))
    assert response.status_code == 302
    assert states() == ["unverified"]
    event.refresh_from_db()
    assert event.seats_taken == 0
    assert Client().get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("mark", ["", "x", "1-0", "1-99999999999:" + "x" * 43, "%00"])
def test_a_form_without_a_good_mark_asks_for_the_address_to_be_confirmed(event, mark):
    assert send(opened() | {"mark": mark}).status_code == 302
    assert states() == ["unverified"]


def test_the_mark_of_another_event_is_none(event):
    other = make_event(slug="other")
    with time_machine.travel(timezone.now() - timedelta(seconds=30), tick=False):
        mark = robots.mark(other)
    send(opened() | {"mark": mark})
    assert states() == ["unverified"]


def test_a_form_that_is_shown_again_keeps_its_mark_while_it_is_good_and_has_a_new_one_else(event):
    for seconds, is_kept in ((30, True), (24 * 60 * 60 + 1, False)):
        hidden = opened(seconds)
        again = send(hidden, name="").content.decode()
        assert (f'name="mark" value="{hidden["mark"]}"' in again) is is_kept
        assert 'name="mark"' in again


def students(event, number):
    """Forms of so many people behind one address, all within one minute."""
    made = int(timezone.now().replace(minute=1, second=0).timestamp())
    mark = robots._signer.sign(f"{event.pk}-{made - 30}")
    with time_machine.travel(made, tick=False):
        for student in range(number):
            yield {"mark": mark, "submission": uuid4().hex, "name": "S", "email": f"s{student}@example.edu"}


def test_students_behind_one_address_are_all_registered_and_later_ones_confirm_theirs(event):
    client = Client()
    for fields in students(event, 30):
        response = client.post(PATH, fields | {"consent": "on"}, REMOTE_ADDR="192.0.2.9")
        assert response.status_code == 302
    assert states() == ["confirmed"] * 20 + ["unverified"] * 10


def test_five_hundred_students_within_a_minute_are_no_flood(event):
    rules, asked = RegistrationRules(event=event), []
    for fields in students(event, 500):
        request = RequestFactory().post(PATH, fields, REMOTE_ADDR="192.0.2.9")
        assert robots.flood(request) == 0
        asked.append(robots.must_verify(request, event, rules, {"email": fields["email"]}))
    assert asked == [False] * 20 + [True] * 480


def test_a_network_and_an_address_are_counted_too(event, monkeypatch):
    monkeypatch.setattr(robots, "PER_NETWORK", robots.Limit(2, 600))
    for host in range(1, 4):
        send(opened(), peer=f"198.51.100.{host}")
    assert states() == ["confirmed", "confirmed", "unverified"]
    send(opened(), peer="203.0.113.1")
    assert states()[-1] == "confirmed"


def test_more_mails_to_one_address_than_usual_are_noticed(event, monkeypatch):
    monkeypatch.setattr(robots, "PER_ADDRESS", robots.Limit(1, 3600))
    make_event(slug="other")
    send(opened(), email="ada@example.org", peer="192.0.2.1")
    mark = robots._signer.sign(f"{make_event(slug='third').pk}-{int(timezone.now().timestamp()) - 30}")
    fields = {"name": "Ada", "email": "ADA@example.org", "consent": "on", "mark": mark}
    Client().post("/events/third/register/", fields, REMOTE_ADDR="203.0.113.9")
    assert states() == ["confirmed", "unverified"]


def test_a_flood_is_paused(event, monkeypatch):
    monkeypatch.setattr(robots, "FLOOD", robots.Limit(2, 60))
    hidden = opened()
    answers = [send(hidden | {"submission": uuid4().hex}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert send(hidden | {"submission": uuid4().hex}, peer="192.0.2.2").status_code == 302


def test_who_fills_the_trap_registers_nobody(event):
    assert send(opened(), website="http://spam.example").status_code == 422
    assert states() == []


def solved(hidden, *, rightly=True):
    """The first number that solves the sum of a form, or that does not."""
    start = f"{hidden['mark']}.{hidden['submission']}."
    attempts = ((number, hashlib.sha256(f"{start}{number}".encode()).digest()) for number in count())
    return next(
        str(number)
        for number, sum_ in attempts
        if (int.from_bytes(sum_[:4]) >> (32 - robots.WORK_BITS) == 0) == rightly
    )


@pytest.fixture
def works(event, monkeypatch):
    # So many that no wrong answer is right by chance.
    monkeypatch.setattr(robots, "WORK_BITS", 16)
    RegistrationRules.objects.create(event=event, proof_of_work=True)


def test_a_solved_sum_is_a_place_at_once_and_one_without_confirms_the_address(works):
    hidden = opened()
    assert hidden["work"] == ""
    send(hidden | {"work": solved(hidden)})
    send(opened())
    send((other := opened()) | {"work": solved(other, rightly=False)})
    assert states() == ["confirmed", "unverified", "unverified"]


def test_a_sum_is_good_for_one_guest_alone(works):
    hidden = opened()
    work = {"work": solved(hidden)}
    send(hidden | work, email="ada@example.org")
    send(hidden | work, email="bea@example.org")
    send(opened() | work)
    assert states() == ["confirmed", "unverified", "unverified"]


def test_of_two_who_bring_one_sum_at_the_same_moment_one_confirms_the_address(works, event, monkeypatch):
    """Both were looked at before either was registered: the desk sees who was first."""
    hidden = opened()
    work = {"work": solved(hidden)}
    looked = []

    def look_first(*args):
        if not looked:
            looked.append("ada")
            send(hidden | work, email="bea@example.org")
        return False

    monkeypatch.setattr(robots, "must_verify", look_first)
    send(hidden | work, email="ada@example.org")
    rows = Registration.objects.order_by("pk").values_list("email", "state")
    assert list(rows) == [("bea@example.org", "confirmed"), ("ada@example.org", "unverified")]


def test_a_form_that_is_shown_again_keeps_its_solved_sum(works):
    hidden = opened()
    work = solved(hidden)
    again = send(hidden | {"work": work}, name="").content.decode()
    assert f'name="work" value="{work}"' in again
