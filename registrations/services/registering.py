"""Ways to a place: registering, alone or as a party."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from registrations import mails
from registrations.exceptions import AlreadyRegisteredError, RegistrationNotOpenError, TooManyReturnsError
from registrations.models import Allocation, Deed, Invitation, Party, Registration, email_key
from registrations.models.guests import ENDED
from registrations.services.correcting import correct
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.inviting import note_answer
from registrations.services.joining import join
from registrations.services.people import Details, Person, write_details
from registrations.services.shadows import tell_owner
from registrations.services.wishes import (
    MOST_RETURNS,
    RESTLESS_WITHIN,
    Wish,
    asks_first,
    decide,
    refuse_closed,
    refuse_large,
    seats_for,
)
from symposium.events.models import Event, RegistrationPhase
from symposium.kit.prepared import SAMPLE_KEY, SAMPLE_TEXT, SAMPLE_UUID, Asking, Prepared

State = Registration.State
# What an address has done before is read so far; what stands of it always.
MOST_KNOWN = 100


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

    The same ``submission`` sent again corrects what it made, and returns it. An address that is registered already
    gets a shadow that looks like any new registration, and its owner a mail with their link; who accepts an
    ``invitation`` that was made out to them has the seat of its host instead. Who comes by somebody else's (another
    address than the one it was made out to) asks its host for a place. Staff (``by``) who give a reason overrule times
    and policy, never the number of seats; they may enter somebody for a host (``block``), without an address, and
    without a mail (``tells``).

    Returns the registration of the first person. Raises RegistrationNotOpenError, EventFullError, PartyTooLargeError,
    TooManyReturnsError or, for staff, AlreadyRegisteredError; nothing is changed then.
    """
    key = email_key(email)
    with at_the_desk(event.pk, *_asks_first(event, key, submission), for_one=True) as desk:
        known = desk.found[0] if desk.found else _known(desk.event, [key], submission)
        mine = [one for one in known if key and one.email_key == key]
        sent_before = next((one for one in known if submission and one.submission == submission), None)
        invitation = _as_it_stands(desk, invitation)
        wish = Wish(
            people=_without_doubles((Person(name, email, affiliation, details), *companions)),
            mode=mode or desk.event.modes[0],
            may_split=may_split,
            accepts_waiting=accepts_waiting,
            invitation=invitation,
            is_bound=invitation is not None and invitation.email_key == key,
            must_verify=must_verify or _is_spent(desk, sent_before, key),
            language=language,
            block=block,
            tells=tells,
        )
        if sent_before and sent_before.email_key == key and not sent_before.is_cancelled:
            return _correct(sent_before, wish, by)
        standing = _standing(mine, key)
        if standing and wish.is_bound and (by.sees_all or not by.is_staff):
            return _join(standing, wish, by)
        with desk.looking():
            _refuse_restless(mine, by)
        return _welcome(desk, wish, by, submission=uuid4() if sent_before or not submission else submission, known=mine)


def _known(event: Event, keys: Sequence[str], submission: UUID | None = None) -> list[Registration]:
    """What these addresses, or this form, have done before: one query, what stands first."""
    return list(_standing_first(event.pk, [key for key in keys if key], submission))


def _standing_first(event: int, keys: Sequence[str], submission: UUID | None) -> QuerySet[Registration]:
    # The event on both sides: with an index for each, SQLite else reads all guests of the event by a third.
    which = Q(event=event, email_key__in=keys)
    stands = ~Q(state=State.CANCELLED) & Q(shadow_of=None)
    if submission:
        which |= Q(event=event, submission=submission)
        stands |= Q(submission=submission)
    first = Case(When(stands, then=Value(0)), default=Value(1), output_field=IntegerField())
    return Registration.objects.filter(which).order_by(first, "-created_at", "-pk")[:MOST_KNOWN]


# By far the most: one person with an address, by a form.
_of_one = Prepared(
    Registration,
    lambda event, key, submission: _standing_first(event, [key], submission),
    (SAMPLE_KEY, SAMPLE_TEXT, SAMPLE_UUID),
)


def _asks_first(event: Event, key: str, submission: UUID | None) -> list[Asking]:
    """The same for one person by a form, to be asked with the lock; nothing for anybody else."""
    return [(_of_one, (event.pk, key, submission))] if key and submission else []


