"""pretalx's REST API, as it was until 2024 (everything written out) and as it is since (ids, which may be expanded)."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from symposium.exchange.document import UNSAID, Appearance, Event, Material, Said, Session
from symposium.exchange.readers.base import Options, Reader, Reading
from symposium.exchange.readers.collecting import Collector
from symposium.exchange.readers.files import ZIP, head_text, names_in
from symposium.exchange.readers.kinds import kind_of
from symposium.exchange.readers.moments import UnclearTimeError, at_wall, day_of, known_zone
from symposium.exchange.readers.nodes import Node
from symposium.exchange.readers.pretalx_pages import Pages, pages_of
from symposium.exchange.readers.texts import joined, key_of, markup

_STATES = {"accepted": "draft", "confirmed": "published", "canceled": "cancelled", "cancelled": "cancelled"}
_MARKS = ('"submission_type"', '"slot_count"', '"content_locale"', '"speaker_info"', '"slot_type"', '"pending_state"')
_PAIRS = (('"submissions"', '"biography"'), ('"results"', '"next"'), ('"date_from"', '"date_to"'))


def _sniff(head: bytes, _name: str) -> bool:
    if head.startswith(ZIP):
        names = names_in(head)
        is_ours = any(name.rpartition("/")[2] == "event.json" for name in names)
        return not is_ours and any(name.lower().endswith(".json") for name in names)
    text = head_text(head)
    is_json = text.startswith(("{", "["))
    return is_json and (any(mark in text for mark in _MARKS) or any(one in text and two in text for one, two in _PAIRS))


def _read(file: IO[bytes], options: Options) -> Reading:
    found = Collector()
    return _Answers(pages_of(file, found), found, options).reading()


class _Answers:
    """Goes through the submissions, with all else at hand."""

    def __init__(self, pages: Pages, found: Collector, options: Options) -> None:
        self.pages, self.found = pages, found
        for nodes in (pages.submissions, pages.speakers, pages.rooms, pages.tracks, pages.types, pages.slots):
            for node in nodes:
                node.language = pages.language
        self.event = pages.events[0] if pages.events else None
        zone_name = self.event.plain("timezone") if self.event else ""
        self.zone = known_zone(zone_name) or known_zone(options.timezone)
        if self.event and zone_name and not known_zone(zone_name):
            words = _("“%(zone)s” is no time zone. Write Area/Place there, for example Europe/London.")
            self.event.wrong("timezone", words % {"zone": zone_name[:60]}, is_warning=bool(options.timezone))
        self.types = {node.plain("id"): node.plain("name") for node in pages.types}
        self.people = {node.plain("code"): node for node in pages.speakers if node.plain("code")}
        self.slots: dict[str, list[Node]] = defaultdict(list)
        for slot in pages.slots:
            self.slots[slot.plain("id")].append(slot)
        self.by_submission: dict[str, list[Node]] = defaultdict(list)
        self.rooms: dict[str, str | None] = {}
        self.tracks: dict[str, str | None] = {}
        self.seen: dict[str, str] = {}

    def reading(self) -> Reading:
        """All of it."""
        for room in self.pages.rooms:
            self._room(room)
        for track in self.pages.tracks:
            key = self.found.track(track.plain("name"), where=track.where, position=_place(track))
            self.tracks[track.plain("id")] = key
        for slot in self.pages.slots:
            self._slot(slot)
        for submission in self.pages.submissions:
            self._submission(submission)
        self._other_people()
        return self.found.reading(self._event())

    # --- around the sessions ---------------------------------------------------------------------------------------

    def _event(self) -> Event | None:
        event = self.event
        if event is None:
            return None
        starts_at, ends_at = self._edge(event, "date_from", 0), self._edge(event, "date_to", 1)
        if starts_at and ends_at:
            starts_at, ends_at = self.found.around(starts_at, ends_at)
        zone_name = event.plain("timezone")
        return Event(
            key=event.plain("slug") or "event",
            where=event.where or "event",
            name=event.plain("name") or UNSAID,
            timezone=zone_name if known_zone(zone_name) else UNSAID,
            starts_at=starts_at or UNSAID,
            ends_at=ends_at or UNSAID,
            hours_announced=False if starts_at else UNSAID,
            contact_email=event.plain("email") or UNSAID,
        )

    def _edge(self, event: Node, name: str, after: int) -> datetime | None:
        text = event.plain(name)
        if not text or self.zone is None:
            return None
        try:
            return at_wall(day_of(text[:10]) + timedelta(days=after), time.min, self.zone)
        except UnclearTimeError as error:
            event.wrong(name, str(error))
            return None

    def _room(self, room: Node) -> str | None:
        number, guid = room.plain("id"), room.plain("guid", "uuid")
        said = {"capacity": room.number("capacity"), "position": _place(room)}
        key = guid or (f"id:{number}" if number else "")
        found = self.found.room(room.plain("name"), key=key, where=room.where, **said)
        self.rooms[number] = found
        return found

    def _slot(self, slot: Node) -> None:
        """Slots of breaks are sessions; those of submissions are kept for them."""
        submission = slot.plain("submission")
        if submission:
            self.by_submission[submission].append(slot)
        elif slot.node("submission"):
            self.by_submission[Node(slot.value["submission"], slot.where, self.found).plain("code")].append(slot)
        elif slot.value.get("submission") is None and (slot.value.get("description") or "slot_type" in slot):
            self._break(slot)

    def _break(self, slot: Node) -> None:
        starts_at = slot.moment("start", self.zone)
        room = self._room_of(slot)
        title = slot.plain("description") or _("Break")
        ends_at = slot.until(starts_at, self.zone, "end", "duration")
        number = slot.plain("id")
        key = f"slot:{number}" if number else f"break:{room}:{slot.plain('start')}"
        kind = kind_of(title) or "break"
        item = Session(
            key=key[:200], where=slot.where, title=title, kind=kind, starts_at=starts_at, ends_at=ends_at, room=room
        )
        self.found.add(item)

    def _other_people(self) -> None:
        """Speakers of no session: alone they are all there is; beside sessions, nobody accepted them."""
        if not self.pages.submissions:
            for speaker in self.pages.speakers:
                self._person(speaker)
            if self.pages.speakers:
                words = _("Nothing here says whose proposals were accepted. Look through the people before you go on.")
                self.found.problem("", "", words, is_warning=True)
            return
        for code, speaker in self.people.items():
            if code not in self.found.speakers:
                words = _("They appear in no session that was accepted. They are left out.")
                self.found.aside(speaker.where, "", words)

    # --- sessions --------------------------------------------------------------------------------------------------

    def _submission(self, entry: Node) -> None:
        code, title, state = entry.plain("code"), entry.plain("title"), entry.plain("state").lower()
        if state and state not in _STATES:
            self.found.aside(entry.where, "state", _("Proposals that were not accepted are left out."))
            return
        if not title:
            entry.wrong("title", _("The title is missing. Give this proposal one."))
            return
        key = code or key_of(title)
        if self.seen.setdefault(key, title) != title:
            entry.wrong("code", _("The code “%(code)s” stands twice, with different titles.") % {"code": code[:40]})
            return
        if key in self.found.sessions:
            # /talks/ and /submissions/ have the same ones.
            return
        slots = self._slots(entry, code)
        said: dict[str, Any] = {
            "where": entry.where,
            "title": title,
            "state": _STATES.get(state, UNSAID),
            "kind": self._kind(entry),
            "abstract": self._abstract(entry),
            "track": self._track(entry),
            "appearances": self._appearances(entry),
            "materials": self._materials(entry),
        }
        if slots is None:
            self.found.add(Session(key=key, **said))
            return
        for number, slot in enumerate(slots or [None], 1):
            own = key if number == 1 else f"{key}-{number}"
            self.found.add(Session(key=own, **said, **(self._time(slot, entry) if slot else _NO_TIME)))

    def _slots(self, entry: Node, code: str) -> list[Node] | None:
        """When it takes place, in order: none while that is to be announced, None where nothing is said of it."""
        if code in self.by_submission:
            found = self.by_submission[code]
        elif "slot" in entry:
            found = list(filter(None, [entry.node("slot")]))
        elif "slots" in entry:
            found, unknown = [], 0
            for value in entry.list("slots"):
                known = (
                    [Node(value, entry.where, self.found)] if isinstance(value, dict) else self.slots.get(str(value))
                )
                found += known or []
                unknown += not known
            if unknown:
                words = _("Times are named by numbers alone. Ask pretalx for ?expand=slots,slots.room, or add /slots/.")
                self.found.aside(entry.where, "slots", words)
                return None
        else:
            return None
        return sorted((slot for slot in found if slot.value.get("start")), key=lambda slot: slot.plain("start"))

    def _time(self, slot: Node, entry: Node) -> dict[str, Any]:
        slot = Node({"duration": entry.value.get("duration"), **slot.value}, entry.where, self.found, entry.language)
        starts_at = slot.moment("start", self.zone)
        ends_at = slot.until(starts_at, self.zone, "end", "duration")
        return {"starts_at": starts_at, "ends_at": ends_at, "room": self._room_of(slot)}

    def _room_of(self, slot: Node) -> Said[str | None]:
        room, number = slot.value.get("room"), slot.plain("room_id")
        if isinstance(room, dict) and "name" in room:
            return self._room(Node(room, slot.where, self.found, slot.language))
        if number in self.rooms:
            return self.rooms[number]
        if isinstance(room, int) and not isinstance(room, bool):
            if str(room) not in self.rooms:
                words = _("Rooms are named by numbers alone. Ask pretalx for ?expand=slots.room, or add /rooms/.")
                self.found.aside(slot.where, "room", words)
                return UNSAID
            return self.rooms[str(room)]
        return self.found.room(slot.plain("room"), where=slot.where)

    def _kind(self, entry: Node) -> Said[str]:
        value = entry.value.get("submission_type")
        inner = entry.node("submission_type")
        named = (inner.plain("name") if inner else "") or entry.plain("submission_type")
        if isinstance(value, int):
            named = self.types.get(named, "")
        kind = kind_of(named)
        if named and not kind:
            words = _("“%(kind)s” is no kind of session here: new ones become talks. Change them afterwards.")
            self.found.aside(entry.where, "submission_type", words % {"kind": named[:60]})
        return kind or UNSAID

    def _track(self, entry: Node) -> Said[str | None]:
        if "track" not in entry:
            return UNSAID
        value, inner = entry.value["track"], entry.node("track")
        if isinstance(value, int) and not isinstance(value, bool):
            if str(value) not in self.tracks:
                self.found.aside(entry.where, "track", _("Tracks are named by numbers alone. Add /tracks/."))
                return UNSAID
            return self.tracks[str(value)]
        name = inner.plain("name") if inner and "name" in inner else entry.plain("track")
        return self.found.track(name, where=entry.where)

    @staticmethod
    def _abstract(entry: Node) -> Said[str]:
        if "abstract" not in entry and "description" not in entry:
            return UNSAID
        return joined(entry.plain("abstract"), entry.plain("description"))

    # --- people and materials --------------------------------------------------------------------------------------

    def _appearances(self, entry: Node) -> Said[tuple[Appearance, ...]]:
        if "speakers" not in entry:
            return UNSAID
        keys: list[str] = []
        for place, value in enumerate(entry.list("speakers"), 1):
            where = f"{entry.where}.speakers[{place}]".lstrip(".")
            person = Node(value, where, self.found) if isinstance(value, dict) else self.people.get(str(value))
            if person is None:
                words = _("Speakers are named by codes alone. Ask pretalx for ?expand=speakers, or add /speakers/.")
                self.found.aside(entry.where, "speakers", words)
                return UNSAID
            keys += filter(None, [self._person(person)])
        return tuple(Appearance(speaker=key) for key in dict.fromkeys(keys))

    def _person(self, person: Node) -> str | None:
        code, name = person.plain("code"), person.plain("name")
        if not name:
            person.wrong("name", _("The name of this person is missing."))
            return None
        known = self.people.get(code, person)
        biography = person.plain("biography") or known.plain("biography")
        email = person.plain("email") or known.plain("email")
        said = {"biography": markup(biography) or UNSAID, "email": email or UNSAID}
        return self.found.speaker(name, key=code, where=person.where, **said)

    def _materials(self, entry: Node) -> Said[tuple[Material, ...]]:
        if not all(isinstance(one, dict) for one in entry.list("resources")) or "resources" not in entry:
            return UNSAID
        made = []
        for one in entry.nodes("resources"):
            url = one.plain("resource", "link", "url")
            if url.startswith(("https://", "http://")):
                made.append(Material(kind="other", title=one.plain("description"), url=url))
            elif url:
                words = _("“%(url)s” is no address of a page. It is left out.")
                one.wrong("resource", words % {"url": url[:80]}, is_warning=True)
        return tuple(dict.fromkeys(made))


_NO_TIME: dict[str, Any] = {"starts_at": None, "ends_at": None, "room": None}


def _place(node: Node) -> Said[int]:
    """Its place in the order, as far as it is one."""
    number = node.number("position")
    return number if isinstance(number, int) and 0 <= number < 10_000 else UNSAID


PRETALX = Reader(
    name="pretalx",
    label=gettext_lazy("what pretalx’s API answers (JSON, or a ZIP of several)"),
    suffixes=(".json", ".zip"),
    sniff=_sniff,
    read=_read,
)
