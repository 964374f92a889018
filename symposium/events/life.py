"""The life of an event: begun as a draft, published, postponed, cancelled, over. Each step is one published change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from symposium.accounts.models import Membership, Role, User
from symposium.events.dashboard.checklist import missing_musts
from symposium.events.dashboard.registry import Check
from symposium.events.models import Event, Hosting, Venue
from symposium.kit.revisions import publishing
from symposium.organisations.models import Organisation

State = Event.State
# Where an event may go from where it is. From a draft there is one way, which asks more; back to it there is none: its
# address is in links by then, and its dates are in calendars.
WAYS: dict[str, tuple[State, ...]] = {
    State.DRAFT: (),
    State.PUBLISHED: (State.POSTPONED, State.CANCELLED, State.OVER),
    State.POSTPONED: (State.PUBLISHED, State.CANCELLED),
    State.CANCELLED: (State.PUBLISHED,),
    State.OVER: (State.PUBLISHED,),
}


class NotReadyError(Exception):
    """An event lacks what it cannot be published without: ``missing``, as its checklist says it."""

    def __init__(self, missing: Sequence[Check]) -> None:
        super().__init__(", ".join(check.words for check in missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new event begins with beside itself: the place (a name, empty for none), and hosts, the first leading."""

    venue: str = ""
    town: str = ""
    hosts: Sequence[str] = field(default_factory=tuple)


def start_event(event: Event, beginning: Beginning, *, by: User) -> Event:
    """Store a new event as a draft with its place and hosts; whoever starts it owns it.

    Hosts that are known here by that name are these; the others are made. None is taken to agree to be listed. Who
    presses twice gets the event that the first press made.
    """
    with publishing():
        if begun := same_draft(event, by):
            return begun
        event.state = State.DRAFT
        event.save()
        if beginning.venue:
            Venue.objects.create(event=event, name=beginning.venue, locality=beginning.town)
        for rank, organisation in enumerate(_organisations(beginning.hosts), 1):
            role = Hosting.Role.HOST if rank == 1 else Hosting.Role.CO_HOST
            Hosting.objects.create(event=event, organisation=organisation, role=role, rank=rank)
        Membership.objects.create(user=by, role=Role.OWNER, event=event)
    return event


def same_draft(event: Event, by: User) -> Event | None:
    """A draft of theirs with that name and that beginning; held until this one is stored or not."""
    User.objects.select_for_update().get(pk=by.pk)
    theirs = Event.objects.filter(memberships__user=by, memberships__role=Role.OWNER, state=State.DRAFT)
    return theirs.filter(name=event.name, starts_at=event.starts_at).first()


def _organisations(names: Sequence[str]) -> list[Organisation]:
    found: dict[int, Organisation] = {}
    for name in names:
        known = Organisation.objects.filter(name__iexact=name).order_by("pk").first()
        organisation = known or Organisation.objects.create(name=name)
        found.setdefault(organisation.pk, organisation)
    return list(found.values())


def publish_event(event: Event, *, opens_at: datetime | None) -> bool:
    """Show a draft to the public, its registration open from ``opens_at`` on (None: at once); False where it is none.

    Raises NotReadyError with what it cannot be published without.
    """
    with publishing():
        locked = Event.objects.select_for_update().get(pk=event.pk)
        if not locked.is_draft:
            return False
        if missing := missing_musts(locked):
            raise NotReadyError(missing)
        locked.state = State.PUBLISHED
        locked.registration_opens_at = opens_at
        locked.save()
    return True


def ways_from(event: Event, now: datetime | None = None) -> tuple[State, ...]:
    """The states to which an event may go: what is past does not come back, and what has not begun is not over."""
    now = now or timezone.now()
    refused = {State.PUBLISHED} if event.ends_at <= now and not event.is_postponed else set()
    refused |= {State.OVER} if event.starts_at > now else set()
    return tuple(state for state in WAYS[event.state] if state not in refused)


def move_event(event: Event, *, to: str, reason: str = "") -> bool:
    """Postpone, cancel, close or call an event again; False where it cannot go there from where it is by now.

    ``reason`` stands on every page of one that is postponed or cancelled.
    """
    with publishing():
        locked = Event.objects.select_for_update().get(pk=event.pk)
        if to not in ways_from(locked):
            return False
        locked.state = State(to)
        locked.state_reason = reason if to in {State.POSTPONED, State.CANCELLED} else ""
        locked.save()
    return True
