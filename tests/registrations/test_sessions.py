"""Places in single sessions: chosen by guests, seen on public pages, set at the desk."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from registrations import services
from registrations.models import BookableSession, Booking, Deed
from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.programme.models import Session
from tests import factories as make
from tests.factories.forms import filled, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make.make_event(slug="space")


@pytest.fixture
def sails(event):
    return make.make_bookable(event, title="Sails", slug="sails", at=1, places=2)


@pytest.fixture
def dust(event):
    return make.make_bookable(event, title="Dust", slug="dust", at=1.5, places=2)


@pytest.fixture
def tour(event):
    return make.make_bookable(event, title="Tour", slug="tour", at=4, places=1)


@pytest.fixture
def guest(event):
    return make.make_registration(event)


def page(guest) -> str:
    return f"/registrations/{guest.token}/sessions/"


def text(response) -> str:
    return response.content.decode()


def sent(client, guest, *wanted: str):
    """What a browser sends that shows the page and ticks these alone."""
    shown = text(client.get(page(guest)))
    hidden = {
        name: re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', shown) for name in ("had", "full")
    }
    return client.post(page(guest), {"sessions": list(wanted), **hidden})


def mine(guest) -> dict[str, str]:
    rows = Booking.objects.standing().filter(registration=guest)
    return dict(rows.values_list("bookable__session__slug", "state"))


def test_several_are_chosen_and_given_back_in_one_form(client, guest, sails, tour, dust):
    assert sent(client, guest, "sails", "tour").url == f"{page(guest)}?done=1"
    assert mine(guest) == {"sails": "booked", "tour": "booked"}
    sent(client, guest, "dust")
    assert mine(guest) == {"dust": "booked"}
    sails.refresh_from_db()
    assert sails.taken == 0


def test_done_twice_is_done_once(client, guest, sails):
    form = {"sessions": ["sails"]}
    client.post(page(guest), form)
    client.post(page(guest), form)
    sails.refresh_from_db()
    assert (sails.taken, Booking.objects.count()) == (1, 1)


def test_a_page_that_was_open_meanwhile_gives_nothing_back_that_it_did_not_show(client, guest, sails, tour):
    services.book(guest, sails)
    client.post(page(guest), {"sessions": ["tour"]})
    assert mine(guest) == {"sails": "booked", "tour": "booked"}


def test_what_is_at_the_same_time_is_refused_with_the_name_of_the_other_and_nothing_is_changed(
    client, guest, sails, dust, tour
):
    services.book(guest, sails)
    answer = sent(client, guest, "sails", "dust", "tour")
    assert answer.status_code == 422
    assert "at the same time as “Sails”" in text(answer)
    assert 'href="#session-dust"' in text(answer)
    assert mine(guest) == {"sails": "booked"}
    # What was ticked is still ticked.
    assert re.search(r'value="tour" checked', text(answer))
    assert sent(client, guest, "dust").status_code == 302
    assert mine(guest) == {"dust": "booked"}


def test_the_last_place_that_went_meanwhile_puts_nobody_on_a_list_unasked(client, event, guest, tour):
    shown = client.get(page(guest))
    assert "1 place left" in text(shown)
    services.book(make.make_registration(event), tour)
    answer = client.post(page(guest), {"sessions": ["tour"]})
    assert answer.status_code == 409
    assert "The last place went while you were choosing" in text(answer)
    assert mine(guest) == {}
    sent(client, guest, "tour")
    assert mine(guest) == {"tour": "waiting"}
    assert "You are number 1 on its waiting list" in text(client.get(page(guest)))


def test_who_waits_has_the_place_that_is_given_back_and_is_told(client, event, guest, tour, outbox):
    other = make.make_registration(event)
    services.book(other, tour)
    sent(client, guest, "tour")
    sent(client, other)
    assert mine(guest) == {"tour": "booked"}
    assert [mail.to for mail in outbox()] == [[f"{guest.name} <{guest.email}>"]]


def test_a_full_session_without_a_waiting_list_has_no_box(client, event, guest):
    full = make.make_bookable(event, slug="full", places=1, line=False)
    services.book(make.make_registration(event), full)
    shown = text(client.get(page(guest)))
    assert "Full" in shown
    assert 'value="full"' not in shown


def test_the_number_of_places_left_is_true_at_that_second(client, event, guest, sails):
    assert "2 places left" in text(client.get(page(guest)))
    services.book(make.make_registration(event), sails)
    assert "1 place left" in text(client.get(page(guest)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"state": "pending"}, "as soon as you have a place"), ({"mode": "online"}, "places in the room only")],
)
def test_who_cannot_book_is_told_why_and_books_nothing(client, event, sails, fields, words):
    guest = make.make_registration(event, **fields)
    shown = text(client.get(page(guest)))
    assert words in shown
    assert '<input type="checkbox"' not in shown
    assert client.post(page(guest), {"sessions": ["sails"]}).status_code == 409
    assert mine(guest) == {}


def test_after_the_event_it_is_a_record(client, event, guest, sails, time_machine):
    services.book(guest, sails)
    time_machine.move_to(event.ends_at + timedelta(minutes=1))
    shown = text(client.get(page(guest)))
    assert "The event has taken place." in shown
    assert "You had a place" in shown
    assert '<input type="checkbox"' not in shown


def test_a_session_that_is_past_or_cancelled_cannot_be_chosen(client, guest, sails, tour, time_machine, event):
    Session.objects.filter(slug="tour").update(state="cancelled")
    time_machine.move_to(event.starts_at + timedelta(hours=3))
    assert '<input type="checkbox"' not in text(client.get(page(guest)))


def test_an_address_that_is_registered_twice_gives_itself_away_by_no_number(client, event, guest, sails):
    shadow = make.make_registration(event, shadow_of=guest)
    sent(client, shadow, "sails")
    assert mine(shadow) == {"sails": "booked"}
    sails.refresh_from_db()
    assert sails.taken == 0
    assert "You have a place" in text(client.get(page(shadow)))


def test_the_guests_own_page_names_what_is_booked(client, guest, sails):
    services.book(guest, sails)
    shown = text(client.get(guest.get_absolute_url()))
    assert "Sails" in shown
    assert page(guest) in shown


def test_the_page_costs_few_queries_however_many_sessions_there_are(
    client, event, guest, django_assert_max_num_queries
):
    for number in range(20):
        make.make_bookable(event, at=number / 4, hours=0.25)
    with django_assert_max_num_queries(4):
        client.get(page(guest))


# --- what everybody sees ----------------------------------------------------------------------------------------------


def test_public_pages_say_at_once_that_places_must_be_booked_and_no_more(client, event):
    session = make.make_session(event, slug="talk")
    programme, own = f"/events/{event.slug}/programme/", f"/events/{event.slug}/programme/talk/"
    assert "must be booked" not in text(client.get(programme)) + text(client.get(own))
    services.change_places(session, capacity=7)
    assert f'<a href="{own}#places">Places must be booked</a>' in text(client.get(programme))
    assert "must be booked" in text(client.get(f"{programme}?view=grid"))
    assert "There are 7 places in this session." in text(client.get(own))
    tag = client.get(own).headers["ETag"]
    services.book(make.make_registration(event), BookableSession.objects.get())
    assert client.get(own, headers={"If-None-Match": tag}).status_code == 304
    BookableSession.objects.get().delete()
    assert "must be booked" not in text(client.get(programme)) + text(client.get(own))


def test_a_page_costs_one_question_more_however_many_sessions_have_places(client, event, django_assert_max_num_queries):
    for number in range(10):
        make.make_bookable(event, at=number / 4, hours=0.25)
    with django_assert_max_num_queries(6):
        client.get(f"/events/{event.slug}/programme/")


# --- the desk ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(event):
    return sign_in(make.make_member(event, Role.ORGANISER))


LIST = reverse("admin:registrations_bookablesession_changelist")
BOOKINGS = reverse("admin:registrations_booking_changelist")


def change(place: BookableSession) -> str:
    return reverse("admin:registrations_bookablesession_change", args=[place.pk])


def test_organisers_give_a_session_places(desk, event):
    session = make.make_session(event)
    add = reverse("admin:registrations_bookablesession_add")
    assert desk.post(add, {"session": session.pk, "capacity": 12, "has_waiting_list": "on"}).status_code == 302
    assert BookableSession.objects.get().capacity == 12


def test_a_session_of_another_event_cannot_be_given_places(desk):
    session = make.make_session(make.make_event())
    answer = desk.post(reverse("admin:registrations_bookablesession_add"), {"session": session.pk, "capacity": 12})
    assert answer.status_code == 200
    assert not BookableSession.objects.exists()


def test_more_places_let_those_in_who_wait_and_fewer_than_are_booked_are_refused(desk, event, guest, tour):
    services.book(make.make_registration(event), tour)
    services.book(guest, tour)
    assert mine(guest) == {"tour": "waiting"}
    desk.post(change(tour), filled(desk.get(change(tour)), capacity="2"))
    assert mine(guest) == {"tour": "booked"}
    answer = desk.post(change(tour), filled(desk.get(change(tour)), capacity="1"))
    assert "2 places are booked" in text(answer)
    tour.refresh_from_db()
    assert (tour.capacity, tour.taken) == (2, 2)


def test_what_somebody_has_booked_is_not_deleted(desk, guest, tour):
    delete = reverse("admin:registrations_bookablesession_delete", args=[tour.pk])
    services.book(guest, tour)
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    services.unbook(Booking.objects.get())
    assert desk.post(delete, {"post": "yes"}).status_code == 302


@pytest.mark.parametrize(("where", "action"), [(LIST, "export_who_comes"), (BOOKINGS, "export_bookings")])
def test_who_comes_is_a_table_in_which_no_name_is_a_formula(desk, event, sails, where, action):
    guest = make.make_registration(event, name="=1+1", affiliation="Club")
    booking = services.book(guest, sails)
    services.book(make.make_registration(event, name="Shadow", shadow_of=guest), sails)
    chosen = sails.pk if where == LIST else booking.pk
    table = b"".join(desk.post(where, {"action": action, "_selected_action": [chosen]})).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert [(row[0], row[2], row[4]) for row in rows] == [("Session", "Name", "State"), ("Sails", "'=1+1", "booked")]


def test_staff_give_a_place_back_and_the_log_says_who(desk, event, guest, tour):
    services.book(guest, tour)
    waiting = make.make_registration(event)
    services.book(waiting, tour)
    booking = Booking.objects.get(registration=guest)
    desk.post(BOOKINGS, {"action": "give_back", "_selected_action": [booking.pk]})
    assert mine(guest) == {}
    assert mine(waiting) == {"tour": "booked"}
    assert event.deeds.filter(verb="unbooked", actor="staff").count() == 1


def test_bookings_are_found_by_session(desk, event, guest, sails, tour):
    services.book(guest, sails)
    shown = desk.get(f"{BOOKINGS}?bookable={tour.pk}")
    assert shown.context["cl"].result_count == 0
    assert desk.get(f"{BOOKINGS}?bookable={sails.pk}").context["cl"].result_count == 1
    assert desk.get(f"{BOOKINGS}?bookable=abc").context["cl"].result_count == 0
    assert desk.get(f"{BOOKINGS}?event=abc").status_code == 200


@pytest.mark.parametrize("where", [LIST, BOOKINGS])
def test_lists_cost_few_queries_however_long_they_are(desk, event, where, django_assert_max_num_queries):
    for number in range(12):
        make.make_booking(make.make_registration(event), make.make_bookable(event, at=number / 2, hours=0.25))
    with django_assert_max_num_queries(12):
        desk.get(where)


def test_a_cancelled_registration_gives_its_places_back(event, guest, tour):
    Event.objects.filter(pk=event.pk).update(seats_taken=1)
    services.book(guest, tour)
    services.cancel(guest)
    tour.refresh_from_db()
    assert tour.taken == 0


def do_book(desk, guest, place, **said):
    path = reverse("admin:registrations_registration_do", args=[guest.pk, "book"])
    return desk.post(path, {"session": place.pk, **said}, follow=True)


def test_staff_book_for_a_guest_by_the_same_rules_and_it_is_logged(desk, guest, sails, dust, tour):
    offered = text(desk.get(reverse("admin:registrations_registration_do", args=[guest.pk, "book"])))
    places = re.findall(r"(Sails|Dust|Tour), [^:]*:\d\d: (\d) place", offered)
    assert places == [("Sails", "2"), ("Dust", "2"), ("Tour", "1")]
    assert "Sails: booked." in text(do_book(desk, guest, sails))
    refused = do_book(desk, guest, dust)
    assert (refused.status_code, mine(guest)) == (422, {"sails": "booked"})
    assert "They have booked “Sails” at the same time." in text(refused)
    assert "Dust: booked." in text(do_book(desk, guest, dust, reason="Goes over at half past"))
    deeds = Deed.objects.filter(registration=guest, verb="booked", actor="staff")
    said = list(deeds.order_by("pk").values_list("rule", "reason"))
    assert said == [("sails", ""), ("dust", "Goes over at half past")]
    page_at_desk = text(desk.get(reverse("admin:registrations_registration_change", args=[guest.pk])))
    assert "Goes over at half past" in page_at_desk
    assert len(re.findall(r"/admin/registrations/booking/\d", page_at_desk)) == 2


def test_no_reason_makes_a_place_in_a_session(desk, event, guest, tour):
    services.book(make.make_registration(event), tour)
    assert do_book(desk, guest, tour, reason="But still").status_code == 422
    do_book(desk, guest, tour, reason="But still", accepts_waiting="on")
    tour.refresh_from_db()
    assert (mine(guest), tour.taken, tour.waiting) == ({"tour": "waiting"}, 1, 1)


@pytest.mark.parametrize("fields", [{"state": "waiting", "waiting_since": "2026-01-01T00:00Z"}, {"state": "cancelled"}])
def test_staff_book_nothing_for_who_has_no_place(desk, event, sails, fields):
    guest = make.make_registration(event, **fields)
    assert "Book a session" not in text(desk.get(reverse("admin:registrations_registration_change", args=[guest.pk])))
    assert do_book(desk, guest, sails).status_code == 422
    assert mine(guest) == {}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DOOR, Role.EDITOR])
def test_others_book_for_nobody(event, sails, role):
    block = make.make_block(event)
    guest = make.make_registration(event, allocation=block, in_block=True)
    host = block.organisation if role == Role.COORDINATOR else None
    assert do_book(sign_in(make.make_member(event, role, host)), guest, sails).status_code in {403, 404}
    assert mine(guest) == {}
