"""Offers: places that came free, for whoever accepts them in time."""

from datetime import datetime

from django.utils import timezone

from registrations import mails
from registrations.exceptions import OfferEndedError
from registrations.models import Deed, Registration
from registrations.services.desk import CLOCK, GUEST, By, at_the_desk
from registrations.services.line import fill

State = Registration.State
Verb = Deed.Verb


def accept_offer(registration: Registration, *, by: By = GUEST) -> None:
    """The place is theirs; done twice, it is done once. Who registered a party accepts for all to whom it is offered.

    Raises OfferEndedError when the time is over; the place then goes to the next. Staff may accept until it has gone.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if registration.state != State.OFFERED:
            if not registration.is_confirmed:
                raise OfferEndedError
            return
        offered = _offered_with(registration)
        in_time = [one for one in offered if by.is_staff or (one.offered_until and one.offered_until > desk.now)]
        if registration not in in_time:
            raise OfferEndedError
        for one in in_time:
            one.event = desk.event
            desk.move(one, State.CONFIRMED, by, verb=Verb.ACCEPTED, rule="offer")
        for one in mails.once_each(in_time):
            mails.confirmed(one)
    registration.refresh_from_db()


def _offered_with(registration: Registration) -> list[Registration]:
    if not registration.is_head or registration.party_id is None:
        return [registration]
    rows = Registration.objects.filter(party=registration.party_id, state=State.OFFERED)
    return list(rows.order_by("pk"))


def lapse_offers(now: datetime | None = None) -> int:
    """Give places whose offer was not accepted in time to the next in line; how many. Run by the clock."""
    due = Registration.objects.filter(state=State.OFFERED, offered_until__lte=now or timezone.now())
    events = due.order_by("event_id").values_list("event_id", flat=True).distinct()
    return sum(_lapse_at(event_id, now) for event_id in list(events))


def _lapse_at(event_id: int, now: datetime | None) -> int:
    with at_the_desk(event_id) as desk:
        desk.now = now or desk.now
        rows = Registration.objects.filter(event=event_id, state=State.OFFERED, offered_until__lte=desk.now)
        lapsed = list(rows.order_by("offered_until", "pk"))
        for one in lapsed:
            one.event = desk.event
            desk.move(one, State.CANCELLED, CLOCK, verb=Verb.LAPSED, rule="offer")
        for one in mails.once_each(lapsed):
            mails.lapsed(one)
        fill(desk)
    return len([one for one in lapsed if not one.shadow_of_id])