def _is_spent(desk: Desk, sent_before: Registration | None, key: str) -> bool:
    """Whether the sum that came with this form was solved for somebody else: of two at once, one is first here."""
    return desk.rules.proof_of_work and sent_before is not None and sent_before.email_key != key


def _as_it_stands(desk: Desk, invitation: Invitation | None) -> Invitation | None:
    """The invitation under the lock: it may have been withdrawn since the form was opened."""
    if invitation is None:
        return None
    found = Invitation.objects.get(pk=invitation.pk, event=desk.event)
    found.event = desk.event
    return found


def _without_doubles(people: Sequence[Person]) -> list[Person]:
    """Who is typed in with the address of somebody else in the same form is a companion without one of their own."""
    seen: set[str] = set()
    kept = []
    for person in people:
        key = email_key(person.email)
        is_double = key in seen
        seen |= {key} - {""}
        kept.append(Person(person.name, "", person.affiliation, person.details) if is_double else person)
    return kept


def _correct(registration: Registration, wish: Wish, by: By) -> Registration:
    """Who goes back, mends something and sends the same form again is still the same guest, with whom they bring now.

    Each part is a deed of its own at the desk that is held; what cannot be had of it leaves all as it was.
    """
    for person in correct(registration, wish, by=by):
        add_companion(registration, person, accepts_waiting=wish.accepts_waiting, by=by)
    registration.refresh_from_db()
    return registration


def _join(registration: Registration, wish: Wish, by: By) -> Registration:
    """Who is invited and registered already has one place, and it is one of their host's."""
    for person in join(registration, wish, by=by):
        add_companion(registration, person, accepts_waiting=wish.accepts_waiting, by=by)
    registration.refresh_from_db()
    return registration


def _refuse_restless(earlier: Sequence[Registration], by: By) -> None:
    """Coming and going again and again would fill somebody's mailbox. Shadows count as what they look like."""
    recent = timezone.now() - RESTLESS_WITHIN
    gone = [one for one in earlier if one.is_cancelled and one.created_at > recent]
    if len(gone) >= MOST_RETURNS and not by.is_staff:
        raise TooManyReturnsError


def _welcome(desk: Desk, wish: Wish, by: By, *, submission: UUID, known: Sequence[Registration]) -> Registration:
    """Make the rows of a new party, in the states that seats and rules give them."""
    keys = [email_key(person.email) for person in wish.people]
    earlier = [*known, *(_known(desk.event, keys[1:]) if any(keys[1:]) else ())]
    doubles = [_standing(earlier, key) for key in keys]
    with desk.looking():
        _refuse_doubles(doubles, by)
        refuse_large(desk, wish, by, people=len(wish.people))
        states = decide(desk, wish, by, people=doubles.count(None) or len(wish.people))
    party = Party.objects.create(event=desk.event, may_split=wish.may_split) if len(keys) > 1 else None
    if len(keys) == 1 and not wish.invitation and not doubles[0]:
        # Nothing is read any more: they arrive with all that is written of it.
        desk.set_off()
    real = iter(states)
    made = []
    for number, (person, double) in enumerate(zip(wish.people, doubles, strict=True)):
        one = row_of(desk, wish, person, state=states[0] if double else next(real), party=party)
        one.submission = uuid4() if number else submission
        one.is_head = party is not None and number == 0
        one.shadow_of = double
        one.by_staff = by.is_staff
        one.calendar_bump = bump_for(earlier, keys[number])
        desk.arrive(one, by, rule=_rule(desk, wish, by, one))
        made.append(one)
    write_details([(one, person.details) for one, person in zip(made, wish.people, strict=True)])
    if wish.invitation and wish.is_bound:
        note_answer(desk, wish.invitation, Invitation.State.ACCEPTED, by)
    for double in filter(None, doubles):
        tell_owner(mails.already, mails.ALREADY, double)
    if wish.tells:
        desk.set_off()
        welcome_mails(made)
    return made[0]


def _standing(earlier: Sequence[Registration], key: str) -> Registration | None:
    """The registration that an address has already."""
    found = (one for one in earlier if key and one.email_key == key)
    return next((one for one in found if one.shadow_of_id is None and not one.is_cancelled), None)


