"""What a co-host's coordinator has at the desk: for each event their institution's part of it, and nothing else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch, Q, QuerySet

from registrations.admin.scoping import in_own_blocks
from registrations.models import Allocation, Invitation, Registration
from speakers.models import Affiliation, Speaker
from symposium.accounts.models import User
from symposium.accounts.scope import blocks_of
from symposium.events.models import Event, Hosting
from symposium.organisations.models import Organisation
from symposium.programme.models import Appearance, Session

type Key = tuple[int, int]


@dataclass(slots=True)
class Part:
    """An institution's part of one event; guests and invitations are counted by their state."""

    event: Event
    organisation: Organisation
    hosting: Hosting | None = None
    block: Allocation | None = None
    guests: Counter[str] = field(default_factory=Counter)
    invited: Counter[str] = field(default_factory=Counter)
    speakers: list[Speaker] = field(default_factory=list)
    # At how many other events pages show the institution's profile.
    shared_with: int = 0

    @property
    def coming(self) -> int:
        """Guests who have a place, also those to whom one is offered."""
        return self.guests[Registration.State.CONFIRMED] + self.guests[Registration.State.OFFERED]

    @property
    def asking(self) -> int:
        """Guests who wait for a decision."""
        return self.guests[Registration.State.PENDING]

    @property
    def unanswered(self) -> int:
        """Invitations that were sent and not answered yet."""
        return self.invited[Invitation.State.SENT] + self.invited[Invitation.State.OPENED]

    @property
    def unsent(self) -> int:
        """Invitations that were written and not sent yet."""
        return self.invited[Invitation.State.DRAFT]


def parts_of(user: User | AnonymousUser) -> list[Part]:
    """Each institution's part that the user coordinates, the next event first; eight queries, however many."""
    keys = blocks_of(user)
    if not keys:
        return []
    events = {event.pk: event for event in Event.objects.filter(pk__in={event for event, _org in keys})}
    known = Organisation.objects.filter(pk__in={organisation for _event, organisation in keys})
    organisations = {organisation.pk: organisation for organisation in known}
    parts = {key: Part(events[key[0]], organisations[key[1]]) for key in keys}
    _add_hostings(parts)
    _add_blocks(user, parts)
    _add_speakers(parts)
    coming = sorted((part for part in parts.values() if not part.event.is_over()), key=lambda p: p.event.starts_at)
    over = sorted((part for part in parts.values() if part.event.is_over()), key=lambda p: p.event.starts_at)
    return [*coming, *reversed(over)]


def _add_hostings(parts: dict[Key, Part]) -> None:
    hosted = Hosting.objects.filter(organisation__in={key[1] for key in parts})
    # How many, not which: an event of others may be a draft.
    public = Counter(hosted.public().values_list("organisation", flat=True))
    shown = set(hosted.public().values_list("event", "organisation"))
    for hosting in hosted.filter(event__in={key[0] for key in parts}):
        if part := parts.get((hosting.event_id, hosting.organisation_id)):
            part.hosting = hosting
    for key, part in parts.items():
        part.shared_with = public[key[1]] - (key in shown)


def _add_blocks(user: User | AnonymousUser, parts: dict[Key, Part]) -> None:
    blocks = Allocation.objects.filter(in_own_blocks(user, ""))
    by_pk: dict[int, Part] = {}
    for block in blocks:
        part = by_pk[block.pk] = parts[block.event_id, block.organisation_id]
        part.block = block
    for block_id, state, number in _counted(Registration.objects.real().filter(allocation__in=by_pk)):
        by_pk[block_id].guests[state] = number
    for block_id, state, number in _counted(Invitation.objects.filter(allocation__in=by_pk)):
        by_pk[block_id].invited[state] = number


def _counted(rows: QuerySet[Registration] | QuerySet[Invitation]) -> Iterable[tuple[int, str, int]]:
    return rows.order_by().values_list("allocation", "state").annotate(Count("pk"))


def _add_speakers(parts: dict[Key, Part]) -> None:
    ties = Q(pk__in=())
    for event_id, organisation_id in parts:
        ties |= Q(speaker__event=event_id, organisation=organisation_id)
    appearing = Appearance.objects.filter(session__state=Session.State.PUBLISHED).select_related("session__event")
    found = Affiliation.objects.filter(ties).select_related("speaker__event")
    found = found.prefetch_related(Prefetch("speaker__appearances", appearing, to_attr="announced"))
    for tie in found.order_by("speaker__sort_name", "speaker__name", "pk"):
        key = (tie.speaker.event_id, tie.organisation_id or 0)
        if tie.speaker not in parts[key].speakers:
            parts[key].speakers.append(tie.speaker)
