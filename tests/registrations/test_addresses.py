"""Addresses: confirmed before a place counts, changed, and never betrayed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations import services
from registrations.exceptions import RegistrationNotOpenError, TooManyMailsError, TooManyReturnsError
from registrations.models import Registration
from symposium.mail.models import OutgoingMail
from symposium.mail.writing import write
from tests.factories.guests import address_of, come, kinds, make_desk, named, seats, staff, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def careful():
    """An event whose guests confirm their addresses."""
    return make_desk(capacity=2, rules={"confirms_addresses": True})


def test_a_place_counts_once_the_address_is_confirmed(careful):
    guest = come(careful, "Ada")
    assert (guest.state, seats(careful)) == ("unverified", (0, 0, 0))
    assert services.confirm_address(guest).is_confirmed
    assert services.confirm_address(guest).is_confirmed
    assert seats(careful) == (1, 0, 0)
    assert kinds(careful) == ["address", "confirmed"]


def test_the_first_answers_for_whom_they_bring_and_nobody_else_is_asked(careful):
    head = come(careful, "Ada", "Bea")
    assert kinds(careful) == ["address"]
    assert services.confirm_address(named(careful, "Bea")).state == "unverified"
    services.confirm_address(head)
    assert seats(careful) == (2, 0, 0)
    assert kinds(careful, "Bea") == ["confirmed"]


def test_who_confirms_too_late_waits_or_is_told_that_all_is_full(careful):
    late, later = come(careful, "Ada"), come(careful, "Bea")
    for name in ("Yan", "Zoe"):
        services.confirm_address(come(careful, name))
    assert services.confirm_address(late).is_waiting
    careful.refresh_from_db()
    careful.has_waiting_list = False
    careful.save()
    assert services.confirm_address(later).is_cancelled
    assert kinds(careful, "Bea") == ["address", "full"]


def test_nobody_confirms_into_an_event_that_does_not_take_place(careful):
    guest = come(careful, "Ada")
    careful.refresh_from_db()
    careful.state = "postponed"
    careful.save()
    with pytest.raises(RegistrationNotOpenError):
        services.confirm_address(guest)


def test_who_leaves_unconfirmed_gets_no_mail_and_comes_back_unconfirmed(careful):
    guest = come(careful, "Ada")
    services.cancel(guest)
    services.come_back(guest)
    assert named(careful, "Ada").state == "unverified"
    assert "cancelled" not in kinds(careful)


def test_a_second_form_for_an_unconfirmed_address_sends_the_link_that_confirms(careful):
    come(careful, "Ada")
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert come(careful, "Ada").state == "unverified"
    assert kinds(careful) == ["address", "address"]


def test_unconfirmed_ones_are_forgotten_confirmed_ones_never(careful):
    come(careful, "Ada")
    services.confirm_address(come(careful, "Bea"))
    assert services.forget_unverified(timezone.now() + timedelta(days=4)) == 1
    assert states(careful) == {"Bea": "confirmed"}


def test_coming_back_again_and_again_is_limited():
    event = make_desk()
    guest = come(event, "Ada")
    for _time in range(services.MOST_RETURNS):
        services.cancel(guest)
        services.come_back(guest)
    services.cancel(guest)
    with pytest.raises(TooManyReturnsError):
        services.come_back(guest)
    services.come_back(guest, by=staff())
    assert seats(event) == (1, 0, 0)


def new_link(event):
    mail = write(OutgoingMail.objects.filter(event=event, kind="registration_new_address").latest("pk"))
    return mail, next(word for word in mail.text.split() if "/registrations/address/" in word)


def test_a_new_address_is_confirmed_at_the_address_itself(client):
    event = make_desk()
    guest = come(event, "Ada")
    old = guest.token
    services.change_address(guest, "ada@new.example")
    mail, link = new_link(event)
    assert (mail.to_address, old in mail.text) == ("ada@new.example", False)
    assert named(event, "Ada").email == address_of("Ada")
    assert client.get(link).status_code == 200
    assert named(event, "Ada").email == address_of("Ada"), "looking changes nothing"
    moved = client.post(link)
    assert named(event, "Ada").email == "ada@new.example"
    assert client.get(moved["Location"]).status_code == 200
    assert client.post(link)["Location"] == moved["Location"], "done twice, it is done once"
    assert Registration.objects.by_token(old) is None


def test_another_new_address_makes_the_first_link_worthless(client):
    event = make_desk()
    guest = come(event, "Ada")
    services.change_address(guest, "ada@wrong.example")
    _mail, link = new_link(event)
    services.change_address(guest, "ada@right.example")
    assert client.get(link).status_code == client.post(link).status_code == 404


def test_an_address_that_is_registered_is_not_taken_over_and_its_owner_gets_a_mail(client):
    event = make_desk()
    come(event, "Bea")
    guest = come(event, "Ada")
    services.change_address(guest, address_of("Bea"))
    _mail, link = new_link(event)
    assert client.post(link).status_code == 409
    guest.refresh_from_db()
    assert (guest.email, guest.new_email) == (address_of("Ada"), "")
    assert kinds(event, "Bea") == ["confirmed", "new_address", "already"]


def test_new_addresses_cannot_be_tried_without_end():
    guest = come(make_desk(), "Ada")
    for number in range(3):
        services.change_address(guest, f"ada@new{number}.example")
    with pytest.raises(TooManyMailsError):
        services.change_address(guest, "ada@new9.example")


def test_who_mistyped_the_first_address_confirms_the_right_one(careful):
    guest = come(careful, "Ada")
    services.change_address(guest, "ada@right.example")
    assert services.confirm_new_address(guest)
    assert named(careful, "Ada").is_confirmed


def test_a_companion_may_get_an_address_of_their_own():
    event = make_desk()
    come(event, "Ada", "Bea*")
    services.change_address(named(event, "Bea"), address_of("Bea"))
    services.confirm_new_address(named(event, "Bea"))
    assert named(event, "Bea").email == address_of("Bea")


def test_a_shadow_that_gets_an_address_of_its_own_becomes_a_place_where_there_is_one():
    event = make_desk(capacity=2)
    come(event, "Ada")
    shadow = come(event, "Ada")
    services.change_address(shadow, "other@example.org")
    services.confirm_new_address(shadow)
    shadow.refresh_from_db()
    assert (shadow.shadow_of, seats(event)) == (None, (2, 0, 0))
