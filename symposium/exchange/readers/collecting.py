"""What a reader finds, put together: rooms, tracks and people once each, sessions with what is wrong in them."""

from collections import Counter
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from symposium.exchange.document import UNSAID, Document, Event, Hosting, Organisation, Room, Session, Speaker, Track
from symposium.exchange.readers.base import Problem, Reading, ReadingError
from symposium.exchange.readers.texts import bare, key_of

MOST_PROBLEMS, MOST_ITEMS = 200, 20_000


class Collector:
    """The items found so far, by their keys, in the order in which they came."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.tracks: dict[str, Track] = {}
        self.speakers: dict[str, Speaker] = {}
        self.organisations: dict[str, Organisation] = {}
        self.hostings: dict[str, Hosting] = {}
        self.sessions: dict[str, Session] = {}
        self._problems: list[Problem] = []
        self._more = 0
        self._told_once: set[str] = set()
        self._asides: Counter[str] = Counter()
        self._aside_at: dict[str, tuple[str, str]] = {}
        self._names: dict[tuple[str, str], str] = {}

    # --- what is wrong ---------------------------------------------------------------------------------------------

    def problem(self, where: str, field: str, words: str, *, is_warning: bool = False) -> None:
        """Something is wrong there. A file can be wrong in every line: only so many are told one by one."""
        problem = Problem(where, field, words, is_warning)
        if problem in self._problems[-20:]:
            # A cell may be looked at twice.
            return
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(problem)
        else:
            self._more += not is_warning

    def once(self, field: str, words: str) -> None:
        """A mistake of the whole file, told when it is met first."""
        if words not in self._told_once:
            self._told_once.add(words)
            self.problem("", field, words)

    def aside(self, where: str, field: str, words: str) -> None:
        """A warning that is said once, with how often it was met and where first."""
        self._asides[words] += 1
        self._aside_at.setdefault(words, (where, field))

    def problems(self) -> tuple[Problem, ...]:
        """All of it, mistakes first."""
        told = sorted(self._problems, key=lambda problem: problem.is_warning)
        if self._more:
            words = ngettext("%(number)d more mistake.", "%(number)d more mistakes.", self._more)
            told.append(Problem("", "", words % {"number": self._more}))
        for words, number in list(self._asides.items())[:MOST_PROBLEMS]:
            where, field = self._aside_at[words]
            times = ngettext("(%(number)d time)", "(%(number)d times)", number) % {"number": number}
            told.append(Problem(where, field, f"{words} {times}" if number > 1 else words, is_warning=True))
        return tuple(told)

    # --- what is named ---------------------------------------------------------------------------------------------

    def room(self, name: str, *, key: str = "", where: str = "", **said: Any) -> str | None:
        """The key of the room of that name; None for no name."""
        return self._named(self.rooms, Room, name, key, where, said)

    def track(self, name: str, *, key: str = "", where: str = "", **said: Any) -> str | None:
        """The key of the track of that name; None for no name."""
        return self._named(self.tracks, Track, name, key, where, said)

    def speaker(self, name: str, *, key: str = "", where: str = "", **said: Any) -> str | None:
        """The key of the person of that name; what is said of them later is added."""
        return self._named(self.speakers, Speaker, name, key, where, said)

    def organisation(self, name: str, *, key: str = "", where: str = "", **said: Any) -> str | None:
        """The key of the institution of that name."""
        return self._named(self.organisations, Organisation, name, key, where, said)

    def known(self, kind: type, name: str) -> str | None:
        """The key under which that name is known; None for a new one."""
        return self._names.get((kind.__name__, key_of(name)))

    def also_called(self, kind: type, name: str, key: str) -> None:
        """Note another name under which others may mention an item."""
        self._names.setdefault((kind.__name__, key_of(name)), key)

    def _named(
        self, held: dict[str, Any], kind: type, name: str, key: str, where: str, said: dict[str, Any]
    ) -> str | None:
        name = " ".join(bare(name).split())
        folded = key_of(name)
        if not folded:
            return None
        key = bare(key)[:200] or self._names.get((kind.__name__, folded), folded)
        known = held.get(key)
        if known is None:
            self._refuse_more(held)
            held[key] = kind(key=key, name=name, where=where, **said)
        else:
            if key_of(known.name) != folded:
                words = _("This id belongs to “%(name)s” already, at %(where)s. Each needs an id of its own.")
                self.problem(where, "", words % {"name": known.name[:80], "where": known.where or "…"})
                return key
            held[key] = _added(known, said)
        self._names.setdefault((kind.__name__, folded), key)
        return key

    def add(self, item: Session | Hosting) -> None:
        """A session or a hosting; a second one of the same key is a mistake, and left out."""
        held: dict[str, Any] = self.sessions if isinstance(item, Session) else self.hostings
        if item.key in held:
            words = _("The same id stands at %(where)s: each needs one of its own. Leave one of them out.")
            self.problem(item.where, "id", words % {"where": held[item.key].where})
            return
        self._refuse_more(held)
        held[item.key] = item

    @staticmethod
    def _refuse_more(held: dict[str, Any]) -> None:
        if len(held) >= MOST_ITEMS:
            words = _("This file holds more than %(most)d things of a kind; no event has so many.")
            raise ReadingError(words % {"most": MOST_ITEMS})

    def in_rooms(self, names: dict[str, str]) -> None:
        """Put sessions that name a place as it is written into the room that this is called."""
        for session in self.sessions.values():
            if isinstance(session.room, str):
                room = self.room(names[session.room], where=session.where)
                self.sessions[session.key] = replace(session, room=room)

    def around(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """The same time, widened to hold all sessions: nights belong to the day before them."""
        times = [(one.starts_at, one.ends_at) for one in self.sessions.values()]
        begun = [first for first, _last in times if isinstance(first, datetime)]
        ended = [last for _first, last in times if isinstance(last, datetime)]
        return min([starts_at, *begun]), max([ends_at, *ended])

    # --- all of it -------------------------------------------------------------------------------------------------

    def reading(self, event: Event | None = None) -> Reading:
        """The document, and what is wrong in it."""
        document = Document(
            event=event,
            organisations=tuple(self.organisations.values()),
            hostings=tuple(self.hostings.values()),
            rooms=tuple(self.rooms.values()),
            tracks=tuple(self.tracks.values()),
            speakers=tuple(self.speakers.values()),
            sessions=tuple(self.sessions.values()),
        )
        if document == Document():
            words = _("There is no session, no speaker and no host in this file. Look whether it is the right one.")
            self._problems.insert(0, Problem("", "", words))
        return Reading(document, self.problems())


def _added[T: (Room, Track, Speaker, Organisation)](known: T, said: dict[str, Any]) -> T:
    """The same item with what was not said of it before."""
    new = {
        one.name: said[one.name]
        for one in fields(known)
        if one.name in said and said[one.name] is not UNSAID and not _is_said(getattr(known, one.name))
    }
    return replace(known, **new) if new else known


def _is_said(value: Any) -> bool:
    return value is not UNSAID and value not in (None, "", ())
