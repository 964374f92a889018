"""Sessionize's API, endpoint 'All': sessions, speakers, rooms and categories in one JSON.

Its moments are hours on the wall of the event, and it never says where that is.
"""

from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from symposium.exchange.document import UNSAID, Appearance, Link, Material, Said, Session
from symposium.exchange.readers.base import Options, Reader, Reading, ReadingError
from symposium.exchange.readers.collecting import Collector
from symposium.exchange.readers.files import bytes_of, head_text, json_of, text_of
from symposium.exchange.readers.kinds import kind_of, words_of
from symposium.exchange.readers.moments import known_zone, no_zone
from symposium.exchange.readers.nodes import Node
from symposium.exchange.readers.texts import key_of, markup, strong

_MARKS = ('"isServiceSession"', '"isPlenumSession"', '"questionAnswers"', '"tagLine"', '"categoryItems"')
_ACCEPTED = {"", "accepted"}
# Accepted, and not told yet.
_QUEUED = {"accept_queue", "acceptqueue"}


def _sniff(head: bytes, _name: str) -> bool:
    text = head_text(head)
    return text.startswith(("{", "[")) and any(mark in text for mark in _MARKS)


def _read(file: IO[bytes], options: Options) -> Reading:
    values = json_of(text_of(bytes_of(file))[0])
    content = values[0] if len(values) == 1 else None
    if not isinstance(content, dict) or not {"sessions", "speakers"} & content.keys():
        words = _(
            "This is another view of Sessionize. Export the endpoint “All” as JSON: it holds sessions and speakers."
        )
        raise ReadingError(words)
    return _All(Node(content, "", Collector()), options).reading()


