"""An event made from another: what is chosen of it, its days moved, none of its people's data; a draft.

It is an import of the event's own document (docs/decisions/0017), so whatever travels to another site travels here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from registrations.services import By
from symposium.accounts.models import Membership, Role, User
from symposium.events.life import same_draft
from symposium.events.models import Copy, Event
from symposium.exchange.document import Document
from symposium.exchange.document import Event as Said
from symposium.exchange.gathering import Gathering
from symposium.exchange.importing import Importer
from symposium.exchange.pictures import noted
from symposium.exchange.readers import Problem, Reading
from symposium.kit import zones
from symposium.kit.revisions import publishing

SOURCE = "copy"


class Part(StrEnum):
    """What can come along."""

    WORDS = "words"
    LOOK = "look"
    PLACE = "place"
    HOSTS = "hosts"
    STORY = "story"
    PICTURES = "pictures"
    PROGRAMME = "programme"
    SPEAKERS = "speakers"
    REGISTRATION = "registration"
    BLOCKS = "blocks"
    TEAM = "team"


# Fields of the event that each part brings. Its record, its news and its stream belong to the original for good.
FIELDS: Mapping[Part, tuple[str, ...]] = {
    Part.WORDS: ("summary", "description", "contact_name", "contact_email"),
    Part.LOOK: ("hue", "accent"),
    Part.REGISTRATION: (
        *("policy", "attendance", "registration_opens_at", "registration_closes_at", "capacity", "online_capacity"),
        *("has_waiting_list", "privacy_notice", "privacy_version"),
    ),
}
ALWAYS = ("timezone", "starts_at", "ends_at", "hours_announced")
# What makes no sense without another.
NEEDS: Mapping[Part, Part] = {Part.SPEAKERS: Part.PROGRAMME, Part.BLOCKS: Part.HOSTS}


class NotClonedError(Exception):
    """Something of the original cannot be written anew: ``problems`` say what. Nothing was made."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = [problem for problem in problems if not problem.is_warning]
        super().__init__("; ".join(problem.words for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Move:
    """From one day to another, on the wall of one zone: clocks may change between them, times of day do not."""

    days: int
    zone: str

    def __call__(self, moment: datetime) -> datetime:
        """The moment so many days later by the calendar; one that the clocks skip there, an hour later."""
        wall = zones.on_wall(moment, self.zone)
        moved = wall.replace(tzinfo=None) + timedelta(days=self.days)
        return moved.replace(tzinfo=wall.tzinfo, fold=wall.fold).astimezone(moment.tzinfo)


def move_to(original: Event, first_day: date) -> Move:
    """What brings an event to begin on that day."""
    return Move((first_day - original.first_day).days, original.timezone)


def clone_event(original: Event, *, name: str, first_day: date, parts: Iterable[Part], by: User) -> Event:
    """A draft made from an event, with those parts of it, of which ``by`` is the owner; hosts are to agree anew.

    Who presses twice gets what the first press made. Raises NotClonedError.
    """
    move, chosen = move_to(original, first_day), complete(parts)
    with publishing():
        if begun := same_draft(Event(name=name, starts_at=move(original.starts_at)), by):
            return begun
        gathering = Gathering(original)
        document = moved(reduced(gathering.gather(), name, chosen), move)
        # Its pictures are in the storage already, under names that say what they hold.
        stored = {noted(one, one.partition("/")[0]): place for one, place in gathering.pictures.items()}
        importer = Importer(Reading(document), source=SOURCE, event=None, by=By.of(by), stored=stored)
        outcome = importer.run()
        if outcome.event is None:
            raise NotClonedError(outcome.problems)
        _settle(outcome.event, original, chosen, by)
        return outcome.event


def complete(parts: Iterable[Part]) -> set[Part]:
    """Without what lacks what it needs."""
    wanted = set(parts)
    return {part for part in wanted if NEEDS.get(part, part) in wanted}


def _settle(event: Event, original: Event, parts: set[Part], by: User) -> None:
    event.previous = original
    Event.objects.filter(pk=event.pk).update(previous=original)
    Copy.objects.create(event=event, original=original, name=original.name)
    Membership.objects.create(user=by, role=Role.OWNER, event=event)
    if Part.TEAM not in parts:
        return
    hosts = set(event.hostings.values_list("organisation_id", flat=True))
    team = Membership.objects.filter(event=original, user__is_active=True).exclude(user=by, role=Role.OWNER)
    Membership.objects.bulk_create(
        Membership(user_id=one.user_id, role=one.role, event=event, organisation_id=one.organisation_id)
        for one in team
        if one.organisation_id is None or one.organisation_id in hosts
    )


# --- what comes along ----------------------------------------------------------------------------------------------


def reduced(document: Document, name: str, parts: set[Part]) -> Document:
    """Of the document what was chosen, under its new name."""
    assert document.event is not None  # noqa: S101 (it was gathered)
    kept = {name for part in parts for name in FIELDS.get(part, ())} | set(ALWAYS)
    said = {one.name: getattr(document.event, one.name) for one in fields(Said) if one.name in kept}
    has = {part: part in parts for part in Part}
    return _without_strays(
        replace(
            document,
            event=Said(key=document.event.key, name=name, **said),
            venue=document.venue if has[Part.PLACE] else None,
            rooms=document.rooms if has[Part.PLACE] else (),
            hostings=tuple(replace(one, consented=False) for one in document.hostings if has[Part.HOSTS]),
            tracks=document.tracks if has[Part.PROGRAMME] else (),
            speakers=tuple(replace(one, email="") for one in document.speakers if has[Part.SPEAKERS]),
            sessions=tuple(_session(one, has) for one in document.sessions if _comes(one, has)),
            photographs=document.photographs if has[Part.PICTURES] else (),
            milestones=tuple(_milestone(one, has) for one in document.milestones if has[Part.STORY]),
            announcements=(),
            allocations=document.allocations if has[Part.BLOCKS] else (),
            questions=document.questions if has[Part.REGISTRATION] else (),
            rules=document.rules if has[Part.REGISTRATION] else None,
        )
    )


def _comes(session: Any, has: Mapping[Part, bool]) -> bool:
    """What was called off is not begun again."""
    return has[Part.PROGRAMME] and session.state != "cancelled"


def _session(session: Any, has: Mapping[Part, bool]) -> Any:
    """As it is announced, not as it went: without record, materials and stream."""
    return replace(
        session,
        record="",
        materials=(),
        stream_url="",
        room=session.room if has[Part.PLACE] else None,
        appearances=session.appearances if has[Part.SPEAKERS] else (),
    )


def _milestone(milestone: Any, has: Mapping[Part, bool]) -> Any:
    return milestone if has[Part.PICTURES] else replace(milestone, photograph=None)


def _without_strays(document: Document) -> Document:
    """Organisations that nothing names are left out, and so are questions for blocks that are not there."""
    blocks = {one.key for one in document.allocations}
    questions = tuple(one for one in document.questions if one.allocation is None or one.allocation in blocks)
    keys = {one.key for one in questions}
    tied = (
        replace(one, shown_after=None, shown_if="")
        if one.shown_after is not None and one.shown_after not in keys
        else one
        for one in questions
    )
    named: set[str | None] = {one.organisation for one in document.hostings}
    named |= {one.organisation for one in document.allocations}
    named |= {tie.organisation for one in document.speakers for tie in one.affiliations}  # type: ignore[union-attr]
    organisations = tuple(one for one in document.organisations if one.key in named)
    return replace(document, organisations=organisations, questions=tuple(tied))


# --- its days ------------------------------------------------------------------------------------------------------


def moved[T](item: T, move: Move) -> T:
    """The same with every moment in it moved, also in what it holds."""
    changes = {one.name: _moved(getattr(item, one.name), move) for one in fields(item)}  # type: ignore[arg-type]
    return replace(item, **changes)  # type: ignore[type-var]


def _moved(value: Any, move: Move) -> Any:
    if isinstance(value, datetime):
        return move(value)
    if isinstance(value, tuple):
        return tuple(_moved(one, move) for one in value)
    return moved(value, move) if hasattr(value, "__dataclass_fields__") else value
