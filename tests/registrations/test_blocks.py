"""Blocks of seats: set, made smaller, given back; guests moved between them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations import services
from registrations.exceptions import BlockTooLargeError, BlockTooSmallError, EventFullError
from tests.factories import make_invitation
from tests.factories.guests import address_of, come, make_block, make_desk, named, seats, staff, states

pytestmark = pytest.mark.django_db


def invite(event, block, name, **fields):
    invitation = make_invitation(event, allocation=block, email=address_of(name), **fields)
    return come(event, name, invitation=invitation)


def test_a_block_holds_seats_that_nobody_else_gets():
    event = make_desk(capacity=3)
    block = make_block(event, 2)
    assert come(event, "Ada").is_confirmed
    assert come(event, "Bea").is_waiting
    assert invite(event, block, "Cyd").is_confirmed
    assert seats(event) == (2, 1, 1)


def test_no_block_is_larger_than_what_is_free_nor_smaller_than_what_is_taken():
    event = make_desk(capacity=3)
    come(event, "Ada")
    with pytest.raises(BlockTooLargeError) as caught:
        make_block(event, 3)
    assert caught.value.most == 2
    block = make_block(event, 2)
    invite(event, block, "Bea")
    with pytest.raises(BlockTooSmallError):
        services.set_block(event, block.organisation, seats=0, by=staff())
    assert seats(event) == (2, 1, 0)


def test_a_smaller_block_lets_the_next_in_line_in():
    event = make_desk(capacity=2)
    block = make_block(event, 2)
    come(event, "Ada")
    services.set_block(event, block.organisation, seats=1, by=staff())
    assert states(event) == {"Ada": "confirmed"}
    assert seats(event) == (1, 1, 0)


def test_a_larger_block_lets_its_own_line_in():
    event = make_desk(capacity=3)
    block = make_block(event, 1)
    invite(event, block, "Ada")
    assert invite(event, block, "Bea").is_waiting
    services.set_block(event, block.organisation, seats=2, by=staff())
    assert named(event, "Bea").is_confirmed


def test_unused_seats_go_back_by_themselves_and_who_waits_for_the_block_waits_with_everybody():
    event = make_desk(capacity=2)
    block = make_block(event, 1, releases_at=timezone.now() + timedelta(days=1))
    other = make_block(event, 1)
    invite(event, block, "Ada")
    invite(event, block, "Bea")
    come(event, "Cyd")
    assert services.release_due_blocks() == 0
    services.release_due_blocks(timezone.now() + timedelta(days=2))
    services.release_block(other)
    assert states(event) == {"Ada": "confirmed", "Bea": "confirmed", "Cyd": "waiting"}
    assert seats(event) == (2, 0, 1)


def test_a_seat_of_a_block_that_went_back_is_everybodys_once_it_is_given_back():
    event = make_desk(capacity=1)
    block = make_block(event, 1)
    guest = invite(event, block, "Ada")
    services.release_block(block)
    come(event, "Bea")
    services.cancel(guest)
    assert named(event, "Bea").is_confirmed
    block.refresh_from_db()
    assert (block.seats, block.taken) == (0, 0)
    assert seats(event) == (1, 0, 0)


def test_a_guest_is_moved_to_another_block_where_a_seat_is_free_there():
    event = make_desk(capacity=3)
    block, other = make_block(event, 1), make_block(event, 1)
    guest = invite(event, block, "Ada")
    invite(event, other, "Bea")
    with pytest.raises(EventFullError):
        services.assign(guest, other, by=staff())
    services.assign(guest, None, by=staff())
    assert seats(event) == (2, 1, 0)


def test_who_waits_and_is_moved_to_a_block_with_a_free_seat_has_it():
    event = make_desk(capacity=1)
    block = make_block(event, 1)
    guest = come(event, "Ada")
    assert guest.is_waiting
    services.assign(guest, block, by=staff())
    assert named(event, "Ada").is_confirmed
    assert seats(event) == (1, 0, 0)


def test_moving_a_seat_of_a_block_that_went_back_to_everybodys_needs_no_free_seat():
    event = make_desk(capacity=1)
    block = make_block(event, 1)
    guest = invite(event, block, "Ada")
    services.release_block(block)
    services.assign(guest, None, by=staff())
    assert seats(event) == (1, 0, 0)


def test_a_forwarded_link_is_a_request_also_for_who_comes_back():
    event = make_desk()
    block = make_block(event, 2)
    invitation = make_invitation(event, allocation=block)
    guest = come(event, "Ada", invitation=invitation)
    assert guest.state == "pending"
    services.cancel(guest)
    services.come_back(guest)
    assert named(event, "Ada").state == "pending"


def test_who_gives_an_invited_place_back_has_declined_and_may_accept_again():
    event = make_desk()
    block = make_block(event, 1)
    invitation = make_invitation(event, allocation=block, email=address_of("Ada"))
    guest = come(event, "Ada", invitation=invitation)
    for deed, state in ((services.cancel, "declined"), (services.come_back, "accepted")):
        deed(guest)
        invitation.refresh_from_db()
        assert invitation.state == state
    assert seats(event) == (1, 0, 0)
