"""frab's ``schedule.xml`` and ``schedule.json`` (c3voc schedule schemas), as frab, pretalx and many others write them.

Old files have neither offsets nor dates beside their hours, nor ids of people; whatever is missing is worked out from
what is there, or told.
"""

from datetime import datetime, time, timedelta
from typing import IO, Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from symposium.exchange.document import UNSAID, Appearance, Event, Link, Material, Said, Session
from symposium.exchange.readers import frab_xml
from symposium.exchange.readers.base import Options, Reader, Reading, ReadingError
from symposium.exchange.readers.collecting import Collector
from symposium.exchange.readers.files import bytes_of, head_text, json_of, refuse_binary, text_of
from symposium.exchange.readers.kinds import kind_of
from symposium.exchange.readers.moments import UnclearTimeError, at_wall, clock_of, day_of, known_zone, no_zone
from symposium.exchange.readers.nodes import Node
from symposium.exchange.readers.people import addressed
from symposium.exchange.readers.texts import bare, joined, key_of, markup, strong
from symposium.programme.models import Material as Kept

# Hours before this one belong to the night of the day under which they stand (Pentabarf's 'day change').
DAY_CHANGE = time(4)
_MATERIALS = {"slides": "slides", "paper": "paper", "media": "recording", "recording": "recording"}
# What this program writes says more than the format has names for.
_OURS = "Symposium"


def _sniff(head: bytes, _name: str) -> bool:
    text = head_text(head)
    if text.startswith("<"):
        return "<schedule" in text
    return text.startswith("{") and '"schedule"' in text and '"conference"' in text


def _read(file: IO[bytes], options: Options) -> Reading:
    data = bytes_of(file)
    refuse_binary(data)
    if head_text(data[:1024]).startswith("<"):
        content, is_guess = frab_xml.content_of(data)
    else:
        text, is_guess = text_of(data)
        content = _only(json_of(text))
    found = Collector()
    if is_guess:
        words = _("The file does not say how its letters are written. Look at names with accents, and send UTF-8.")
        found.problem("", "", words, is_warning=True)
    return _Schedule(content, found, options).reading()


def _only(values: list[Any]) -> dict[str, Any]:
    content = values[0] if len(values) == 1 else None
    if isinstance(content, dict) and "schedule" not in content and "conference" in content:
        content = {"schedule": content}
    if not isinstance(content, dict) or not _is_schedule(content.get("schedule")):
        raise ReadingError(
            _("This JSON is no schedule: it has no “schedule” with a “conference”. Export “schedule.json”.")
        )
    return content


def _is_schedule(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("conference"), dict)


