"""Invitations from hosts and organisers: made, sent, reminded of, withdrawn; and what came back.

Thousands at once are taken in slices, each a transaction of its own behind the event's lock: a guest who registers
meanwhile waits for one slice, not for all of them. Each leaves out what is done already, so that whatever was
interrupted is done by asking for it again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from registrations import letters
from registrations.exceptions import AddressKnownError, ListDoneError, RegistrationNotOpenError
from registrations.models import Allocation, Deed, Invitation, InvitationDraft, Registration, email_key
from registrations.services.desk import GUEST, By, Desk, at_the_desk, slices
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from symposium.mail.services import queue_mails

State = Invitation.State
Verb = Deed.Verb
# Nobody has two mails about one invitation within this time.
REMINDER_REST = timedelta(days=1)
DRAFTS_LAST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite; what they leave open (None, empty) the letter says for all.

    ``place`` is where they stand in the list that they come from.
    """

    name: str
    email: str
    form_of_address: str = ""
    affiliation: str = ""
    companions: int | None = None
    words: str = ""
    answer_by: datetime | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """What is the same for everybody in a list."""

    words: str = ""
    answer_by: datetime | None = None
    companions: int = 0
    mode: str = ""
    signed_by: str = ""
    answers_to: str = ""
    language: str = ""

    def to(self, guest: Guest, event: Event, block: Allocation | None) -> Invitation:
        """The invitation of one of them, not stored."""
        return Invitation(
            event=event,
            allocation=block,
            name=guest.name,
            email=guest.email,
            email_key=email_key(guest.email),
            form_of_address=guest.form_of_address,
            affiliation=guest.affiliation,
            greeting=guest.words or self.words,
            companions=self.companions if guest.companions is None else guest.companions,
            answer_by=guest.answer_by or self.answer_by,
            mode=self.mode,
            signed_by=self.signed_by,
            answers_to=self.answers_to,
            language=self.language,
        )


def note_answer(desk: Desk, invitation: Invitation, state: str, by: By, *, by_telephone: bool = False) -> None:
    """Write down that an invitation is answered, within the deed that the answer is."""
    before = invitation.state
    if before in {state, State.REVOKED}:
        return
    invitation.state, invitation.answered_at, invitation.by_telephone = state, desk.now, by_telephone
    invitation.save(update_fields=["state", "answered_at", "by_telephone"])
    desk.note(by, Verb.ANSWERED, invitation=invitation, before=before, after=state)


def invite(
    event: Event,
    guests: Sequence[Guest],
    letter: Letter = Letter(),
    *,
    block: Allocation | None = None,
    at_once: bool = True,
    draft: InvitationDraft | None = None,
    by: By,
) -> list[Invitation]:
    """Invite people to an event, from a host's block or from the organisers; ``at_once`` also sends the mails.

    Who is invited or registered meanwhile is left out; so is whoever stands in the list twice. Nobody's mails go out
    while the event is not public (RegistrationNotOpenError). ``draft`` is the list that they come from, which is done
    once: of two who go on with it one is refused (ListDoneError). It knows how far it has come, and keeps the rest.
    """
    made: list[Invitation] = []
    for some, is_last in slices(guests):
        with at_the_desk(event.pk) as desk:
            if at_once:
                _refuse_unsent(desk.event)
            rows = _invite_some(desk, some, letter, block, at_once=at_once, by=by)
            if draft:
                _go_on(desk, draft, some, made=len(rows), is_done=is_last)
        made += rows
    return made


def _invite_some(
    desk: Desk, guests: Sequence[Guest], letter: Letter, block: Allocation | None, *, at_once: bool, by: By
) -> list[Invitation]:
    held = desk.block(block.pk if block else None)
    known = known_addresses(desk.event, [email_key(guest.email) for guest in guests])
    found: dict[str, Invitation] = {}
    for guest in guests:
        invitation = letter.to(guest, desk.event, held)
        if invitation.email_key not in known:
            found.setdefault(invitation.email_key, invitation)
    rows = list(found.values())
    for invitation in rows:
        invitation.state = State.SENT if at_once else State.DRAFT
        invitation.sent_at = desk.now if at_once else None
    Invitation.objects.bulk_create(rows)
    for invitation in rows:
        desk.note(by, Verb.INVITED, invitation=invitation, allocation=held, after=invitation.state)
    if at_once:
        queue_mails([letters.letter(invitation, letters.SENT) for invitation in rows])
    return rows


