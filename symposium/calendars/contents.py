"""What an entry says: made of an event or a session, kept with the entry, compared at every change.

A content is a dictionary as JSON holds it: the organisers' own words, and of ours only keys, so that each reader has
them in their language (``items``). Addresses are kept as slugs.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from symposium.events.models import Event, Hosting, Photograph, Venue
from symposium.kit.prepared import SAMPLE_KEY, Prepared, PreparedRows
from symposium.kit.richtext import to_text
from symposium.programme.models import Appearance, Session

type Content = dict[str, Any]


class Status(StrEnum):
    """STATUS of a VEVENT (RFC 5545 §3.8.1.11), in lower case."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


# A change of one of these raises SEQUENCE (RFC 5545 §3.8.7.4 leaves the choice; docs/contributors/calendars.md, 2).
WEIGHTY = ("title", "starts_at", "ends_at", "all_day", "zone", "place", "geo", "status")
# By what feeds find an entry, which no subscriber sees.
UNSEEN = ("slugs",)


def contents_of(event: Event) -> dict[int | None, Content]:
    """What is public of the event (under None) and of each of its sessions that has a time (under its primary key)."""
    shared = _shared(event)
    people: dict[int, list[Appearance]] = defaultdict(list)
    for part in _appearances.all(event.pk):
        people[part.session_id].append(part)
    sessions = _sessions.all(event.pk)
    return {None: _of_event(event, shared)} | {s.pk: _of_session(s, shared, people[s.pk]) for s in sessions}


def content_of(session: Session, event: Event) -> Content:
    """What would be public of one session that has a time, whatever its state."""
    return _of_session(session, _shared(event), session.appearances.all())


def withdrawn(content: Content, *, has_event: bool = True) -> Content:
    """The last published content of what is gone; without ``has_event`` its event has no page either."""
    return content | {"status": Status.CANCELLED.value, "has_page": False, "has_event": has_event}


def is_seen(before: Content, after: Content) -> bool:
    """Whether a subscriber sees the change between the two."""
    names = {*before, *after}.difference(UNSEEN)
    return any(before.get(name) != after.get(name) for name in names)


def is_weighty(before: Content, after: Content) -> bool:
    """Whether the change between the two raises SEQUENCE."""
    return any(before.get(name) != after.get(name) for name in WEIGHTY)


def _timed_of(event: int) -> QuerySet[Session]:
    timed = Session.objects.published().filter(event=event, starts_at__isnull=False)
    found: QuerySet[Session] = timed.select_related("room", "track").order_by("pk")
    return found


def _appearances_of(event: int) -> QuerySet[Appearance]:
    shown = Appearance.objects.published().filter(session__event=event)
    found: QuerySet[Appearance] = shown.select_related("speaker").order_by("session_id", "rank", "pk")
    return found


_sessions = Prepared(Session, _timed_of, (SAMPLE_KEY,))
_appearances = Prepared(Appearance, _appearances_of, (SAMPLE_KEY,))
_covers = Prepared(Photograph, lambda event: Photograph.objects.published().filter(event=event)[:1], (SAMPLE_KEY,))
_hosts: PreparedRows[tuple[str]] = PreparedRows(
    lambda event: Hosting.objects.listed().filter(event=event).order_by().values_list("organisation__slug"),
    (SAMPLE_KEY,),
)


def _shared(event: Event) -> Content:
    """What an event and its sessions have in common."""
    venue: Venue | None = getattr(event, "venue", None)
    located = venue is not None and venue.latitude is not None
    status = Status.CANCELLED if event.is_cancelled else Status.TENTATIVE if event.is_postponed else Status.CONFIRMED
    return {
        "event": event.slug,
        "zone": event.timezone,
        "place": venue.one_line if venue else "",
        "geo": [f"{venue.latitude:f}", f"{venue.longitude:f}"] if venue and located else [],
        "organiser": [event.contact_name or event.name, event.contact_email],
        "status": status.value,
        "has_page": True,
        "has_event": True,
        "is_sample": event.is_sample,
    }


def _of_event(event: Event, shared: Content) -> Content:
    cover = _covers.first(event.pk)
    reason = event.state_reason if event.is_cancelled or event.is_postponed else ""
    return shared | {
        "title": event.name,
        "slug": event.slug,
        "starts_at": _moment(event.starts_at),
        "ends_at": _moment(event.ends_at),
        "all_day": not event.hours_announced,
        "description": _paragraphs(reason, event.summary, to_text(event.description)),
        "categories": [],
        "conference": event.stream_url,
        "hue": event.hue,
        "image": cover.image.name if cover else "",
        "slugs": {"hosts": sorted(slug for (slug,) in _hosts.all(event.pk))},
    }


def contents_to_come(event: Event, rows: Iterable[tuple[Session, str]]) -> list[Content | None]:
    """What will be said of each of these rows in that state, once it is published; None where nothing will be.

    Rows have room, track and their people at hand, and are asked for nothing else.
    """
    shared = _shared(event)
    contents: list[Content | None] = []
    for row, state in rows:
        if state == Session.State.DRAFT or not row.has_time:
            contents.append(None)
            continue
        people = row.appearances.all()
        known = [one for one in people if not one.speaker or one.speaker.state == one.speaker.State.PUBLISHED]
        said = _of_session(row, shared, known)
        is_off = state == Session.State.CANCELLED
        told = {"description": _paragraphs(row.state_reason if is_off else "", to_text(row.abstract))}
        contents.append(said | told | ({"status": Status.CANCELLED.value} if is_off else {}))
    return contents


def _of_session(session: Session, shared: Content, people: Iterable[Appearance]) -> Content:
    people = list(people)
    said = shared | {
        "title": session.title,
        "slug": session.slug,
        "starts_at": _moment(session.starts_at),
        "ends_at": _moment(session.ends_at),
        "all_day": False,
        "place": ", ".join(part for part in (session.room.name if session.room else "", shared["place"]) if part),
        "description": _paragraphs(session.state_reason if session.is_cancelled else "", to_text(session.abstract)),
        "kind": session.kind,
        "categories": [session.track.name] if session.track else [],
        # Who appears, also who is not known yet.
        "cast": [[str(part.speaker) if part.speaker else "", part.part] for part in people],
        "conference": session.stream_url,
        "track": session.track_id,
        "room": session.room_id,
        "people": [[part.speaker_id, part.speaker.full_name, part.part] for part in people if part.speaker],
        "is_plenary": session.is_plenary,
        "slugs": {
            "track": [session.track.slug] if session.track else [],
            "room": [session.room.slug] if session.room else [],
            "speaker": sorted({part.speaker.slug for part in people if part.speaker}),
        },
    }
    return said | {"status": Status.CANCELLED.value} if session.is_cancelled else said


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
