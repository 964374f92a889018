"""Answers to invitations that are no registration by themselves: regrets, and what was said by telephone."""

from registrations import letters
from registrations.exceptions import InvitationClosedError
from registrations.models import Invitation, Registration
from registrations.services.desk import GUEST, By, at_the_desk
from registrations.services.inviting import note_answer
from registrations.services.leaving import cancel
from registrations.services.people import Details
from registrations.services.registering import register
from registrations.services.shadows import tell_owner
from symposium.mail.services import queue_mails

State = Invitation.State


def place_of(invitation: Invitation) -> Registration | None:
    """The registration of the person who was invited, where there is one that stands; not of who had their link.

    They may have changed their address since.
    """
    return Registration.objects.standing().filter(invitation=invitation, is_invitee=True).order_by("pk").first()


def regret(invitation: Invitation, *, by: By = GUEST, by_telephone: bool = False) -> None:
    """They cannot come: the place that they had from it goes to the next, with those of their companions.

    Done twice, it is done once. Raises InvitationClosedError for one that was withdrawn.
    """
    with at_the_desk(invitation.event_id) as desk:
        invitation.refresh_from_db()
        if invitation.state == State.REVOKED:
            raise InvitationClosedError
        place = place_of(invitation)
        if place:
            cancel(place, by=by, with_party=True)
            invitation.refresh_from_db()
        note_answer(desk, invitation, State.DECLINED, by, by_telephone=by_telephone)
    if by_telephone and not invitation.by_telephone:
        _mark_telephone(invitation)


def answer_by_telephone(
    invitation: Invitation, *, comes: bool, accepts_waiting: bool = False, by: By
) -> Registration | None:
    """Write down what somebody said to a member of staff: 'I come' is a place from the invitation, told by mail.

    Returns the registration, or None for a regret. Raises InvitationClosedError, EventFullError (``accepts_waiting``
    takes a place in the line instead) or RegistrationNotOpenError, which a reason (``by.reason``) overrules; and
    AlreadyRegisteredError for who came another way meanwhile, unless ``by`` may know of every guest: a host's
    coordinator brings nobody into their block who has not said so themselves.
    """
    if not comes:
        regret(invitation, by=by, by_telephone=True)
        return None
    with at_the_desk(invitation.event_id) as desk:
        invitation.refresh_from_db()
        if invitation.state == State.REVOKED:
            raise InvitationClosedError
        place = place_of(invitation)
        if place:
            return place
        registration = register(
            desk.event,
            name=invitation.name,
            email=invitation.email,
            affiliation=invitation.affiliation,
            details=Details(form_of_address=invitation.form_of_address),
            mode=invitation.mode,
            invitation=invitation,
            accepts_waiting=accepts_waiting,
            language=invitation.language,
            by=by,
        )
        _mark_telephone(invitation)
    return registration


def _mark_telephone(invitation: Invitation) -> None:
    invitation.by_telephone = True
    Invitation.objects.filter(pk=invitation.pk).update(by_telephone=True)


def send_link_again(invitation: Invitation) -> None:
    """Mail the way to their place to the address on it; nobody who has the invitation's link alone learns it.

    Who had registered by themselves before they accepted has that place.
    """
    own = Registration.objects.standing().filter(event=invitation.event_id, email_key=invitation.email_key)
    place = place_of(invitation) or own.first()
    if place and place.email:
        tell_owner(lambda owner: queue_mails([letters.link(invitation, owner)]), letters.LINK, place)