def _go_on(desk: Desk, draft: InvitationDraft, guests: Sequence[Guest], *, made: int, is_done: bool) -> None:
    """In the transaction of a slice: of two who are about to invite the same people one is refused, and all is undone.

    With the last slice the people of the list are forgotten here.
    """
    reached = guests[-1].place + 1 if guests else draft.reached
    emptied = {"done_at": desk.now, "rows": [], "left_out": [], "letter": {}} if is_done else {}
    here = InvitationDraft.objects.filter(pk=draft.pk, event=desk.event, done_at=None, reached=draft.reached)
    if not here.update(reached=reached, made=F("made") + made, **emptied):
        raise ListDoneError
    draft.reached = reached


def _refuse_unsent(event: Event) -> None:
    if event.state != Event.State.PUBLISHED or event.is_over():
        raise RegistrationNotOpenError(event.registration_phase())


def known_addresses(event: Event, keys: Iterable[str]) -> set[str]:
    """Those of the addresses that are invited to the event, or registered for it: two queries."""
    wanted = set(keys)
    invited = Invitation.objects.standing().filter(event=event, email_key__in=wanted)
    registered = Registration.objects.standing().filter(event=event, email_key__in=wanted)
    return {*invited.values_list("email_key", flat=True), *registered.values_list("email_key", flat=True)}


def _of_one_event(invitations: QuerySet[Invitation], do: Callable[[Desk, QuerySet[Invitation]], int]) -> int:
    """Do something to invitations, event by event, slice by slice behind its lock; the sum of what was done."""
    chosen: dict[int, list[int]] = {}
    for event_id, pk in invitations.order_by("event_id", "pk").values_list("event_id", "pk"):
        chosen.setdefault(event_id, []).append(pk)
    rows = Invitation.objects.select_related("event", "allocation__organisation").order_by("pk")
    done = 0
    for event_id, pks in chosen.items():
        for some, _is_last in slices(pks):
            with at_the_desk(event_id) as desk:
                done += do(desk, rows.filter(pk__in=some))
    return done


def send(invitations: QuerySet[Invitation], *, by: By) -> int:
    """Send those that were not sent yet, of events that are public and not over; how many."""

    def _send(desk: Desk, rows: QuerySet[Invitation]) -> int:
        if desk.event.state != Event.State.PUBLISHED or desk.event.is_over(desk.now):
            return 0
        unsent = list(rows.filter(state=State.DRAFT))
        Invitation.objects.filter(pk__in=[one.pk for one in unsent]).update(state=State.SENT, sent_at=desk.now)
        for one in unsent:
            desk.note(by, Verb.INVITED, invitation=one, allocation=one.allocation, before=State.DRAFT, after=State.SENT)
        queue_mails([letters.letter(one, letters.SENT) for one in unsent])
        return len(unsent)

    return _of_one_event(invitations, _send)


def may_be_reminded(invitations: QuerySet[Invitation], now: datetime | None = None) -> QuerySet[Invitation]:
    """Those who were sent theirs, have not answered, still can, and had no mail about it within a day."""
    now = now or timezone.now()
    rested = Q(reminded_at=None, sent_at__lt=now - REMINDER_REST) | Q(reminded_at__lt=now - REMINDER_REST)
    closes = Q(answer_by__gt=now) | (
        Q(answer_by=None)
        & (Q(event__registration_closes_at__gt=now) | Q(event__registration_closes_at=None, event__starts_at__gt=now))
    )
    takes_place = Q(event__state=Event.State.PUBLISHED, event__ends_at__gt=now)
    return invitations.filter(rested, closes, takes_place, state__in=(State.SENT, State.OPENED))


