"""The public programme as frab has it: ``schedule.json`` and ``schedule.xml`` (c3voc schedule schemas).

One structure is made of the event, as the JSON schema wants it; the XML is written from that. Sessions are in it that
are published and have their times; the cancelled are not, because the format cannot say so.
"""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from speakers.models import Speaker
from symposium.events.models import Event
from symposium.exchange.identities import own_keys
from symposium.exchange.models import Kind
from symposium.kit import zones
from symposium.kit.colour import Colour
from symposium.kit.languages import tag
from symposium.kit.richtext import to_text
from symposium.programme.models import Appearance, Material, Session, Track

type Json = dict[str, Any]

GENERATOR = "Symposium"
# What the schema takes for a zone; others are left out.
_ZONE = re.compile(r"^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LINK_TYPES = {Material.Kind.SLIDES: "slides", Material.Kind.RECORDING: "media", Material.Kind.PAPER: "paper"}
# XML 1.0 §2.2: what no document may hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def acronym_of(event: Event) -> str:
    """[a-z0-9_]{4,}, made of the event's address."""
    plain = re.sub(r"[^a-z0-9]+", "_", event.slug.lower()).strip("_")
    return plain if len(plain) >= 4 else f"event_{plain}"


def code_of(pk: int) -> str:
    """Six of [0-9A-Z], another for each number below 2 176 782 336, in no visible order."""
    rest, found = pk * 1_296_391 % 36**6, ""
    for _place in range(6):
        rest, digit = divmod(rest, 36)
        found = _ALPHABET[digit] + found
    return found


class Schedule:
    """One public event's programme; ``content`` is the JSON, five queries however long it is."""

    def __init__(self, event: Event, version: str, url: str) -> None:
        self.event, self.version, self.url = event, version, url
        self.zone = zones.zone(event.timezone)
        self._keys = own_keys(event.pk)
        self.acronym = acronym_of(event)

    def content(self) -> Json:
        """As the JSON schema has it."""
        event, site = self.event, settings.SITE_URL
        conference: Json = {
            "acronym": self.acronym,
            "title": event.name,
            "description": event.summary,
            "start": event.first_day.isoformat(),
            "end": event.last_day.isoformat(),
            "daysCount": (event.last_day - event.first_day).days + 1,
            "timeslot_duration": "00:05",
            "url": site + event.get_absolute_url(),
            "colors": {"primary": _colour(event)},
            "tracks": [{"name": track.name, "slug": _track_slug(track)} for track in self.event.tracks.all()],
            "rooms": self.rooms(),
            "days": self.days(),
        }
        if _ZONE.match(event.timezone):
            conference["time_zone_name"] = event.timezone
        return {
            "$schema": "https://c3voc.de/schedule/schema.json",
            "generator": {"name": GENERATOR, "version": "1", "url": site},
            "schedule": {"version": self.version, "base_url": site, "conference": conference},
        }

    def rooms(self) -> list[Json]:
        """In their order; where sessions are that have none yet is no room."""
        venue = getattr(self.event, "venue", None)
        found = [(room, self._keys.get((Kind.ROOMS, room.pk))) for room in (venue.rooms.all() if venue else ())]
        return [{"name": room.name, "guid": guid, "capacity": room.capacity} for room, guid in found if guid]

    # --- days ------------------------------------------------------------------------------------------------------

    def days(self) -> list[Json]:
        """Every day of the event, also those on which nothing is; a session belongs to the day on which it begins."""
        by_day: dict[date, list[Session]] = {}
        for session in self._sessions():
            assert session.starts_at is not None  # noqa: S101 (asked for in the query)
            if (Kind.SESSIONS, session.pk) not in self._keys:
                continue
            by_day.setdefault(session.starts_at.astimezone(self.zone).date(), []).append(session)
        number = (self.event.last_day - self.event.first_day).days + 1
        days = {self.event.first_day + timedelta(days=place) for place in range(number)} | by_day.keys()
        return [self._day(index, day, by_day.get(day, [])) for index, day in enumerate(sorted(days), 1)]

    def _sessions(self) -> Iterable[Session]:
        shown = self.event.sessions.published().exclude(state=Session.State.CANCELLED).exclude(starts_at=None)
        people = Appearance.objects.published().exclude(speaker=None).select_related("speaker")
        found = shown.select_related("room", "track").in_order()
        return found.prefetch_related("materials", Prefetch("appearances", people))

    def _day(self, index: int, day: date, sessions: list[Session]) -> Json:
        rooms: dict[str, list[Json]] = {}
        for session in sessions:
            rooms.setdefault(self._room(session), []).append(self._entry(session))
        first, last = _midnight(day, self.zone), _midnight(day + timedelta(days=1), self.zone)
        ends = [session.ends_at for session in sessions if session.ends_at]
        return {
            "index": index,
            "date": day.isoformat(),
            "day_start": self._wall(first),
            "day_end": self._wall(max([last, *ends])),
            "rooms": dict(sorted(rooms.items())),
        }

    @staticmethod
    def _room(session: Session) -> str:
        return session.room.name if session.room else _("Room to be announced")

    # --- one session -----------------------------------------------------------------------------------------------

    def _entry(self, session: Session) -> Json:
        starts_at, ends_at = session.starts_at, session.ends_at
        assert starts_at is not None  # noqa: S101 (both are asked for in the query)
        assert ends_at is not None  # noqa: S101
        session.event = self.event
        code = code_of(session.pk)
        return {
            "id": session.pk,
            "guid": self._keys[Kind.SESSIONS, session.pk],
            "code": code,
            "date": self._wall(starts_at),
            "start": starts_at.astimezone(self.zone).time().isoformat("minutes"),
            "end": self._wall(ends_at),
            "duration": _duration(starts_at, ends_at),
            "room": self._room(session),
            "slug": f"{self.acronym}-{code.lower()}-{session.slug.lower().strip('-_')}",
            "url": settings.SITE_URL + session.get_absolute_url(),
            "title": session.title,
            "subtitle": "",
            "track": session.track.name if session.track else "",
            "type": session.kind,
            "language": tag(settings.LANGUAGE_CODE).partition("-")[0],
            "abstract": to_text(session.abstract),
            "description": to_text(session.record),
            "persons": self._persons(session),
            "links": _links(session),
            "attachments": [_attachment(material) for material in session.materials.all()],
        }

    def _persons(self, session: Session) -> list[Json]:
        """Each once, also who has two parts."""
        speakers = {one.speaker.pk: one.speaker for one in session.appearances.all() if one.speaker}
        return [self._person(speaker) for speaker in speakers.values()]

    def _person(self, speaker: Speaker) -> Json:
        guid = self._keys.get((Kind.SPEAKERS, speaker.pk))
        return {
            "id": speaker.pk,
            **({"guid": guid} if guid else {}),
            "name": speaker.full_name,
            "url": settings.SITE_URL + reverse("speaker", args=[self.event.slug, speaker.slug]),
        }

    def _wall(self, moment: datetime) -> str:
        """ISO 8601 with the offset that holds then."""
        return moment.astimezone(self.zone).isoformat(timespec="seconds")


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _duration(starts_at: datetime, ends_at: datetime) -> str:
    """HH:MM; four days and more, which the XML schema has no digits for, are 99:59."""
    hours, minutes = divmod(int((ends_at - starts_at).total_seconds()) // 60, 60)
    hours, minutes = min((hours, minutes), (99, 59))
    return f"{hours:02}:{minutes:02}"


def _colour(event: Event) -> str:
    return event.accent or Colour.from_oklch(0.5, 0.12, event.hue).hex()


def _track_slug(track: Track) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"track-{track.slug.lower()}").strip("-")


def _links(session: Session) -> list[Json]:
    return [{"url": session.stream_url, "title": _("Stream"), "type": "related"}] if session.stream_url else []


def _attachment(material: Material) -> Json:
    kind = _LINK_TYPES.get(Material.Kind(material.kind), "related")
    return {"url": material.url, "title": str(material), "type": kind}


# --- bytes ---------------------------------------------------------------------------------------------------------


def as_json(schedule: Schedule) -> bytes:
    """``schedule.json``."""
    return json.dumps(schedule.content(), ensure_ascii=False, indent=1).encode() + b"\n"


def as_xml(schedule: Schedule) -> bytes:
    """``schedule.xml``."""
    content = schedule.content()["schedule"]
    root = Element("schedule")
    SubElement(root, "generator", name=GENERATOR, system=settings.SITE_URL)
    _text(root, "url", schedule.url)
    _text(root, "version", content["version"])
    conference = content["conference"]
    guids = {room["name"]: room["guid"] for room in conference["rooms"]}
    _conference(SubElement(root, "conference"), conference, content["base_url"])
    for day in conference["days"]:
        frame = {"index": str(day["index"]), "date": day["date"], "start": day["day_start"], "end": day["day_end"]}
        below = SubElement(root, "day", frame)
        for name, entries in day["rooms"].items():
            guid = {"guid": guids[name]} if name in guids else {}
            room = SubElement(below, "room", {"name": _plain(name), **guid})
            for entry in entries:
                _event(room, entry)
    indent(root, " ")
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"


def _conference(parent: Element, conference: Json, base_url: str) -> None:
    for name in ("title", "acronym", "start", "end"):
        _text(parent, name, conference[name])
    _text(parent, "days", str(conference["daysCount"]))
    _text(parent, "timeslot_duration", conference["timeslot_duration"])
    _text(parent, "base_url", base_url)
    _text(parent, "url", conference["url"])
    if "time_zone_name" in conference:
        _text(parent, "time_zone_name", conference["time_zone_name"])
    SubElement(parent, "color", primary=conference["colors"]["primary"])
    for track in conference["tracks"]:
        SubElement(parent, "track", name=_plain(track["name"]), slug=track["slug"])


def _event(parent: Element, entry: Json) -> None:
    event = SubElement(parent, "event", id=str(entry["id"]), guid=entry["guid"], code=entry["code"])
    plain = ("room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track")
    for name in plain:
        _text(event, name, entry[name])
    persons = SubElement(event, "persons")
    for person in entry["persons"]:
        known = {"guid": person["guid"]} if "guid" in person else {}
        found = SubElement(persons, "person", {"id": str(person["id"]), **known})
        found.text = _plain(person["name"])
    _text(event, "language", entry["language"])
    _text(event, "description", entry["description"])
    _references(SubElement(event, "links"), "link", entry["links"])
    _references(SubElement(event, "attachments"), "attachment", entry["attachments"])
    _text(event, "url", entry["url"])


def _references(parent: Element, name: str, references: list[Json]) -> None:
    for reference in references:
        SubElement(parent, name, href=_plain(reference["url"]), type=reference["type"]).text = _plain(
            reference["title"]
        )


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _plain(text)


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)
