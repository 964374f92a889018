"""Sessions, speakers and institutions in the words of schema.org; pure functions of what was fetched."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from speakers.models import Affiliation, Speaker
from symposium.events.models import Event, Mode, Venue
from symposium.events.structured import (
    absolute,
    attendance,
    brief_node,
    card_node,
    organisation_node,
    place,
    place_id,
    status,
)
from symposium.kit import zones
from symposium.kit.json_ld import Node, without_empty
from symposium.kit.renditions import rendition_url
from symposium.kit.richtext import to_text
from symposium.organisations.models import Organisation
from symposium.programme.models import Session
from symposium.programme.timetable import Row

# Characters of a description: enough for whoever shows it.
_LONGEST = 400
# Pixels of a portrait.
PORTRAIT = 640


class Part(NamedTuple):
    """Who appears in a session: name and slug."""

    name: str
    slug: str


class Entry(NamedTuple):
    """What is said of a session within its event."""

    title: str
    slug: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_cancelled: bool
    room: str
    people: tuple[Part, ...]


def entry(session: Session) -> Entry:
    """Of a session that was fetched with its room and its people."""
    people = [appearance.speaker for appearance in session.appearances.all() if appearance.speaker]
    return Entry(
        session.title,
        session.slug,
        session.starts_at,
        session.ends_at,
        session.is_cancelled,
        session.room.name if session.room else "",
        tuple(Part(speaker.full_name, speaker.slug) for speaker in people),
    )


def entry_of_row(row: Row) -> Entry:
    """Of a row of the programme."""
    people = tuple(Part(person.name, person.slug) for person in row.people if person.slug)
    room = row.room.name if row.room else ""
    return Entry(row.title, row.slug, row.starts_at, row.ends_at, row.is_cancelled, room, people)


class Writer:
    """Writes the sessions of one event: what they share is worked out once, because there may be thousands."""

    def __init__(self, event: Event, venue: Venue | None) -> None:
        self.event, self.venue = event, venue
        self.zone: ZoneInfo = zones.zone(event.timezone)
        self.programme, self.speakers = absolute("programme", event.slug), absolute("speakers", event.slug)
        self.place_id = place_id(event)
        self.going = status(is_cancelled=event.is_cancelled, is_postponed=event.is_postponed)
        self.off = status(is_cancelled=True, is_postponed=False)

    def sub_event(self, entry: Entry) -> Node:
        """A session with its times, its room, and who appears; what is not known is not there."""
        url = f"{self.programme}{entry.slug}/"
        node: Node = {"@type": "Event", "@id": f"{url}#event", "name": entry.title, "url": url}
        if entry.starts_at and entry.ends_at:
            node["startDate"], node["endDate"] = self.moment(entry.starts_at), self.moment(entry.ends_at)
        elif self.event.first_day == self.event.last_day:
            node["startDate"] = self.event.first_day.isoformat()
        node["eventStatus"] = self.off if entry.is_cancelled else self.going
        if self.venue:
            venue: Node = {"@id": self.place_id}
            node["location"] = (
                {"@type": "Place", "name": entry.room, "containedInPlace": venue} if entry.room else venue
            )
        if entry.people:
            node["performer"] = [self.person(part) for part in entry.people]
        return node

    def sub_events(self, entries: Iterable[Entry]) -> list[Node]:
        """All of them, in their order."""
        return [self.sub_event(entry) for entry in entries]

    def performers(self, entries: Iterable[Entry]) -> list[Node]:
        """Everyone who appears, each once."""
        return [self.person(part) for part in dict.fromkeys(part for entry in entries for part in entry.people)]

    def person(self, part: Part) -> Node:
        """Somebody, by name and page."""
        return {"@type": "Person", "name": part.name, "url": f"{self.speakers}{part.slug}/"}

    def moment(self, moment: datetime) -> str:
        """With the offset of the event's zone."""
        return moment.astimezone(self.zone).isoformat(timespec="seconds")


def session_node(session: Session, event: Event, venue: Venue | None) -> Node:
    """A session on its own page, as part of its event."""
    node = Writer(event, venue).sub_event(entry(session))
    in_room = bool(venue) and Mode.IN_PERSON in event.modes
    where: list[Node] = []
    if venue and in_room:
        room = {"@type": "Place", "name": session.room.name} if session.room else {}
        whole = place(event, venue)
        where.append({**room, "address": whole["address"], "containedInPlace": whole} if room else whole)
    if session.stream_url:
        where.append({"@type": "VirtualLocation", "url": session.stream_url})
    over = brief_node(event, venue)
    return without_empty(
        node
        | {
            "description": _brief(session.abstract),
            "image": [card_node(absolute("session-card", event.slug, session.slug))],
            "eventAttendanceMode": attendance(
                has_venue=in_room, has_stream=bool(session.stream_url) or Mode.IN_PERSON not in event.modes
            ),
            "location": where[0] if len(where) == 1 else where or over["location"],
            "superEvent": over,
        }
    )


def speaker_node(
    speaker: Speaker, event: Event, affiliations: Iterable[Affiliation], sessions: Iterable[Session], links: list[str]
) -> Node:
    """A page about one person: where they work, where else they are found, and in what they appear."""
    url = absolute("speaker", event.slug, speaker.slug)
    writer = Writer(event, getattr(event, "venue", None))
    affiliations = list(affiliations)
    person = {
        "@type": "Person",
        "@id": f"{url}#person",
        "name": speaker.name,
        "honorificPrefix": speaker.form_of_address,
        "url": url,
        "description": _brief(speaker.biography),
        "image": rendition_url(str(speaker.portrait), PORTRAIT) if speaker.portrait else "",
        "jobTitle": [affiliation.position for affiliation in affiliations if affiliation.position],
        "affiliation": [_affiliated(affiliation) for affiliation in affiliations],
        "sameAs": list(dict.fromkeys(filter(None, [speaker.url, *links]))),
        "performerIn": writer.sub_events(entry(session) for session in sessions),
    }
    return {"@type": "ProfilePage", "url": url, "mainEntity": without_empty(person)}


def organisation_page_node(organisation: Organisation) -> Node:
    """An institution on its own page."""
    page = absolute("organisation", organisation.slug)
    address = {"@type": "PostalAddress", "addressCountry": organisation.country} if organisation.country else {}
    return without_empty(
        organisation_node(organisation)
        | {"description": _brief(organisation.words), "address": address, "mainEntityOfPage": page}
    )


def entries_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Sessions out of rows of one query, in which a session stands as often as somebody appears in it."""
    found: dict[int, tuple[Mapping[str, Any], list[Part]]] = {}
    for row in rows:
        _row, people = found.setdefault(row["pk"], (row, []))
        if row["person_state"] == Speaker.State.PUBLISHED:
            people.append(Part(f"{row['person_address']} {row['person_name']}".strip(), row["person_slug"]))
    for row, people in found.values():
        is_cancelled = row["state"] == Session.State.CANCELLED
        yield Entry(
            row["title"],
            row["slug"],
            row["starts_at"],
            row["ends_at"],
            is_cancelled,
            row["room_name"] or "",
            tuple(people),
        )


def _affiliated(affiliation: Affiliation) -> Node:
    if affiliation.organisation:
        return organisation_node(affiliation.organisation)
    return {"@type": "Organization", "name": affiliation.name}


def _brief(markup: str) -> str:
    words = " ".join(to_text(markup).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