class _All:
    """Goes through rooms and people, then the sessions that name them."""

    def __init__(self, content: Node, options: Options) -> None:
        self.content, self.found = content, content.found
        self.zone = known_zone(options.timezone)
        self.rooms: dict[str, str | None] = {}
        self.people: dict[str, str | None] = {}
        # A choice of a category by its id: what the category is called, and the choice.
        self.choices: dict[str, tuple[str, str]] = {}

    def reading(self) -> Reading:
        """All of it."""
        for room in self.content.nodes("rooms"):
            self.rooms[room.plain("id")] = self._room(room)
        for category in self.content.nodes("categories"):
            for choice in category.nodes("items"):
                self.choices[choice.plain("id")] = (category.plain("title", "name"), choice.plain("name"))
        for person in self.content.nodes("speakers"):
            self.people[person.plain("id")] = self._person(person)
        for session in self.content.nodes("sessions"):
            self._session(session)
        return self.found.reading()

    def _room(self, room: Node) -> str | None:
        number, place = room.plain("id"), room.number("sort")
        position = place if isinstance(place, int) and 0 <= place < 10_000 else UNSAID
        key = f"id:{number}" if number else ""
        return self.found.room(room.plain("name"), key=key, where=room.where, position=position)

    # --- people ----------------------------------------------------------------------------------------------------

    def _person(self, person: Node) -> str | None:
        first, last = person.plain("firstName"), person.plain("lastName")
        name = person.plain("fullName", "name") or f"{first} {last}".strip()
        if not name:
            person.wrong("fullName", _("The name of this person is missing."))
            return None
        said: dict[str, Any] = {"sort_name": f"{last}, {first}" if first and last else UNSAID}
        if "bio" in person or "tagLine" in person:
            said["biography"] = strong(person.plain("tagLine")) + markup(person.plain("bio"))
        if "links" in person:
            said["links"] = tuple(self._links(person))
        if person.plain("email"):
            said["email"] = person.plain("email")
        return self.found.speaker(name, key=person.plain("id"), where=person.where, **said)

    @staticmethod
    def _links(person: Node) -> list[Link]:
        made = []
        for link in person.nodes("links"):
            url = link.plain("url")
            if url.startswith(("https://", "http://")):
                label = link.plain("title", "linkType").replace("_", " ")
                made.append(Link(label=label or url.partition("//")[2].partition("/")[0], url=url))
            elif url:
                words = _("“%(url)s” is no address of a page. It is left out.")
                link.wrong("url", words % {"url": url[:80]}, is_warning=True)
        return list(dict.fromkeys(made))

    # --- sessions --------------------------------------------------------------------------------------------------

    def _session(self, entry: Node) -> None:
        title, status = entry.plain("title"), entry.plain("status").lower()
        if status not in _ACCEPTED | _QUEUED:
            self.found.aside(entry.where, "status", _("Sessions that were not accepted are left out."))
            return
        if not title:
            entry.wrong("title", _("The title is missing. Give this session one."))
            return
        starts_at = entry.moment("startsAt", self.zone) if self._may_read_times(entry) else None
        session = Session(
            key=entry.plain("id") or key_of(title),
            where=entry.where,
            title=title,
            kind=self._kind(entry, title),
            state="draft" if status in _QUEUED else UNSAID,
            abstract=markup(entry.plain("description")) if "description" in entry else UNSAID,
            starts_at=starts_at if "startsAt" in entry else UNSAID,
            ends_at=entry.until(starts_at, self.zone, "endsAt", "endsAt") if starts_at else self._no_end(entry),
            room=self._room_of(entry),
            track=self._track(entry),
            is_plenary=entry.yes_no("isPlenumSession"),
            stream_url=entry.text("liveUrl"),
            appearances=self._appearances(entry),
            materials=self._materials(entry),
        )
        self.found.add(session)

    def _may_read_times(self, entry: Node) -> bool:
        """Whether its hours can be read; told once where nobody knows the zone."""
        text = entry.plain("startsAt")
        has_offset = text.endswith("Z") or "+" in text or "-" in text[10:]
        if text and self.zone is None and not has_offset:
            self.found.once("startsAt", no_zone())
            return False
        return True

    @staticmethod
    def _no_end(entry: Node) -> Said[None]:
        return None if "startsAt" in entry else UNSAID

    def _room_of(self, entry: Node) -> Said[str | None]:
        if "roomId" not in entry and "room" not in entry:
            return UNSAID
        number, name = entry.plain("roomId"), entry.plain("room")
        if number and number not in self.rooms and not name:
            entry.wrong("roomId", _("There is no room with the id %(id)s in this file.") % {"id": number[:40]})
        return self.rooms.get(number) or self.found.room(name, where=entry.where)

    def _chosen(self, entry: Node) -> list[tuple[str, str]]:
        found = [self.choices.get(str(value), ("", "")) for value in entry.list("categoryItems")]
        for category in entry.nodes("categories"):
            found += [(category.plain("name", "title"), one.plain("name")) for one in category.nodes("categoryItems")]
        return found

    def _kind(self, entry: Node, title: str) -> Said[str]:
        if entry.yes_no("isServiceSession") is True:
            return kind_of(title) or "break"
        formats = [
            name for category, name in self._chosen(entry) if {"format", "type", "kind"} & set(words_of(category))
        ]
        return next(filter(None, map(kind_of, formats)), UNSAID)

    def _track(self, entry: Node) -> Said[str | None]:
        if "categoryItems" not in entry and "categories" not in entry:
            return UNSAID
        has_tracks = any({"track", "tracks"} & set(words_of(category)) for category, _name in self.choices.values())
        names = [
            name for category, name in self._chosen(entry) if {"track", "tracks"} & set(words_of(category)) and name
        ]
        if not names:
            return None if has_tracks else UNSAID
        return self.found.track(names[0], where=entry.where)

    def _appearances(self, entry: Node) -> Said[tuple[Appearance, ...]]:
        if "speakers" not in entry:
            return UNSAID
        keys: list[str] = []
        for place, value in enumerate(entry.list("speakers"), 1):
            where = f"{entry.where}.speakers[{place}]"
            person = Node(value, where, self.found) if isinstance(value, dict) else None
            number = person.plain("id") if person else str(value)
            key = self.people.get(number) or (self._person(person) if person else None)
            if key is None and not person:
                words = _("There is nobody with the id %(id)s in this file.")
                self.found.problem(where, "", words % {"id": number[:40]})
            keys += filter(None, [key])
        return tuple(Appearance(speaker=key) for key in dict.fromkeys(keys))

    def _materials(self, entry: Node) -> Said[tuple[Material, ...]]:
        if "recordingUrl" not in entry:
            return UNSAID
        url = entry.plain("recordingUrl")
        return (Material(kind="recording", url=url),) if url else ()


SESSIONIZE = Reader(
    name="sessionize",
    label=gettext_lazy("Sessionize (JSON of the endpoint “All”)"),
    suffixes=(".json",),
    sniff=_sniff,
    read=_read,
)
