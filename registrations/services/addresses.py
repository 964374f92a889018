"""Another address: asked for on the guest's page, confirmed at the address itself."""

from datetime import timedelta

from django.utils import timezone

from registrations import mails
from registrations.exceptions import TooManyMailsError
from registrations.models import BookableSession, Booking, Deed, Registration, email_key
from registrations.services.booking import count_booking
from registrations.services.confirming import confirm_address
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.shadows import tell_owner
from symposium.mail.models import OutgoingMail

State = Registration.State
# How many new addresses one registration may try within an hour: each gets a mail that nobody there asked for.
MOST_ADDRESSES = 3
WITHIN = timedelta(hours=1)


def change_address(registration: Registration, new_email: str, *, by: By = GUEST) -> None:
    """Remember the new address and send the link that confirms it there; until then all stays as it is.

    Raises TooManyMailsError when several were tried within the hour.
    """
    with at_the_desk(registration.event_id):
        registration.refresh_from_db()
        recent = OutgoingMail.objects.filter(
            event=registration.event_id, kind=mails.NEW_ADDRESS, created_at__gt=timezone.now() - WITHIN
        )
        if not by.is_staff and recent.filter(about__registration=registration.pk).count() >= MOST_ADDRESSES:
            raise TooManyMailsError
        registration.new_email = new_email
        registration.save(update_fields=["new_email", "changed_at"])
        mails.new_address(registration)


def confirm_new_address(registration: Registration, *, by: By = GUEST) -> bool:
    """The link in the mail to the new address was opened: it is theirs from now on. Done twice, it is done once.

    False when the address has a registration of its own, whose owner gets a mail with its link: nothing is changed
    then. Links in mails to the old address open nothing any more. Who had not confirmed their first address has
    confirmed this one instead.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        if registration.new_email and not _take_over(desk, registration, by):
            return False
    if registration.state == State.UNVERIFIED:
        confirm_address(registration)
        registration.refresh_from_db()
    return True


def _take_over(desk: Desk, registration: Registration, by: By) -> bool:
    key = email_key(registration.new_email)
    others = Registration.objects.standing().filter(event=desk.event, email_key=key).exclude(pk=registration.pk)
    standing = others.first()
    new_email, registration.new_email = registration.new_email, ""
    if standing and not registration.is_cancelled:
        registration.save(update_fields=["new_email", "changed_at"])
        registration.event = desk.event
        tell_owner(mails.already, mails.ALREADY, standing)
        return False
    registration.email = new_email
    if registration.invitation and registration.invitation.email_key == key:
        registration.is_invitee = True
    # Whoever still reads the old mailbox has a link that opens nothing any more.
    registration.token_version += 1
    registration.save(update_fields=["email", "email_key", "new_email", "is_invitee", "token_version", "changed_at"])
    desk.note(by, Deed.Verb.NEW_ADDRESS, registration=registration)
    if registration.shadow_of_id:
        _make_real(desk, registration)
    if not registration.shadow_of_id and registration.state != State.UNVERIFIED and not registration.has_ended:
        registration.event = desk.event
        mails.address_changed(registration)
    return True


def _make_real(desk: Desk, shadow: Registration) -> None:
    """Nobody else is registered by this address: the place that the page shows becomes one, where there is room."""
    block = desk.block(shadow.allocation_id) if shadow.in_block else None
    if shadow.has_ended or (shadow.is_seated and not desk.has_room(shadow.mode, block)):
        return
    shadow.shadow_of = None
    shadow.save(update_fields=["shadow_of"])
    desk.count_in(shadow)
    desk.note(GUEST, Deed.Verb.REGISTERED, registration=shadow, after=shadow.state, rule="address")
    for booking in Booking.objects.standing().filter(registration=shadow):
        place = BookableSession.objects.get(pk=booking.bookable_id)
        if booking.state == Booking.State.BOOKED and not place.left:
            booking.state, booking.waiting_since = Booking.State.WAITING, desk.now
            booking.save(update_fields=["state", "waiting_since"])
        count_booking(place, booking.state, 1)
