"""Ways to a place: registering, alone or as a party; confirming an address; adding a companion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone

from registrations import mails
from registrations.exceptions import (
    AlreadyRegisteredError,
    EventFullError,
    PartyTooLargeError,
    RegistrationNotOpenError,
    TooManyReturnsError,
)
from registrations.models import Allocation, Deed, Invitation, Party, Registration, email_key
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.inviting import note_answer
from registrations.services.people import Details, Person, write_details
from registrations.services.shadows import tell_owner
from symposium.events.models import Event, Mode, RegistrationPhase
from symposium.kit.prepared import SAMPLE_KEY, SAMPLE_TEXT, SAMPLE_UUID, Prepared

State = Registration.State
Verb = Deed.Verb
TAKES_WISHES = {
    RegistrationPhase.OPEN,
    RegistrationPhase.FEW,
    RegistrationPhase.WAITING,
    RegistrationPhase.FULL,
    RegistrationPhase.REQUEST,
}
# How often one address may be registered and cancelled within an hour.
MOST_RETURNS = 5
RESTLESS_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What those who register want, and what they bring with them."""

    people: Sequence[Person]
    mode: str
    may_split: bool = False
    accepts_waiting: bool = True
    # The invitation by whose link they came, and whether it was made out to them.
    invitation: Invitation | None = None
    is_bound: bool = False
    must_verify: bool = False
    language: str = ""
    # Out of whose block the seat comes where staff enter somebody.
    block: Allocation | None = None
    tells: bool = True

    @property
    def block_id(self) -> int | None:
        """Whose guests they are: of the host who invited them, or for whom staff enter them."""
        return self.invitation.allocation_id if self.invitation else self.block.pk if self.block else None


def register(  # noqa: PLR0913 (all by name)
    event: Event,
    *,
    name: str,
    email: str,
    affiliation: str = "",
    details: Details = Details(),  # noqa: B008 (frozen)
    companions: Sequence[Person] = (),
    mode: str = "",
    may_split: bool = False,
    invitation: Invitation | None = None,
    submission: UUID | None = None,
    accepts_waiting: bool = True,
    must_verify: bool = False,
    language: str = "",
    block: Allocation | None = None,
    tells: bool = True,
    by: By = GUEST,
) -> Registration:
    """Give places to one person and those whom they bring, or places in the line, and queue the mails that say so.

    The same ``submission`` sent again returns what it made. An address that is registered already gets a shadow that
    looks like any new registration, and its owner a mail with their link. Who comes by somebody else's ``invitation``
    (another address than the one it was made out to) asks its host for a place. Staff (``by``) who give a reason
    overrule times and policy, never the number of seats; they may enter somebody for a host (``block``), without an
    address, and without a mail (``tells``).

    Returns the registration of the first person. Raises RegistrationNotOpenError, EventFullError, PartyTooLargeError,
    TooManyReturnsError or, for staff, AlreadyRegisteredError; nothing is changed then.
    """
    key = email_key(email)
    with at_the_desk(event.pk) as desk:
        known = _known(desk.event, key, submission)
        sent_before = next((one for one in known if submission and one.submission == submission), None)
        if sent_before and sent_before.email_key == key and not sent_before.is_cancelled:
            return _correct(sent_before, name=name, affiliation=affiliation)
        if sent_before:
            submission = None
        wish = Wish(
            people=(Person(name, email, affiliation, details), *companions),
            mode=mode or desk.event.modes[0],
            may_split=may_split,
            accepts_waiting=accepts_waiting,
            invitation=invitation,
            is_bound=invitation is not None and invitation.email_key == key,
            must_verify=must_verify,
            language=language,
            block=block,
            tells=tells,
        )
        _refuse_restless([one for one in known if one.email_key == key], by)
        standing = next((one for one in known if key and one.email_key == key and _stands(one)), None)
        return _welcome(desk, wish, by, submission=submission or uuid4(), known=known, standing=standing)