def remind(invitations: QuerySet[Invitation], *, by: By) -> int:
    """Write again to those who have not answered (``may_be_reminded``); to how many."""

    def _remind(desk: Desk, rows: QuerySet[Invitation]) -> int:
        due = list(may_be_reminded(rows, desk.now))
        reminded = Invitation.objects.filter(pk__in=[one.pk for one in due])
        reminded.update(reminded_at=desk.now, reminders=F("reminders") + 1)
        for one in due:
            desk.note(by, Verb.REMINDED, invitation=one, allocation=one.allocation, after=one.state)
        queue_mails([letters.letter(one, letters.REMINDER) for one in due])
        return len(due)

    return _of_one_event(invitations, _remind)


def revoke(invitations: QuerySet[Invitation], *, by: By) -> int:
    """Withdraw those that were not accepted; how many. Mails on their way are held back, their links say so.

    An accepted one is a registration by now: that is cancelled, not this.
    """

    def _revoke(desk: Desk, rows: QuerySet[Invitation]) -> int:
        standing = list(rows.exclude(state__in=(State.REVOKED, State.ACCEPTED)))
        Invitation.objects.filter(pk__in=[one.pk for one in standing]).update(state=State.REVOKED)
        for one in standing:
            desk.note(
                by, Verb.REVOKED, invitation=one, allocation=one.allocation, before=one.state, after=State.REVOKED
            )
        _hold_back(desk.event, standing)
        return len(standing)

    return _of_one_event(invitations, _revoke)


def _hold_back(event: Event, invitations: Sequence[Invitation]) -> None:
    waiting = OutgoingMail.objects.filter(event=event, state=OutgoingMail.State.QUEUED, kind__in=letters.KINDS)
    waiting.filter(about__invitation__in=[one.pk for one in invitations]).delete()


def readdress(invitation: Invitation, email: str, *, by: By) -> None:
    """Make an unanswered invitation out to another address: the old link opens nothing, the mail goes out anew.

    Raises AddressKnownError where that address is invited or registered already.
    """
    with at_the_desk(invitation.event_id) as desk:
        invitation.refresh_from_db()
        invitation.event = desk.event
        if invitation.email_key == email_key(email) or invitation.is_answered or invitation.state == State.REVOKED:
            return
        if known_addresses(desk.event, [email_key(email)]):
            raise AddressKnownError
        before = invitation.state
        was_sent = before != State.DRAFT
        invitation.email = email
        invitation.token_version += 1
        invitation.opened_at = None
        if was_sent:
            invitation.state, invitation.sent_at, invitation.reminded_at = State.SENT, desk.now, None
        invitation.save()
        desk.note(
            by,
            Verb.NEW_ADDRESS,
            invitation=invitation,
            allocation=invitation.allocation,
            before=before,
            after=invitation.state,
        )
        _hold_back(desk.event, [invitation])
        if was_sent and desk.event.state == Event.State.PUBLISHED and not desk.event.is_over(desk.now):
            queue_mails([letters.letter(invitation, letters.SENT)])


def open_invitation(invitation: Invitation) -> None:
    """Note that its page was looked at for the first time. Programs that scan mails look at pages too."""
    if invitation.state not in {State.SENT, State.DRAFT} or invitation.opened_at:
        return
    with at_the_desk(invitation.event_id) as desk:
        invitation.refresh_from_db()
        before = invitation.state
        if before not in {State.SENT, State.DRAFT}:
            return
        invitation.state, invitation.opened_at = State.OPENED, desk.now
        invitation.save(update_fields=["state", "opened_at"])
        desk.note(
            GUEST,
            Verb.OPENED,
            invitation=invitation,
            allocation=invitation.allocation,
            before=before,
            after=State.OPENED,
        )


def forget_drafts(now: datetime | None = None) -> int:
    """Delete lists that a day ago were on their way; how many. Run by the clock."""
    old = (now or timezone.now()) - DRAFTS_LAST
    return InvitationDraft.objects.filter(created_at__lt=old).delete()[0]