def _double_of(event: Event, person: Person) -> tuple[Registration | None, int]:
    """The registration that a companion's address has already, and where the sequence of their entry goes on."""
    key = email_key(person.email)
    earlier = _known(event, [key]) if key else []
    return _standing(earlier, key), bump_for(earlier, key)


def _refuse_doubles(doubles: Sequence[Registration | None], by: By) -> None:
    """Staff may know who is registered, and need no shadow."""
    for double in filter(None, doubles if by.is_staff else ()):
        raise AlreadyRegisteredError(double)


def row_of(desk: Desk, wish: Wish, person: Person, *, state: str, party: Party | None) -> Registration:
    """A registration that is not written yet."""
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
        is_invitee=wish.invitation is not None and wish.invitation.email_key == email_key(person.email),
        allocation=block,
        in_block=desk.draws_on_block(wish.mode, block),
        waiting_since=desk.now if state == State.WAITING else None,
        privacy_version=desk.event.privacy_version,
        # What nobody has on arrival; said here, it need not be read from the row.
        new_email="",
        decision_reason="",
        calendar_reply="",
    )


def _rule(desk: Desk, wish: Wish, by: By, registration: Registration) -> str:
    if by.is_staff:
        return "overruled" if by.reason else "staff"
    if wish.invitation:
        return "invitation" if wish.is_bound else "forwarded invitation"
    return "address to confirm" if registration.state == State.UNVERIFIED else str(desk.event.policy)


def bump_for(known: Sequence[Registration], key: str) -> int:
    """A guest who comes back continues the sequence of the entry that was withdrawn from their calendar."""
    earlier = [one.calendar_bump for one in known if key and one.email_key == key and not one.shadow_of_id]
    return max(earlier) + 1 if earlier else 0


def welcome_mails(made: Sequence[Registration]) -> None:
    """Tell each how it stands; companions without an address are told of by the mail to the first.

    While an address is to be confirmed nobody but the first is told: they answer for those whom they bring.
    """
    writes = {
        State.CONFIRMED: mails.confirmed,
        State.WAITING: mails.waiting,
        State.PENDING: mails.requested,
        State.UNVERIFIED: mails.confirm_address,
    }
    for one in made:
        brought = one.state == State.UNVERIFIED and one.party_id is not None and not one.is_head
        if one.email and not one.shadow_of_id and not brought:
            writes[State(one.state)](one)


# --- bringing one more ------------------------------------------------------------------------------------------------


def add_companion(head: Registration, person: Person, *, accepts_waiting: bool = True, by: By = GUEST) -> Registration:
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
            accepts_waiting=accepts_waiting,
            invitation=invitation,
            is_bound=head.is_invitee,
            language=head.language,
            block=desk.block(head.allocation_id),
        )
        _refuse_more(desk, head, wish, by)
        if head.party is None:
            head.party, head.is_head = Party.objects.create(event=desk.event), True
            head.save(update_fields=["party", "is_head", "changed_at"])
        return _bring(desk, head, wish, by)


def _refuse_more(desk: Desk, head: Registration, wish: Wish, by: By) -> None:
    takes_place = desk.event.state == Event.State.PUBLISHED and not desk.event.is_over(desk.now)
    if head.has_ended or not takes_place:
        raise RegistrationNotOpenError(RegistrationPhase.CLOSED)
    if not by.overrules:
        refuse_closed(desk.event, wish, by)
    together = Registration.objects.filter(party=head.party_id).exclude(state__in=ENDED)
    refuse_large(desk, wish, by, people=1 + (together.count() if head.party_id else 1))


def _state_beside(desk: Desk, head: Registration, wish: Wish, by: By) -> str:
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
    double, bump = _double_of(desk.event, person)
    _refuse_doubles([double], by)
    made = row_of(desk, wish, person, state=_state_beside(desk, head, wish, by), party=head.party)
    made.shadow_of, made.calendar_bump, made.by_staff = double, bump, by.is_staff
    desk.arrive(made, by, verb=Deed.Verb.ADDED, rule="companion")
    write_details([(made, person.details)])
    if double:
        tell_owner(mails.already, mails.ALREADY, double)
    welcome_mails([made])
    return made
