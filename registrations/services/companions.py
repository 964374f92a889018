"""Bringing one more."""

from registrations import mails
from registrations.exceptions import RegistrationNotOpenError
from registrations.models import Deed, Party, Registration, email_key
from registrations.models.guests import ENDED
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.people import Person, write_details
from registrations.services.registering import double_of, row_of, welcome_mails
from registrations.services.shadows import tell_owner
from registrations.services.wishes import Wish, asks_first, refuse_closed, refuse_large, seats_for
from symposium.events.models import Event, RegistrationPhase

State = Registration.State


def add_companion(head: Registration, person: Person, *, by: By = GUEST) -> Registration:
    """Bring one more: a place for them, one at the end of the line, or a request where those are made first.

    Raises RegistrationNotOpenError, PartyTooLargeError or EventFullError; nothing is changed then.
    """
    with at_the_desk(head.event_id) as desk:
        head.refresh_from_db()
        invitation = head.invitation
        if invitation:
            invitation.event = desk.event
        wish = Wish(
            people=[person],
            mode=head.mode,
            invitation=invitation,
            is_bound=invitation is not None and invitation.email_key == head.email_key,
            language=head.language,
            block=desk.block(head.allocation_id),
        )
        _refuse(desk, head, wish, by)
        if head.party is None:
            head.party, head.is_head = Party.objects.create(event=desk.event), True
            head.save(update_fields=["party", "is_head", "changed_at"])
        return _bring(desk, head, wish, by)


def _refuse(desk: Desk, head: Registration, wish: Wish, by: By) -> None:
    takes_place = desk.event.state == Event.State.PUBLISHED and not desk.event.is_over(desk.now)
    if head.has_ended or not takes_place:
        raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
    if not by.overrules:
        refuse_closed(desk.event, wish, by)
    together = Registration.objects.filter(party=head.party_id).exclude(state__in=ENDED)
    refuse_large(desk, wish, by, people=1 + (together.count() if head.party_id else 1))


def _state(desk: Desk, head: Registration, wish: Wish, by: By) -> str:
    if head.state in {State.UNVERIFIED, State.PENDING}:
        return head.state
    if not by.is_staff and asks_first(desk.event, wish):
        return State.PENDING
    return seats_for(desk, wish, people=1)[0]


def _bring(desk: Desk, head: Registration, wish: Wish, by: By) -> Registration:
    person = wish.people[0]
    members = Registration.objects.filter(party=head.party_id).exclude(state__in=ENDED)
    key = email_key(person.email)
    if key and members.filter(email_key=key).exists():
        person = Person(person.name, "", person.affiliation, person.details)
    double, bump = double_of(desk.event, person)
    made = row_of(desk, wish, person, state=_state(desk, head, wish, by), party=head.party)
    made.shadow_of, made.calendar_bump, made.by_staff = double, bump, by.is_staff
    desk.arrive(made, by, verb=Deed.Verb.ADDED, rule="companion")
    write_details([(made, person.details)])
    if double:
        tell_owner(mails.already, mails.ALREADY, double)
    welcome_mails([made])
    return made
