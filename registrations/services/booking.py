"""Places in single sessions; under the event's lock as all seats are."""

from django.db.models import F

from registrations import mails
from registrations.exceptions import BookingClashError, BookingNotOpenError, SessionFullError
from registrations.models import BookableSession, Booking, Deed, Registration
from registrations.services.desk import CLOCK, GUEST, By, Desk, at_the_desk
from symposium.events.models import Event, Mode
from symposium.programme.models import Session

State = Booking.State


def book(
    registration: Registration, bookable: BookableSession, *, accepts_waiting: bool = True, by: By = GUEST
) -> Booking:
    """A place in a session, or one in its line; asked twice, it is the same.

    Only confirmed guests who come in person book. Staff who give a reason book for them what is at the same time as
    another session, never a place more than there are. Raises BookingNotOpenError, BookingClashError (with the session
    that is at the same time) or SessionFullError; nothing is changed then.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        place = BookableSession.objects.select_related("session").get(pk=bookable.pk, session__event=desk.event)
        found = Booking.objects.standing().filter(registration=registration, bookable=place).first()
        if found:
            return found
        if not can_book(desk.event, registration) or place.session.state != Session.State.PUBLISHED:
            raise BookingNotOpenError
        if not by.overrules:
            _refuse_clash(registration, place.session)
        if not place.left and not (place.has_waiting_list and accepts_waiting):
            raise SessionFullError(has_waiting_list=place.has_waiting_list)
        made = Booking.objects.create(
            registration=registration,
            bookable=place,
            state=State.BOOKED if place.left else State.WAITING,
            waiting_since=None if place.left else desk.now,
        )
        if registration.shadow_of_id is None:
            count_booking(place, made.state, 1)
            desk.note(by, Deed.Verb.BOOKED, registration=registration, after=made.state, rule=place.session.slug[:30])
    return made


def can_book(event: Event, registration: Registration) -> bool:
    """Whether this guest may book sessions now."""
    takes_place = event.state == Event.State.PUBLISHED and not event.is_over()
    return takes_place and registration.is_confirmed and registration.mode == Mode.IN_PERSON


def _refuse_clash(registration: Registration, session: Session) -> None:
    """Nobody is in two rooms at once."""
    if session.starts_at is None or session.ends_at is None:
        return
    others = Booking.objects.standing().filter(
        registration=registration,
        bookable__session__starts_at__lt=session.ends_at,
        bookable__session__ends_at__gt=session.starts_at,
    )
    found = others.select_related("bookable__session").first()
    if found:
        raise BookingClashError(found.bookable.session)


def count_booking(place: BookableSession, state: str, by: int) -> None:
    """Raise or lower what a session counts in that state."""
    column = "taken" if state == State.BOOKED else "waiting"
    BookableSession.objects.filter(pk=place.pk).update(**{column: F(column) + by})
    setattr(place, column, getattr(place, column) + by)


def unbook(booking: Booking, *, by: By = GUEST) -> None:
    """Give the place in a session back; the next in its line has it. Done twice, it is done once."""
    with at_the_desk(booking.registration.event_id) as desk:
        booking.refresh_from_db()
        _give_back(desk, booking, by)


def leave_sessions(desk: Desk, registration: Registration, by: By) -> None:
    """Give back all that a guest has booked: they do not come."""
    standing = Booking.objects.standing().filter(registration=registration)
    for booking in standing.select_related("bookable__session", "registration"):
        _give_back(desk, booking, by)


def _give_back(desk: Desk, booking: Booking, by: By) -> None:
    if booking.state == State.CANCELLED:
        return
    before, place = booking.state, BookableSession.objects.select_related("session").get(pk=booking.bookable_id)
    booking.state, booking.waiting_since = State.CANCELLED, None
    booking.save(update_fields=["state", "waiting_since", "changed_at"])
    registration = booking.registration
    if registration.shadow_of_id:
        return
    count_booking(place, before, -1)
    desk.note(
        by,
        Deed.Verb.UNBOOKED,
        registration=registration,
        before=before,
        after=State.CANCELLED,
        rule=place.session.slug[:30],
    )
    fill_session(desk, place)


def fill_session(desk: Desk, place: BookableSession) -> None:
    """Give free places of a session to those who wait for it, in order, and tell them."""
    if desk.event.state != Event.State.PUBLISHED or desk.event.is_over(desk.now):
        return
    line = Booking.objects.waiting_in_line().filter(bookable=place)
    reached = None
    if place.waiting and place.left:
        real = line.filter(registration__shadow_of=None).select_related("registration")
        for booking in list(real[: place.left]):
            reached = booking.waiting_since
            _move_up(desk, place, booking)
    # Shadows move up when a real guest in their place would have.
    shadows = line.filter(registration__shadow_of__isnull=False)
    if not place.left:
        shadows = shadows.filter(waiting_since__lte=reached) if reached else shadows.none()
    shadows.order_by().update(state=State.BOOKED, waiting_since=None)


def _move_up(desk: Desk, place: BookableSession, booking: Booking) -> None:
    booking.state, booking.waiting_since = State.BOOKED, None
    booking.save(update_fields=["state", "waiting_since", "changed_at"])
    count_booking(place, State.WAITING, -1)
    count_booking(place, State.BOOKED, 1)
    booking.registration.event = desk.event
    desk.note(
        CLOCK,
        Deed.Verb.BOOKED,
        registration=booking.registration,
        before=State.WAITING,
        after=State.BOOKED,
        rule=place.session.slug[:30],
    )
    mails.session_moved_up(booking)


def change_places(session: Session, *, capacity: int, has_waiting_list: bool = True) -> BookableSession:
    """Set how many places a session has; those who wait move up when there are more.

    Raises SessionFullError when more are booked than that.
    """
    with at_the_desk(session.event_id) as desk:
        place, _made = BookableSession.objects.select_related("session").get_or_create(
            session=session, defaults={"capacity": capacity, "has_waiting_list": has_waiting_list}
        )
        if capacity < place.taken:
            raise SessionFullError(has_waiting_list=has_waiting_list)
        place.capacity, place.has_waiting_list = capacity, has_waiting_list
        place.save(update_fields=["capacity", "has_waiting_list"])
        fill_session(desk, place)
    return place
