"""iCalendar (RFC 5545, 7986): data in, bytes out. Knows neither database nor request."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from symposium.calendars.lines import fold, mailto, parameter, text, uri
from symposium.calendars.vtimezone import said_offset, vtimezone
from symposium.kit.zones import last_day, zone

PRODID = "-//Symposium//Calendars//EN"
# How often a client may look again (RFC 7986 §5.7).
REFRESH = "PT1H"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a mailbox."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who appears (RFC 9073 §7.1)."""

    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image at an absolute address; ``media_type`` may be empty."""

    url: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One VEVENT. Moments are aware; ``url`` and ``conference`` are absolute; an empty text makes no property."""

    uid: str
    sequence: int
    created_at: datetime
    revised_at: datetime
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    organiser: Person
    status: str = "CONFIRMED"
    all_day: bool = False
    # Whether its time stays free in the reader's calendar, as that of whole days and of what is cancelled does anyway.
    is_free: bool = False
    place: str = ""
    geo: tuple[str, ...] = ()
    description: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""
    conference: str = ""
    colour: str = ""
    attendee: Person | None = None
    # When the object was made, where that is not when it was revised (RFC 5545 §3.8.7.2: mails).
    stamped_at: datetime | None = None
    # Said a second time as components of RFC 9073, where asked for.
    participants: tuple[Participant, ...] = ()
    place_uid: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """One VCALENDAR. ``zone`` and ``around`` give an empty one its VTIMEZONE."""

    items: Sequence[Item] = field(default_factory=tuple)
    method: str = "PUBLISH"
    name: str = ""
    source: str = ""
    url: str = ""
    colour: str = ""
    picture: Picture | None = None
    zone: str = "UTC"
    around: datetime = EPOCH


class Zones:
    """The zones that a calendar names, each with the first and the last moment for which it does."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.spans: dict[str, tuple[datetime, datetime]] = {}
        for item in items:
            if not item.all_day:
                for moment in (item.starts_at, item.ends_at):
                    if not _is_shown_twice(moment.astimezone(zone(item.zone))):
                        self.use(item.zone, moment)

    def use(self, name: str, moment: datetime) -> None:
        """Note that ``moment`` is said in that zone."""
        first, last = self.spans.get(name, (moment, moment))
        self.spans[name] = min(first, moment), max(last, moment)

    def tzid(self, name: str, moment: datetime) -> str:
        """The zone in which the moment is said so that whoever reads the VTIMEZONE finds it again: mostly its own.

        Else one of fixed offset: for a time that the clocks show twice that night (RFC 5545 §3.3.5 reads the first of
        the two, which says nothing for the second, and clients differ), and where the zone's one yearly rule is not
        that of this entry's year (``vtimezone``). Etc/GMT+8 is eight hours behind UTC; offsets that are no whole hours
        have no such name, and stay with the zone's own, which nearly all clients know.
        """
        local = moment.astimezone(zone(name))
        offset = local.utcoffset() or timedelta()
        hours, rest = divmod(offset, timedelta(hours=1))
        if rest or not (_is_shown_twice(local) or offset != said_offset(name, *self.spans[name], moment)):
            return name
        fixed = f"Etc/GMT{-hours:+}" if hours else "Etc/GMT"
        self.use(fixed, moment)
        return fixed

    def lines(self) -> Iterator[str]:
        """A VTIMEZONE each."""
        for name, (first, last) in sorted(self.spans.items()):
            yield from vtimezone(name, first, last)


def _is_shown_twice(local: datetime) -> bool:
    return local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()


def to_bytes(calendar: Calendar) -> bytes:
    """The calendar in UTF-8, folded, with CRLF. The same data give the same bytes."""
    zones = Zones(calendar.items)
    items = [line for item in calendar.items for line in _event(item, zones)]
    if not zones.spans:
        zones.use(calendar.zone, calendar.around)
    lines = ["BEGIN:VCALENDAR", *_head(calendar), *zones.lines(), *items, "END:VCALENDAR"]
    return b"".join(map(fold, lines))


def _head(calendar: Calendar) -> Iterator[str]:
    yield from ("VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN", f"METHOD:{calendar.method}")
    if calendar.method == "PUBLISH":
        yield from text("NAME", calendar.name)
        yield from text("X-WR-CALNAME", calendar.name)
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
        yield f"X-PUBLISHED-TTL:{REFRESH}"
    yield from uri("SOURCE;VALUE=URI", calendar.source)
    yield from uri("URL", calendar.url)
    yield from text("COLOR", calendar.colour)
    if calendar.picture:
        kind = parameter("FMTTYPE", calendar.picture.media_type)
        name = ";".join(part for part in ("IMAGE;VALUE=URI;DISPLAY=BADGE", kind) if part)
        yield from uri(name, calendar.picture.url)


def _event(item: Item, zones: Zones) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{item.uid}", f"DTSTAMP:{_utc(item.stamped_at or item.revised_at)}")
    yield from (f"CREATED:{_utc(item.created_at)}", f"LAST-MODIFIED:{_utc(item.revised_at)}")
    yield f"SEQUENCE:{item.sequence}"
    yield from _span(item, zones)
    yield from text("SUMMARY", item.title)
    yield from text("DESCRIPTION", item.description)
    yield from text("LOCATION", item.place)
    if item.geo:
        yield f"GEO:{';'.join(item.geo)}"
    yield from text("CATEGORIES", *item.categories)
    yield from text("COLOR", item.colour)
    yield from uri("URL", item.url)
    yield from uri("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", item.conference)
    is_free = item.is_free or item.all_day or item.status == "CANCELLED"
    yield from (f"STATUS:{item.status}", f"TRANSP:{'TRANSPARENT' if is_free else 'OPAQUE'}", "CLASS:PUBLIC")
    yield from mailto("ORGANIZER", item.organiser.email, parameter("CN", item.organiser.name))
    if item.attendee:
        yield from _attendee(item.attendee)
    yield from _components(item)
    yield "END:VEVENT"


def _attendee(person: Person) -> list[str]:
    asked = ("CUTYPE=INDIVIDUAL", "ROLE=REQ-PARTICIPANT", "PARTSTAT=ACCEPTED", "RSVP=FALSE")
    return mailto("ATTENDEE", person.email, *asked, parameter("CN", person.name))


def _components(item: Item) -> Iterator[str]:
    """PARTICIPANT and VLOCATION (RFC 9073 §7.1, §7.2)."""
    for person in item.participants:
        yield from ("BEGIN:PARTICIPANT", f"UID:{person.uid}", "PARTICIPANT-TYPE:SPEAKER")
        yield from text("SUMMARY", person.name)
        yield "END:PARTICIPANT"
    if item.place_uid:
        yield from ("BEGIN:VLOCATION", f"UID:{item.place_uid}")
        yield from text("NAME", item.place)
        if item.geo:
            yield f"GEO:{';'.join(item.geo)}"
        yield "END:VLOCATION"


def _span(item: Item, zones: Zones) -> Iterator[str]:
    if item.all_day:
        first = item.starts_at.astimezone(zone(item.zone)).date()
        after = last_day(item.ends_at, item.zone) + timedelta(days=1)
        yield from (f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}")
        return
    for name, moment in (("DTSTART", item.starts_at), ("DTEND", item.ends_at)):
        tzid = zones.tzid(item.zone, moment)
        yield f"{name};TZID={tzid}:{moment.astimezone(zone(tzid)):%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
