"""The guest's own page in every state of the place and of the event."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from registrations import services
from registrations.models import Allocation, Registration, RegistrationRules
from registrations.services import Person
from registrations.views.guest.page import _with_details
from symposium.events.models import Event
from tests.factories import make_block, make_event, make_registration

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=5)


def page(guest, query=""):
    response = Client().get(guest.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def heading(text):
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1]).strip()


def links(text):
    return set(re.findall(r"/registrations/[\w-]{43}/([\w/.-]*)", text))


@pytest.mark.parametrize(
    ("state", "said", "deeds"),
    [
        ("unverified", "Confirm your address", {"mail/", "erase/"}),
        ("pending", "We have your request", {"cancel/", "mail/"}),
        ("confirmed", "You have a place", {"cancel/", "mail/", "details/"}),
        ("offered", "A place came free for you", {"accept/", "cancel/"}),
        ("waiting", "You are on the waiting list", {"cancel/", "mail/"}),
        ("declined", "There is no place for you this time", {"data.json", "erase/"}),
        ("cancelled", "This registration is cancelled", {"return/", "data.json"}),
    ],
)
def test_each_state_says_how_it_stands_and_what_can_be_done(state, said, deeds):
    times = {"waiting": {"waiting_since": timezone.now()}, "offered": {"offered_until": timezone.now() + LATER}}
    guest = make_registration(make_event(), state=state, **times.get(state, {}))
    text = page(guest)
    assert heading(text) == said
    assert deeds <= links(text)
    if state in {"declined", "cancelled"}:
        assert not {"cancel/", "details/", "mail/", "accept/"} & links(text)


@pytest.mark.parametrize("state", [choice for choice, _label in Registration.State.choices])
@pytest.mark.parametrize("fields", [{"state": "cancelled"}, {"state": "over"}])
def test_when_all_is_over_nothing_is_offered_but_ones_own_data(state, fields):
    times = {"waiting": {"waiting_since": timezone.now()}, "offered": {"offered_until": timezone.now() + LATER}}
    text = page(make_registration(make_event(**fields), state=state, **times.get(state, {})))
    assert links(text) <= {"", "data.json", "erase/", "consents/"}


def test_a_postponed_event_keeps_the_place_and_lets_it_go():
    event = make_event()
    guest = services.register(event, name="Ada", email="ada@example.org")
    Event.objects.filter(pk=event.pk).update(state="postponed")
    text = page(guest)
    assert "You keep your place" in text
    assert "cancel/" in links(text)


def test_the_place_in_the_line_is_shown_and_a_shadow_sees_the_same():
    event = make_event(capacity=1)
    for name in ("first", "second", "third"):
        guest = services.register(event, name="Ada", email=f"{name}@example.org")
    shadow = services.register(event, name="Ada", email="third@example.org")
    assert shadow.shadow_of == guest
    assert "You are number 2 in the line" in page(guest)
    # A real guest who came now would stand there.
    assert "You are number 3 in the line" in page(shadow)


def test_an_offer_says_until_when_and_is_accepted_once():
    event = make_event(capacity=1)
    RegistrationRules.objects.create(event=event, offer_hours=24)
    first = services.register(event, name="Ada", email="ada@example.org")
    second = services.register(event, name="Bea", email="bea@example.org")
    assert "you have 24 hours to accept it" in page(second)
    services.cancel(first)
    assert "It is held for you until" in page(second)
    for _twice in range(2):
        assert Client().post(f"{second.get_absolute_url()}accept/").status_code == 302
    assert heading(page(second)) == "You have a place"
    event.refresh_from_db()
    assert event.seats_taken == 1


@pytest.mark.parametrize("is_swept", [False, True])
def test_an_offer_that_has_ended_is_told_and_refused_with_words(is_swept):
    guest = make_registration(make_event(), state="offered", offered_until=timezone.now() - LATER)
    Event.objects.filter(pk=guest.event_id).update(seats_taken=1)
    if is_swept:
        services.lapse_offers()
    text = page(guest)
    assert heading(text) == "The offer has ended"
    assert "accept/" not in links(text)
    assert ("return/" in links(text)) == is_swept
    response = Client().post(f"{guest.get_absolute_url()}accept/")
    assert response.status_code == 409
    guest.refresh_from_db()
    assert not guest.is_confirmed


def test_an_offer_that_was_refused_says_so_and_is_not_made_again():
    event = make_event(capacity=1)
    RegistrationRules.objects.create(event=event, offer_hours=24)
    first = services.register(event, name="Ada", email="ada@example.org")
    second = services.register(event, name="Bea", email="bea@example.org")
    services.cancel(first)
    question = Client().get(f"{second.get_absolute_url()}cancel/").content.decode()
    assert "we do not offer you another" in question
    Client().post(f"{second.get_absolute_url()}cancel/")
    assert "You did not want the place" in page(second)


def test_the_organisers_cancellation_is_told_as_theirs():
    guest = services.register(make_event(), name="Ada", email="ada@example.org")
    services.cancel(guest, by=services.By("staff"))
    assert "The organisers have cancelled it" in page(guest)


def test_the_stream_is_shown_to_online_guests_when_it_is_near():
    url = "https://stream.example.org/live"
    event = make_event(attendance="both", stream_url=url)
    online = services.register(event, name="Ada", email="ada@example.org", mode="online")
    room = services.register(event, name="Bea", email="bea@example.org", mode="in_person")
    assert url not in page(online)
    assert "Its address is on this page from" in page(online)
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(starts_at=now + LATER, ends_at=now + 2 * LATER)
    assert url in page(online)
    assert url not in page(room)


def test_a_party_is_seen_by_its_head_with_links_to_those_without_an_address():
    event = make_event()
    RegistrationRules.objects.create(event=event, party_size=4)
    people = [Person("Bea", "bea@example.org"), Person("Cyprian")]
    head = services.register(event, name="Ada", email="ada@example.org", companions=people)
    bea, cy = (Registration.objects.get(name=name) for name in ("Bea", "Cyprian"))
    text = page(head)
    assert cy.get_absolute_url() in text
    assert bea.get_absolute_url() not in text
    for one in (bea, cy):
        assert f"companions/{one.public_id}/" in text
        assert "Ada" in page(one)
        assert "companions/" not in links(page(one))
    assert "Cyprian" not in page(bea)


def test_the_page_asks_for_few_queries(django_assert_max_num_queries):
    guest = services.register(make_event(), name="Ada", email="ada@example.org")
    with django_assert_max_num_queries(4):
        page(guest)


def test_whatever_the_address_says_was_done_only_known_words_are_shown():
    guest = services.register(make_event(), name="Ada", email="ada@example.org")
    assert 'role="status">Your details are saved.' in page(guest, "?done=details")
    assert 'class="notice done"' not in page(guest, "?done=<script>")


def everything_said(text):
    """A page without what is made anew each time."""
    return re.sub(r'nonce="[^"]*"|value="[^"]*"', "", text)


@pytest.mark.parametrize("state", ["confirmed", "waiting"])
@pytest.mark.parametrize("words", [{}, {"affiliation": "<b>Łódź</b> & Co", "pronouns": "she", "badge_name": "Ada"}])
def test_a_page_made_once_for_all_says_of_each_what_their_own_would(monkeypatch, state, words):
    event = make_event(capacity=50)
    since = {"waiting_since": timezone.now()} if state == "waiting" else {}
    guests = [
        make_registration(event, state=state, name=name, email=f"{number}@example.org", **words, **since)
        for number, name in enumerate(["Ada", "<script>alert(1)</script>", "ليلى " + "x" * 90, "\x02body\x03"])
    ]
    if state == "waiting":
        Event.objects.filter(pk=event.pk).update(guests_waiting=len(guests))
    alike = [page(guest) for guest in guests]
    monkeypatch.setattr("registrations.views.guest.page.is_ordinary", lambda _registration: False)
    alone = [page(guest) for guest in guests]
    assert [everything_said(text) for text in alike] == [everything_said(text) for text in alone]
    assert len(set(alike)) == len(guests)
    assert "<script>alert" not in "".join(alike)
    for guest, text in zip(guests, alike, strict=True):
        assert guest.reference in text
        others = {one.token for one in guests if one != guest}
        assert not any(token in text for token in others)


def test_who_tells_something_out_of_the_ordinary_has_a_page_of_their_own():
    event = make_event()
    guest, other = (make_registration(event, name=name) for name in ("Ada", "Bea"))
    assert "first@example.org" not in page(guest)
    guest.new_email = "first@example.org"
    guest.save()
    assert "first@example.org is to be confirmed" in page(guest)
    assert "is to be confirmed" not in page(other)


def test_a_new_rule_of_the_event_is_on_everybodys_page():
    event = make_event()
    guest = make_registration(event)
    assert "companions/" not in links(page(guest))
    rules = RegistrationRules.of(event)
    rules.party_size = 3
    rules.save()
    assert "companions/" in links(page(guest))


def test_the_number_in_the_line_is_the_same_for_who_has_just_joined_and_later():
    event = make_event(capacity=1)
    services.register(event, name="First", email="first@example.org")
    line = [services.register(event, name=f"W{n}", email=f"w{n}@example.org") for n in range(4)]
    for _ in range(2):
        stored = [Registration.objects.select_related("event").get(pk=one.pk) for one in line]
        assert [services.position_of(one) for one in stored] == [1, 2, 3, 4]
        assert "You are the first in line." in page(stored[0])
        assert "You are number 4 in the line." in page(stored[3])
        # A day later they are counted from the other side.
        Registration.objects.update(waiting_since=F("waiting_since") - timedelta(days=1))


@pytest.mark.parametrize("by", [timedelta(0), timedelta(days=1)])
def test_in_each_line_stand_those_who_wait_there_and_no_shadow(by):
    event, now = make_event(online_capacity=5), timezone.now()
    blocks = [make_block(event), make_block(event)]

    def wait(number, **fields):
        since = now - by + timedelta(milliseconds=number)
        return make_registration(event, state="waiting", waiting_since=since, **fields)

    first, second = wait(1), wait(2)
    shadow = wait(3, shadow_of=first, email=first.email)
    inside = [wait(number, allocation=block, in_block=True) for number, block in enumerate([*blocks, *blocks])]
    online = [wait(number, mode="online") for number in (1, 2)]
    make_registration(event, state="cancelled", waiting_since=now - by)
    Event.objects.update(guests_waiting=2, online_waiting=2)
    Allocation.objects.update(waiting=2)
    found = {one.pk: one for one in Registration.objects.select_related("event", "allocation")}
    assert [services.position_of(found[one.pk]) for one in (first, second, shadow)] == [1, 2, 3]
    assert [services.position_of(found[one.pk]) for one in inside] == [1, 1, 2, 2]
    assert [services.position_of(found[one.pk]) for one in online] == [1, 2]


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(days=1)])
def test_a_place_in_the_line_is_found_by_its_index_without_reading_the_line(ago):
    event = make_event(capacity=1)
    guest = make_registration(event, state="waiting", waiting_since=timezone.now() - ago)
    rows = _with_details(guest.public_id)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = rows.explain()
    assert (
        len(re.findall(r"waiting_line.*?(?:\(event_id=|Index Cond)[^\n]*waiting_since ?[<>]", plan, re.DOTALL)) == 2
    ), plan