class _Schedule:
    """Goes through the conference, its days, their rooms, and the entries in each."""

    def __init__(self, content: dict[str, Any], found: Collector, options: Options) -> None:
        schedule = content["schedule"]
        generator = content.get("generator")
        self.found = found
        self.is_ours = isinstance(generator, dict) and generator.get("name") == _OURS
        self.conference = Node(schedule["conference"], "conference", found)
        self.base = Node(schedule, "schedule", found).plain("base_url") or self.conference.plain("base_url")
        self.zone_name = self.conference.plain("time_zone_name")
        self.zone = known_zone(self.zone_name) or known_zone(options.timezone)
        if self.zone_name and not known_zone(self.zone_name):
            words = _("“%(zone)s” is no time zone. Write Area/Place there, for example Europe/London.")
            where, is_warning = "conference", bool(options.timezone)
            found.problem(where, "time_zone_name", words % {"zone": self.zone_name[:60]}, is_warning=is_warning)
        self.places: set[str] = set()

    def reading(self) -> Reading:
        """All of it."""
        for room in self.conference.nodes("rooms"):
            name = room.plain("name")
            capacity = room.number("capacity")
            if room.plain("guid") or not self.is_ours:
                self.found.room(name, key=room.plain("guid"), where=room.where, capacity=capacity)
                self.places.add(key_of(name))
        for track in self.conference.nodes("tracks"):
            self.found.track(track.plain("name"), where=track.where)
        for day in self.conference.nodes("days"):
            self._day(day)
        return self.found.reading(self._event())

    # --- the event -------------------------------------------------------------------------------------------------

    def _event(self) -> Event | None:
        conference = self.conference
        name = conference.plain("title")
        if not name and not self.zone_name:
            return None
        starts_at, first_known = self._edge("start", timedelta(0))
        ends_at, last_known = self._edge("end", timedelta(days=1))
        by_days = not (first_known and last_known)
        if by_days and starts_at and ends_at:
            starts_at, ends_at = self.found.around(starts_at, ends_at)
        description = conference.text("description")
        return Event(
            key=conference.plain("acronym") or key_of(name) or "event",
            where="conference",
            name=name or UNSAID,
            timezone=self.zone_name if known_zone(self.zone_name) else UNSAID,
            starts_at=starts_at or UNSAID,
            ends_at=ends_at or UNSAID,
            hours_announced=False if by_days and starts_at else UNSAID,
            summary=description if self.is_ours else UNSAID,
            description=markup(description) if isinstance(description, str) and not self.is_ours else UNSAID,
        )

    def _edge(self, name: str, after: timedelta) -> tuple[datetime | None, bool]:
        """When the conference begins or ends, and whether its hour is said."""
        dates = sorted(filter(None, (day.plain("date") for day in self.conference.nodes("days"))))
        text = self.conference.plain(name) or (dates[0 if name == "start" else -1] if dates else "")
        if len(text) > 10:
            return self.conference.moment(name, self.zone), True
        if not text or self.zone is None:
            return None, False
        try:
            return at_wall(day_of(text) + after, time.min, self.zone), False
        except UnclearTimeError as error:
            self.conference.wrong(name, str(error))
            return None, False

    # --- its days --------------------------------------------------------------------------------------------------

    def _day(self, day: Node) -> None:
        rooms = day.value.get("rooms")
        if not isinstance(rooms, dict):
            if rooms:
                day.wrong("rooms", _("Rooms must stand here by their names, each with a list of its entries."))
            return
        for name in rooms:
            below = Node(rooms, f"{day.where} {name[:40]}".strip(), self.found)
            for value in below.list(name):
                if isinstance(value, dict):
                    self._session(Node(value, _place(value), self.found), day, name)
                else:
                    below.wrong("", _("An object must stand here."))

    def _session(self, entry: Node, day: Node, room: str) -> None:
        title = entry.plain("title")
        if not title:
            entry.wrong("title", _("The title is missing. Give this entry one."))
            return
        starts_at = self._start(entry, day)
        ends_at = entry.until(starts_at, self.zone, "end", "duration")
        guid, number = entry.plain("guid"), entry.plain("id")
        session = Session(
            key=guid or (f"id:{number}" if number else "") or entry.plain("slug") or key_of(title),
            where=entry.where,
            title=title,
            kind=self._kind(entry),
            abstract=self._abstract(entry),
            record=markup(entry.plain("description")) if self.is_ours else UNSAID,
            starts_at=starts_at,
            ends_at=ends_at,
            room=self._room(entry, room),
            track=self.found.track(entry.plain("track"), where=entry.where) if "track" in entry else UNSAID,
            stream_url=self._stream(entry),
            appearances=self._appearances(entry),
            materials=self._materials(entry),
        )
        self.found.add(session)

    def _start(self, entry: Node, day: Node) -> datetime | None:
        text = entry.plain("date")
        if len(text) > 10:
            return entry.moment("date", self.zone)
        if not entry.plain("start"):
            entry.wrong("date", _("Neither “date” nor “start” says when this begins."))
            return None
        try:
            first = day_of(text or day.plain("date") or day.plain("day_start")[:10])
            clock = clock_of(entry.plain("start"))
            if self.zone is None:
                self.found.once("start", no_zone())
                return None
            return at_wall(first + timedelta(days=not text and clock < self._day_change()), clock, self.zone)
        except UnclearTimeError as error:
            entry.wrong("date" if text else "start", str(error))
            return None

    def _day_change(self) -> time:
        try:
            return clock_of(self.conference.plain("day_change"))
        except UnclearTimeError:
            return DAY_CHANGE

    def _kind(self, entry: Node) -> Said[str]:
        named = entry.plain("type")
        kind = kind_of(named)
        if named and not kind:
            words = _("“%(kind)s” is no kind of session here: new ones become talks. Change them afterwards.")
            self.found.aside(entry.where, "type", words % {"kind": named[:60]})
        return kind or UNSAID

    def _abstract(self, entry: Node) -> Said[str]:
        if "abstract" not in entry and "description" not in entry:
            return UNSAID
        description = "" if self.is_ours else entry.plain("description")
        return strong(entry.plain("subtitle")) + joined(entry.plain("abstract"), description)

    def _room(self, entry: Node, name: str) -> str | None:
        name = name or entry.plain("room")
        if self.is_ours and key_of(name) not in self.places:
            # What has no room yet stands under words that say so.
            return None
        return self.found.room(name, where=entry.where)

    def _stream(self, entry: Node) -> Said[str]:
        if not self.is_ours:
            return UNSAID
        return next((link.plain("url") for link in entry.nodes("links")), "")

    # --- its people and what it leaves behind ----------------------------------------------------------------------

    def _appearances(self, entry: Node) -> Said[tuple[Appearance, ...]]:
        if "persons" not in entry:
            return UNSAID
        people = list(dict.fromkeys(filter(None, map(self._person, entry.nodes("persons")))))
        return tuple(Appearance(speaker=key) for key in people)

    def _person(self, person: Node) -> str | None:
        name = person.plain("name", "public_name", "full_public_name")
        if not name:
            person.wrong("name", _("The name of this person is missing."))
            return None
        number = person.plain("id")
        key = person.plain("guid", "code") or (f"id:{number}" if number else "")
        biography = markup(person.plain("biography", "description", "abstract"))
        links = tuple(self._link(link) for link in person.nodes("links") if link.plain("url"))
        said: dict[str, Any] = {"biography": biography or UNSAID, "links": links or UNSAID}
        if self.is_ours:
            form, name = addressed(name)
            said["form_of_address"] = form or UNSAID
        return self.found.speaker(name, key=key, where=person.where, **said)

    @staticmethod
    def _link(link: Node) -> Link:
        url = link.plain("url")
        return Link(label=link.plain("title", "service", "type") or url.partition("//")[2].partition("/")[0], url=url)

    def _materials(self, entry: Node) -> Said[tuple[Material, ...]]:
        names = ("attachments",) if self.is_ours else ("links", "attachments")
        recording = entry.node("recording")
        films = [entry.plain("video_download_url"), recording.plain("url", "link") if recording else ""]
        found = [self._material(one) for name in names for one in entry.nodes(name)]
        found += [Material(kind="recording", url=url) for url in films if self._is_address(entry, url)]
        if not found and not any(name in entry for name in names):
            return UNSAID
        return tuple(dict.fromkeys(filter(None, found)))

    def _material(self, one: Node) -> Material | None:
        url = one.plain("url", "href")
        if url and self.base:
            try:
                url = urljoin(self.base, url)
            except ValueError:
                url = ""
        title = one.plain("title", "name")
        kind = _MATERIALS.get(one.plain("type").lower(), "other")
        # What has no title of its own is called as its kind is, or by its address.
        title = "" if title in {url, str(Kept.Kind(kind).label)} else title
        return Material(kind=kind, title=title, url=url) if self._is_address(one, url) else None

    @staticmethod
    def _is_address(one: Node, url: str) -> bool:
        if url and not url.startswith(("https://", "http://")):
            words = _("“%(url)s” is no address of a page. It is left out.")
            one.wrong("url", words % {"url": url[:80]}, is_warning=True)
        return url.startswith(("https://", "http://"))


def _place(value: dict[str, Any]) -> str:
    """Where an entry stands, as its file names it: 'event 4711'."""
    named = next((value[name] for name in ("id", "code", "guid", "slug", "title") if value.get(name)), "?")
    return _("event %(name)s") % {"name": bare(str(named))[:40]}


FRAB = Reader(
    name="frab",
    label=gettext_lazy("a schedule of frab, pretalx or c3voc (schedule.xml, schedule.json)"),
    suffixes=(".xml", ".json"),
    sniff=_sniff,
    read=_read,
)
