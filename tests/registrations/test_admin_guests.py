"""One guest at the desk: what is shown to whom, and what is done with them."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registrations import services
from registrations.models import Answer, Deed, Question, Registration, RegistrationRules
from registrations.private_files import keep
from registrations.services import Details, Person
from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories import at_once
from tests.factories.forms import filled, page_of, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/registration/"
STAFF = services.By("staff")


@pytest.fixture
def event() -> Event:
    return factories.make_event(capacity=3, attendance="both")


@pytest.fixture
def desk(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER, name="Olive Organiser"))


def register(event: Event, name: str, **fields: Any) -> Registration:
    email = f"{name.lower().replace(' ', '-')}@example.org"
    return services.register(event, name=name, email=email, **{"mode": "in_person"} | fields)


def do(desk: Client, guest: Registration, deed: str, **said: Any) -> Any:
    return desk.post(f"{LIST}{guest.pk}/do/{deed}/", said, follow=True)


def hosts_of(event: Event) -> tuple[Any, Any]:
    made = [factories.make_organisation(name=name) for name in ("Host One", "Host Two")]
    blocks = [services.set_block(event, host, seats=1, by=STAFF) for host in made]
    return blocks[0], blocks[1]


def test_the_page_of_a_guest_says_all_that_the_organisers_may_know(desk: Client, event: Event) -> None:
    RegistrationRules.objects.create(event=event, party_size=2)
    question = Question.objects.create(event=event, label="Which poster?", kind="text")
    details = Details(answers=[(question, "On dust")], consents=frozenset({"photographs"}))
    guest = register(event, "Ada Head", details=details, companions=[Person("Bo Companion")])
    Question.objects.update(label="What is your poster about?", is_retired=False)
    text = desk.get(page_of(guest)).content.decode()
    for words in ("Which poster?", "On dust", "asked today: What is your poster about?", "Bo Companion", "photographs"):
        assert words in text, words
    for words in (guest.reference, "Registered: confirmed", "the guest", "Your place:", "privacy notice, version 1"):
        assert words in text, words
    assert guest.token not in text


def test_the_door_sees_no_story_and_no_answers(event: Event) -> None:
    guest = register(event, "Ada Guest")
    text = sign_in(factories.make_member(event, Role.DOOR)).get(page_of(guest)).content.decode()
    assert "Story" not in text
    assert "/do/" not in text


def test_a_guest_is_found_by_the_reference_that_they_say_at_the_door(desk: Client, event: Event) -> None:
    guest, other = register(event, "Ada Guest"), register(event, "Bo Guest")
    text = desk.get(LIST, {"q": guest.reference.lower()}).content.decode()
    assert guest.name in text
    assert other.name not in text


def test_the_list_says_the_place_in_each_line(desk: Client, event: Event) -> None:
    Event.objects.update(capacity=1, online_capacity=1)
    event.refresh_from_db()
    for name in ("A", "B", "C"):
        register(event, f"Room {name}")
        register(event, f"Line {name}", mode="online")
    rows = desk.get(f"{LIST}?event={event.pk}").context["cl"].result_list
    found = {row.name: row.position for row in rows}
    assert found == {"Room A": 0, "Room B": 1, "Room C": 2, "Line A": 0, "Line B": 1, "Line C": 2}


def test_a_page_of_the_list_costs_no_more_with_more_guests(desk: Client, event: Event) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{LIST}?event={event.pk}").status_code == 200
        return len(queries)

    by_state = ["confirmed", "waiting", "cancelled"]

    def more(number: int) -> None:
        for one in at_once(range(number)):
            state = by_state[one % 3]
            since = event.starts_at if state == "waiting" else None
            factories.make_registration(event, state=state, waiting_since=since)

    more(3)
    few = cost()
    more(60)
    assert cost() == few <= 12


def test_staff_cancel_a_whole_party_with_a_reason(desk: Client, event: Event) -> None:
    RegistrationRules.objects.create(event=event, party_size=2)
    guest = register(event, "Ada Head", companions=[Person("Bo Companion", "bo@example.org")])
    assert "The whole party" in desk.get(f"{LIST}{guest.pk}/do/cancel/").content.decode()
    do(desk, guest, "cancel", reason="Asked by telephone", with_party="on")
    assert set(Registration.objects.values_list("state", flat=True)) == {"cancelled"}
    assert set(Deed.objects.filter(verb="cancelled").values_list("reason", flat=True)) == {"Asked by telephone"}
    assert "Asked by telephone" in desk.get(page_of(guest)).content.decode()


def test_staff_move_a_guest_to_another_block_where_a_seat_is_free(desk: Client, event: Event) -> None:
    one, two = hosts_of(event)
    first = register(event, "Ada Guest")
    do(desk, first, "move", block=one.pk, reason="Their own colleague")
    first.refresh_from_db()
    assert (first.allocation, first.in_block) == (one, True)
    page = do(desk, first, "move", block=two.pk, reason="")
    assert "Say why" in page.content.decode()


def test_what_cannot_be_done_is_said_and_changes_nothing(desk: Client, event: Event) -> None:
    block, _other = hosts_of(event)
    first = register(event, "Ada Guest")
    services.assign(first, block, by=STAFF)
    second = services.register(event, name="Bo Guest", email="bo@example.org", mode="online", by=STAFF)
    Event.objects.update(capacity=2)
    page = do(desk, second, "mode", mode="in_person")
    assert page.status_code == 422
    assert "No place of that kind is free" in page.content.decode()
    second.refresh_from_db()
    assert second.mode == "online"


def test_a_mail_is_sent_again_but_not_too_often(desk: Client, event: Event) -> None:
    guest = register(event, "Ada Guest")
    said = [do(desk, guest, "resend").content.decode() for _time in range(4)]
    assert "The mail is on its way" in said[0]
    assert "several times within the hour" in said[-1]
    assert OutgoingMail.objects.filter(kind="registration_confirmed").count() == 4


def test_a_guest_is_erased_at_their_wish(desk: Client, event: Event) -> None:
    guest = register(event, "Ada Guest")
    assert "Tick this" in do(desk, guest, "erase", reason="By letter").content.decode()
    page = do(desk, guest, "erase", reason="By letter", sure="on")
    assert "Erased: " in page.content.decode()
    assert not Registration.objects.exists()


def test_names_written_by_hand_are_in_the_log(desk: Client, event: Event) -> None:
    guest = register(event, "Ada Guest")
    desk.post(page_of(guest), filled(desk.get(page_of(guest)), badge_name="Ada"))
    guest.refresh_from_db()
    assert guest.badge_name == "Ada"
    assert Deed.objects.filter(verb="changed", actor="staff", registration=guest).count() == 1


def test_files_that_guests_sent_are_for_organisers_and_always_attachments(desk: Client, event: Event) -> None:
    block, _other = hosts_of(event)
    guest = factories.make_registration(event, allocation=block)
    kept = keep(ContentFile(b"%PDF-1.7 %%EOF", name='p"ass\r\n<b>.pdf'), "pdf")
    answer = Answer.objects.create(registration=guest, asked="Your paper", kind="file", value=kept)
    path = f"{LIST}answers/{answer.pk}/"
    got = desk.get(path)
    assert b"".join(got) == b"%PDF-1.7 %%EOF"
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert "no-store" in got["Cache-Control"]
    assert path in desk.get(page_of(guest)).content.decode()
    coordinator = sign_in(factories.make_member(event, Role.COORDINATOR, block.organisation))
    assert coordinator.get(path).status_code == 403
    assert path not in coordinator.get(page_of(guest)).content.decode()
    stranger = sign_in(factories.make_member(factories.make_event(), Role.ORGANISER))
    assert stranger.get(path).status_code == 404
    assert desk.get(f"{LIST}answers/x/").status_code == 404


def test_coordinators_see_and_touch_the_guests_of_their_own_block_alone(event: Event) -> None:
    one, two = hosts_of(event)
    own = register(event, "Own Guest", block=one, by=STAFF)
    theirs = services.register(
        event, name="Other Guest", email="other-guest@example.org", mode="in_person", block=two, by=STAFF
    )
    nobodys = factories.make_registration(event, name="Organisers Guest", email="third@example.org")
    desk = sign_in(factories.make_member(event, Role.COORDINATOR, one.organisation))
    pages = ("", f"?event={event.pk}", "?q=example.org", f"?host={two.pk}", "?host=none", "?way=form", "lines/", "add/")
    for page in pages:
        text = desk.get(LIST + page).content.decode()
        for words in ("Other Guest", "Organisers Guest", "Host Two", "other-guest@example.org"):
            assert words not in text, (page, words)
    assert "Own Guest" in desk.get(f"{LIST}?q=own-guest@example.org").content.decode()
    assert "own-guest@example.org" in desk.get(page_of(own)).content.decode()
    for guest in (theirs, nobodys):
        assert desk.get(page_of(guest)).status_code == 302
        for deed in ("cancel", "resend", "mode"):
            assert do(desk, guest, deed).status_code == 404
    for deed in ("move", "erase"):
        assert do(desk, own, deed).status_code == 403
    do(desk, own, "cancel", reason="Ill")
    data = {"action": "cancel_registrations", "_selected_action": [theirs.pk, nobodys.pk], "post": "yes"}
    desk.post(LIST, {**data, "select_across": "1"})
    states = {guest.name: guest.state for guest in Registration.objects.all()}
    assert states == {"Own Guest": "cancelled", "Other Guest": "confirmed", "Organisers Guest": "confirmed"}


def test_a_coordinator_does_not_overrule_by_giving_a_reason(event: Event) -> None:
    one, _two = hosts_of(event)
    guest = factories.make_registration(event, allocation=one, state="cancelled")
    Event.objects.update(policy="closed")
    desk = sign_in(factories.make_member(event, Role.COORDINATOR, one.organisation))
    do(desk, guest, "return", reason="I say so")
    guest.refresh_from_db()
    assert guest.state == "cancelled"


def test_lines_and_offers_are_told_with_places_and_ends(desk: Client, event: Event) -> None:
    RegistrationRules.objects.create(event=event, offer_hours=24)
    Event.objects.update(capacity=1)
    first = register(event, "Ada First")
    for name in ("Bo Second", "Cy Third"):
        register(event, name)
    services.cancel(first)
    text = desk.get(f"{LIST}lines/?event={event.pk}").content.decode()
    assert text.index("Offered") < text.index("Bo Second") < text.index("Cy Third")
    assert "1 waiting, 0 free" in text
    offered = Registration.objects.get(state="offered")
    do(desk, offered, "accept")
    offered.refresh_from_db()
    assert offered.state == "confirmed"
