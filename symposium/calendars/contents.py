"""What an entry says: made of an event or a session, kept with the entry, compared at every change.

A content is a dictionary as JSON holds it. Texts are in the site's language; addresses are kept as slugs.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from symposium.events.models import Event, Venue
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


def contents_of(event: Event) -> dict[int | None, Content]:
    """What is public of the event (under None) and of each of its sessions that has a time (under its primary key)."""
    shared = _shared(event)
    return {None: _of_event(event, shared)} | {s.pk: _of_session(s, event, shared) for s in _sessions(event)}


def withdrawn(content: Content) -> Content:
    """The last published content of what is gone."""
    return content | {"status": Status.CANCELLED.value, "has_page": False}


def is_weighty(before: Content, after: Content) -> bool:
    """Whether the change between the two raises SEQUENCE."""
    return any(before.get(name) != after.get(name) for name in WEIGHTY)


def _sessions(event: Event) -> Iterable[Session]:
    people = Appearance.objects.published()
    return (
        Session.objects.published()
        .filter(event=event, starts_at__isnull=False)
        .select_related("room", "track")
        .prefetch_related(Prefetch("appearances", people.select_related("speaker")))
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
    }


def _of_event(event: Event, shared: Content) -> Content:
    cover = event.photographs.published().first()
    reason = event.state_reason if event.is_cancelled or event.is_postponed else ""
    return shared | {
        "title": event.name,
        "slug": event.slug,
        "starts_at": _moment(event.starts_at),
        "ends_at": _moment(event.ends_at),
        "all_day": not event.hours_announced,
        "description": _paragraphs(_note(event), reason, event.summary, to_text(event.description)),
        "categories": [_("symposium")],
        "conference": event.stream_url,
        "hue": event.hue,
        "image": cover.image.name if cover else "",
    }


def _of_session(session: Session, event: Event, shared: Content) -> Content:
    people = list(session.appearances.all())
    said = shared | {
        "title": session.title,
        "slug": session.slug,
        "starts_at": _moment(session.starts_at),
        "ends_at": _moment(session.ends_at),
        "all_day": False,
        "place": ", ".join(part for part in (session.room.name if session.room else "", shared["place"]) if part),
        "description": _paragraphs(
            _note(event), session.state_reason if session.is_cancelled else "", to_text(session.abstract), _cast(people)
        ),
        "categories": [str(session.get_kind_display()), *([session.track.name] if session.track else [])],
        "conference": session.stream_url,
        "track": session.track_id,
        "room": session.room_id,
        "people": [[part.speaker_id, part.speaker.full_name, part.part] for part in people if part.speaker],
        "is_plenary": session.is_plenary,
    }
    return said | {"status": Status.CANCELLED.value} if session.is_cancelled else said


def _cast(people: Iterable[Appearance]) -> str:
    """Who appears, a line each, also who is not known yet."""
    lines = [f"- {part.speaker or _('to be announced')}, {part.get_part_display()}" for part in people]
    return "\n".join([_("With:"), *lines]) if lines else ""


def _note(event: Event) -> str:
    return _("This is sample data: the event is made up.") if event.is_sample else ""


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