_before = Prepared(
    Registration,
    lambda event, key, submission: (
        Registration.objects.filter(event=event)
        .filter(Q(email_key=key) | Q(submission=submission))
        .order_by("-created_at", "-pk")[:100]
    ),
    (SAMPLE_KEY, SAMPLE_TEXT, SAMPLE_UUID),
)


def _known(event: Event, key: str, submission: UUID | None) -> list[Registration]:
    """What this address, or this form, has done before: one query."""
    # No registration has a key like this one, and nobody comes back by a form that had no mark.
    found = _before.all(event.pk, key or SAMPLE_TEXT, submission or uuid4())
    for one in found:
        one.event = event
    return found


def _stands(registration: Registration) -> bool:
    return registration.shadow_of_id is None and not registration.is_cancelled


def _correct(registration: Registration, *, name: str, affiliation: str) -> Registration:
    """Who goes back, mends their name and sends the same form again is still the same guest."""
    if (registration.name, registration.affiliation) != (name, affiliation):
        registration.name, registration.affiliation = name, affiliation
        registration.save(update_fields=["name", "affiliation", "changed_at"])
    return registration


def _refuse_restless(earlier: Sequence[Registration], by: By) -> None:
    """Coming and going again and again would fill somebody's mailbox."""
    recent = timezone.now() - RESTLESS_WITHIN
    gone = [one for one in earlier if one.is_cancelled and not one.shadow_of_id and one.created_at > recent]
    if len(gone) >= MOST_RETURNS and not by.is_staff:
        raise TooManyReturnsError


def _welcome(
    desk: Desk,
    wish: Wish,
    by: By,
    *,
    submission: UUID,
    known: Sequence[Registration],
    standing: Registration | None,
) -> Registration:
    """Make the rows of a new party, in the states that seats and rules give them."""
    doubles: list[Registration | None] = (
        [standing] * len(wish.people) if standing else _doubles(desk.event, wish.people)
    )
    if by.is_staff:
        _refuse_doubles(doubles)
    newcomers = doubles.count(None) or len(wish.people)
    _refuse_large(desk, wish, by)
    states = decide(desk, wish, by, people=newcomers)
    party = _party(desk.event, wish)
    real = iter(states)
    made = []
    for number, (person, double) in enumerate(zip(wish.people, doubles, strict=True)):
        registration = _row(desk, wish, person, state=states[0] if double else next(real), party=party)
        registration.submission = uuid4() if number else submission
        registration.is_head = party is not None and number == 0
        registration.shadow_of = double
        registration.by_staff = by.is_staff
        if not number:
            registration.calendar_bump = _bump_for(known, email_key(person.email))
        desk.arrive(registration, by, rule=_rule(desk, wish, by, registration))
        made.append(registration)
    write_details([(one, person.details) for one, person in zip(made, wish.people, strict=True)])
    _note_listed(desk, made)
    if standing:
        tell_owner(mails.already, mails.ALREADY, standing)
        return made[0]
    if wish.invitation and wish.is_bound:
        note_answer(desk, wish.invitation, Invitation.State.ACCEPTED, by)
    for double in {one for one in doubles if one}:
        tell_owner(mails.already, mails.ALREADY, double)
    if wish.tells:
        welcome_mails(made)
    return made[0]


def _refuse_doubles(doubles: Sequence[Registration | None]) -> None:
    """Staff may know who is registered, and need no shadow."""
    for double in filter(None, doubles):
        raise AlreadyRegisteredError(double)


def _refuse_large(desk: Desk, wish: Wish, by: By) -> None:
    most = desk.rules.party_size
    if wish.is_bound and wish.invitation:
        most = max(most, 1 + wish.invitation.companions)
    if len(wish.people) > most and not (by.is_staff and by.reason):
        raise PartyTooLargeError(most)


def _doubles(event: Event, people: Sequence[Person]) -> list[Registration | None]:
    """For each person the registration that their address has already; asked only where companions have addresses."""
    keys = {email_key(person.email) for person in people[1:]} - {""}
    found = Registration.objects.standing().filter(event=event, email_key__in=keys) if keys else ()
    by_key = {one.email_key: one for one in found}
    return [None, *(by_key.get(email_key(person.email)) for person in people[1:])]


