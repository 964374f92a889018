"""Requests at the desk: chosen, their mail seen before it goes, decided once, told what happened."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registrations import services
from registrations.models import Deed, Registration
from registrations.services import Person
from symposium.accounts.models import Role, User
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/registrations/registration/requests/"
DECIDE = f"{QUEUE}decide/"


@pytest.fixture
def event() -> Event:
    return factories.make_event(policy="approval", capacity=2)


@pytest.fixture
def organiser(event: Event) -> User:
    return factories.make_member(event, Role.ORGANISER, name="Olive Organiser")


@pytest.fixture
def desk(organiser: User) -> Client:
    return sign_in(organiser)


def ask(event: Event, name: str, *companions: str) -> Registration:
    email = f"{name.lower().replace(' ', '-')}@example.org"
    people = [Person(one) for one in companions]
    return services.register(event, name=name, email=email, affiliation="Institute of Asking", companions=people)


def decide(desk: Client, deed: str, *chosen: Registration, **more: str) -> Any:
    data = {"deed": deed, "chosen": [one.pk for one in chosen], "sure": "yes", **more}
    return desk.post(DECIDE, data, follow=True)


def states(event: Event) -> list[str]:
    return list(Registration.objects.filter(event=event).order_by("pk").values_list("state", flat=True))


def test_requests_stand_oldest_first_with_parties_together(desk: Client, event: Event) -> None:
    event.registration_rules = services_rules(event, party_size=3)
    first = ask(event, "Anna First", "Companion One")
    ask(event, "Berta Second")
    Registration.objects.filter(name="Companion One").update(created_at=first.created_at.replace(year=2099))
    text = desk.get(f"{QUEUE}?event={event.pk}").content.decode()
    places = [text.index(name) for name in ("Anna First", "Companion One", "Berta Second")]
    assert places == sorted(places)
    assert "a party that stays together" in text
    assert "Institute of Asking" in text


def services_rules(event: Event, **fields: Any) -> Any:
    from registrations.models import RegistrationRules

    return RegistrationRules.objects.create(event=event, **fields)


def test_the_events_page_leads_there_with_their_number(desk: Client, event: Event) -> None:
    ask(event, "Anna First")
    page = desk.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    assert "1 request to decide" in page
    assert f"{QUEUE}?event={event.pk}" in page


def test_nothing_is_decided_before_it_was_asked_again(desk: Client, event: Event) -> None:
    guest = ask(event, "Anna First")
    page = desk.post(DECIDE, {"deed": "approve", "chosen": [guest.pk]})
    assert "Approve 1 request" in page.content.decode()
    assert states(event) == ["pending"]


def test_the_mail_is_seen_with_the_words_before_it_goes_and_holds_no_way_to_the_guests_page(
    desk: Client, event: Event
) -> None:
    guest = ask(event, "Anna First")
    before = OutgoingMail.objects.count()
    data = {"deed": "approve", "guest": guest.pk, "words": "We look forward to your poster."}
    page = desk.post(f"{QUEUE}mail/", data)
    text = desk.post(f"{QUEUE}mail/", {**data, "as": "text"})
    for response in (page, text):
        said = response.content.decode()
        assert "We look forward to your poster." in said
        assert "You have a place" in said
        assert guest.token not in said
        assert "sandbox" in response["Content-Security-Policy"]
    assert text["Content-Type"].startswith("text/plain")
    assert OutgoingMail.objects.count() == before
    assert states(event) == ["pending"]


def test_approved_guests_get_places_in_the_order_in_which_they_asked_then_the_line(desk: Client, event: Event) -> None:
    asking = [ask(event, name) for name in ("Anna A", "Berta B", "Carla C")]
    page = decide(desk, "approve", *reversed(asking), words="Welcome.")
    assert states(event) == ["confirmed", "confirmed", "waiting"]
    said = page.content.decode()
    assert "approved; no place is free" in said
    assert said.count("Olive Organiser") >= 3
    kinds = (
        OutgoingMail.objects.exclude(kind="registration_requested").order_by("pk").values_list("kind", "about__words")
    )
    assert list(kinds) == [
        ("registration_approved", "Welcome."),
        ("registration_approved", "Welcome."),
        ("registration_waiting", "Welcome."),
    ]


def test_a_party_that_stays_together_is_not_parted_by_the_last_place(desk: Client, event: Event) -> None:
    services_rules(event, party_size=3)
    ask(event, "Anna First", "Companion One", "Companion Two")
    decide(desk, "approve", *Registration.objects.all())
    assert states(event) == ["waiting"] * 3


def test_the_reason_stays_at_the_desk_and_the_words_go_out(desk: Client, event: Event, outbox: Any) -> None:
    guest = ask(event, "Anna First")
    page = decide(desk, "decline", guest, reason="No speaker", words="Try again next year.")
    assert states(event) == ["declined"]
    assert "No speaker" in page.content.decode()
    told = next(mail for mail in outbox() if "About your request" in mail.subject)
    assert "Try again next year." in told.body
    assert "No speaker" not in told.body
    assert Deed.objects.get(verb="declined").reason == "No speaker"


def test_a_double_click_decides_once_and_says_the_same(desk: Client, event: Event) -> None:
    guest = ask(event, "Anna First")
    pages = [decide(desk, "approve", guest).content.decode() for _time in range(2)]
    assert all("Olive Organiser" in page for page in pages)
    assert Deed.objects.filter(verb="approved").count() == 1
    assert OutgoingMail.objects.filter(kind="registration_approved").count() == 1


def test_who_comes_second_reads_what_a_colleague_decided(desk: Client, event: Event) -> None:
    guest = ask(event, "Anna First")
    colleague = sign_in(factories.make_member(event, Role.OWNER, name="Otto Owner"))
    decide(colleague, "decline", guest)
    page = decide(desk, "approve", guest).content.decode()
    assert states(event) == ["declined"]
    assert "declined" in page
    assert "Otto Owner" in page


def test_without_a_waiting_list_a_full_event_leaves_it_to_be_decided(desk: Client, event: Event) -> None:
    Event.objects.update(has_waiting_list=False, capacity=1)
    asking = [ask(event, "Anna A"), ask(event, "Berta B")]
    page = decide(desk, "approve", *asking).content.decode()
    assert states(event) == ["confirmed", "pending"]
    assert "still to be decided" in page


def test_choosing_nobody_says_so(desk: Client, event: Event) -> None:
    page = desk.post(DECIDE, {"deed": "approve", "event": event.pk}, follow=True)
    assert "Choose at least one request" in page.content.decode()


@pytest.mark.parametrize("sent", [{"event": "abc"}, {"event": "9" * 40}, {"page": "x"}])
def test_a_broken_address_is_no_error(desk: Client, event: Event, sent: dict[str, str]) -> None:
    for page in ("requests/", "requests/decided/", "lines/", "add/"):
        assert desk.get(f"/admin/registrations/registration/{page}", sent, follow=True).status_code == 200
    assert desk.post(DECIDE, {"deed": "burn", "chosen": ["x"]}).status_code == 404


def test_coordinators_decide_requests_for_their_block_alone(event: Event) -> None:
    mine, theirs = (factories.make_organisation(name=name) for name in ("Host One", "Host Two"))
    guests = {}
    for host in (mine, theirs):
        by = services.By.of(factories.make_user())
        block = services.set_block(event, host, seats=1, by=by)
        guests[host] = factories.make_registration(event, name=f"Guest of {host}", state="pending", allocation=block)
    desk = sign_in(factories.make_member(event, Role.COORDINATOR, mine))
    page = desk.get(f"{QUEUE}?event={event.pk}").content.decode()
    assert "Guest of Host One" in page
    assert "Host Two" not in page
    assert "Everybody" not in page
    assert "Host Two" not in decide(desk, "approve", guests[mine], guests[theirs]).content.decode()
    assert [Registration.objects.get(pk=guests[host].pk).state for host in (mine, theirs)] == ["confirmed", "pending"]
    assert desk.post(f"{QUEUE}mail/", {"deed": "approve", "guest": guests[theirs].pk}).status_code == 404
    said = desk.get(f"{QUEUE}decided/?event={event.pk}&chosen={guests[theirs].pk}").content.decode()
    assert "Host Two" not in said