def decide(desk: Desk, wish: Wish, by: By, *, people: int) -> list[str]:
    """The states of so many newcomers; raises when there is nothing for them."""
    event, overrules = desk.event, by.is_staff and bool(by.reason)
    if wish.mode not in event.modes:
        raise EventFullError(has_waiting_list=False)
    if not overrules:
        _refuse_closed(event, wish, by)
    if not by.is_staff:
        if (wish.must_verify or desk.rules.confirms_addresses) and not wish.is_bound:
            return [State.UNVERIFIED] * people
        if wish.invitation and not wish.is_bound:
            return [State.PENDING] * people
        if event.policy == Event.Policy.APPROVAL and not wish.is_bound:
            return [State.PENDING] * people
    return seats_for(desk, wish, people=people)


def _refuse_closed(event: Event, wish: Wish, by: By) -> None:
    if wish.invitation:
        if not wish.invitation.is_open():
            raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
        return
    phase = event.registration_phase()
    if by.is_staff and phase == RegistrationPhase.INVITED:
        return
    if phase not in TAKES_WISHES:
        raise RegistrationNotOpenError(phase)


def seats_for(desk: Desk, wish: Wish, *, people: int) -> list[str]:
    """Seats for as many as there are, or places in the line; a party that stays together gets all or none."""
    block = desk.block(wish.block_id)
    left = desk.left(wish.mode, block)
    seated = people if left is None or left >= people else left if wish.may_split else 0
    if seated == people:
        return [State.CONFIRMED] * people
    if not desk.event.has_waiting_list or not wish.accepts_waiting:
        raise EventFullError(has_waiting_list=desk.event.has_waiting_list)
    capacity = desk.event.online_capacity if wish.mode == Mode.ONLINE else desk.event.capacity
    if capacity is not None and people > max(capacity, 1) and not wish.may_split:
        raise PartyTooLargeError(capacity)
    return [str(State.CONFIRMED)] * seated + [str(State.WAITING)] * (people - seated)


def _party(event: Event, wish: Wish) -> Party | None:
    return Party.objects.create(event=event, may_split=wish.may_split) if len(wish.people) > 1 else None


def _row(desk: Desk, wish: Wish, person: Person, *, state: str, party: Party | None) -> Registration:
    block = desk.block(wish.block_id)
    return Registration(
        event=desk.event,
        state=state,
        name=person.name,
        email=person.email,
        affiliation=person.affiliation,
        form_of_address=person.details.form_of_address,
        badge_name=person.details.badge_name,
        pronouns=person.details.pronouns,
        language=wish.language,
        mode=wish.mode,
        party=party,
        invitation=wish.invitation,
        allocation=block,
        in_block=desk.draws_on_block(wish.mode, block),
        waiting_since=desk.now if state == State.WAITING else None,
        privacy_version=desk.event.privacy_version,
    )


def _rule(desk: Desk, wish: Wish, by: By, registration: Registration) -> str:
    if by.is_staff:
        return "overruled" if by.reason else "staff"
    if wish.invitation:
        return "invitation" if wish.is_bound else "forwarded invitation"
    return "address to confirm" if registration.state == State.UNVERIFIED else str(desk.event.policy)


def _bump_for(known: Sequence[Registration], key: str) -> int:
    """A guest who comes back continues the sequence of the entry that was withdrawn from their calendar."""
    earlier = [one.calendar_bump for one in known if one.email_key == key and not one.shadow_of_id]
    return max(earlier) + 1 if earlier else 0


def _note_listed(desk: Desk, made: Sequence[Registration]) -> None:
    if any(one.is_confirmed and not one.shadow_of_id for one in made) and desk.rules.asks_participants:
        desk.list_changed()


def welcome_mails(made: Sequence[Registration]) -> None:
    """Tell each how it stands; companions without an address are told of by the mail to the first."""
    writes = {
        State.CONFIRMED: mails.confirmed,
        State.WAITING: mails.waiting,
        State.PENDING: mails.requested,
        State.UNVERIFIED: mails.confirm_address,
    }
    for one in made:
        if one.email and not one.shadow_of_id:
            writes[State(one.state)](one)


def confirm_address(registration: Registration) -> Registration:
    """The guest opened the link in the first mail: now they, and those whom they brought, are as good as come.

    Done twice, it is done once. Where nothing is left and no line can be joined, the registration is cancelled. Who
    came in time is taken after registration has closed too. Raises RegistrationNotOpenError when the event does not
    take place, is over, or takes no guests here any more; nothing is changed then.
    """
    with at_the_desk(registration.event_id) as desk:
        members = _members(registration, State.UNVERIFIED)
        if not members:
            registration.refresh_from_db()
            return registration
        event = desk.event
        if event.state != Event.State.PUBLISHED or event.is_over(desk.now) or event.policy == Event.Policy.CLOSED:
            raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
        first = members[0]
        wish = Wish(
            people=[Person(one.name, one.email) for one in members],
            mode=first.mode,
            may_split=bool(first.party and first.party.may_split),
            invitation=first.invitation,
            is_bound=first.invitation is not None and first.invitation.email_key == first.email_key,
        )
        states = _after_confirming(desk, wish, people=len(members))
        for one, state in zip(members, states, strict=True):
            desk.move(one, state, GUEST, verb=Verb.ADDRESS_CONFIRMED, rule=str(desk.event.policy))
        _note_listed(desk, members)
        for one in members:
            mails.after_confirming(one)
    registration.refresh_from_db()
    return registration


def _after_confirming(desk: Desk, wish: Wish, *, people: int) -> list[str]:
    if (wish.invitation and not wish.is_bound) or desk.event.policy == Event.Policy.APPROVAL:
        return [State.PENDING] * people
    try:
        return seats_for(desk, wish, people=people)
    except (EventFullError, PartyTooLargeError):
        return [State.CANCELLED] * people


def _members(registration: Registration, state: str) -> list[Registration]:
    """The registration and, of its party, those in the same state; the first of the party first."""
    rows = Registration.objects.real().select_related("event", "party", "invitation").filter(state=state)
    rows = rows.filter(party=registration.party_id) if registration.party_id else rows.filter(pk=registration.pk)
    return list(rows.order_by("pk"))


def add_companion(head: Registration, person: Person, *, by: By = GUEST) -> Registration:
    """Bring one more: a place for them, or one at the end of the line.

    Raises RegistrationNotOpenError, PartyTooLargeError or EventFullError; nothing is changed then.
    """
    with at_the_desk(head.event_id) as desk:
        head.refresh_from_db()
        together = Registration.objects.exclude(state__in=(State.CANCELLED, State.DECLINED))
        brought = together.filter(party=head.party_id).count() if head.party_id else 1
        most = max(desk.rules.party_size, 1 + (head.invitation.companions if head.invitation else 0))
        if brought + 1 > most and not (by.is_staff and by.reason):
            raise PartyTooLargeError(most)
        if head.has_ended or desk.event.is_over() or desk.event.state != Event.State.PUBLISHED:
            raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
        wish = Wish(people=[person], mode=head.mode, invitation=head.invitation, is_bound=True, language=head.language)
        double = _doubles(desk.event, [person, person])[1]
        undecided = head.state in {State.UNVERIFIED, State.PENDING}
        state = head.state if undecided else seats_for(desk, wish, people=1)[0]
        if head.party is None:
            head.party, head.is_head = Party.objects.create(event=desk.event), True
            head.save(update_fields=["party", "is_head", "changed_at"])
        made = _row(desk, wish, person, state=state, party=head.party)
        made.shadow_of = head.shadow_of or double
        desk.arrive(made, by, verb=Verb.ADDED, rule="companion")
        write_details([(made, person.details)])
        _note_listed(desk, [made])
        if double:
            tell_owner(mails.already, mails.ALREADY, double)
        elif made.shadow_of is None:
            welcome_mails([made])
    return made
