"""A change of the programme in words: for the desk, for mails, and for the public change log."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from symposium.kit import zones
from symposium.programme.changes import Detail
from symposium.programme.models import Appearance, Session

# What no visitor is told: they see it where it stands, or need not know.
QUIET = frozenset({"order", "slug", "materials", "record"})


@dataclass(frozen=True)
class Teller:
    """Says details on an event's wall; ``names`` has the people who may be named, by key."""

    zone: str
    names: Mapping[int, str]

    def tell(self, details: Iterable[Detail], *, with_quiet: bool = False) -> list[str]:
        """A sentence each; without ``with_quiet`` only what visitors are told. What cannot be said is left out."""
        said = []
        for detail in details:
            if with_quiet or detail["what"] not in QUIET:
                say: Callable[[Any, Any], str] = getattr(self, f"_{detail['what']}")
                said.append(say(detail["old"], detail["new"]))
        return [sentence for sentence in said if sentence]

    # --- where it stands -------------------------------------------------------------------------------------------

    def _gone(self, _old: Any, _new: Any) -> str:
        return _("Taken out of the programme.")

    def _placed(self, _old: Any, new: Any) -> str:
        where = self._where(new)
        return _("New: %(where)s.") % {"where": where} if where else _("New; its time is to be announced.")

    def _cancelled(self, _old: Any, new: Any) -> str:
        return _("Cancelled: %(reason)s") % {"reason": isolated(new)} if new else _("Cancelled.")

    def _back(self, _old: Any, _new: Any) -> str:
        return _("Takes place after all.")

    def _reason(self, _old: Any, new: Any) -> str:
        return (
            _("The reason given: %(reason)s") % {"reason": isolated(new)} if new else _("No reason is given any more.")
        )

    # --- when and where --------------------------------------------------------------------------------------------

    def _moved(self, old: Any, new: Any) -> str:
        first, last = _span(old), _span(new)
        if not last:
            return _("Its time is to be announced; it was %(old)s.") % {"old": self._where(old)}
        if not first:
            return _("Has a time now: %(new)s.") % {"new": self._where(new)}
        if first == last:
            return self._other_room(old["room"], new["room"])
        if first[0] == last[0] and old["room"] == new["room"]:
            words = {"old": self._clock(first[1]), "new": self._clock(last[1])}
            return _("Ends at %(new)s instead of %(old)s.") % words
        is_same_day = self._day(first[0]) == self._day(last[0])
        rooms = old["room"] != new["room"]
        words = {"old": self._where(old, room=rooms), "new": self._where(new, day=not is_same_day, room=rooms)}
        return _("Moved from %(old)s to %(new)s.") % words

    def _other_room(self, old: str, new: str) -> str:
        words = {"old": isolated(old), "new": isolated(new)}
        if not new:
            return _("Its room is to be announced; it was %(old)s.") % words
        return _("Moved from %(old)s to %(new)s.") % words if old else _("Takes place in %(new)s.") % words

    def _where(self, place: Mapping[str, Any], *, day: bool = True, room: bool = True) -> str:
        span, parts = _span(place), []
        if span:
            hours = pgettext("from one hour to another", "%(start)s–%(end)s") % {
                "start": self._clock(span[0]),
                "end": self._clock(span[1]),
            }
            parts += [self._day(span[0]), hours] if day else [hours]
        if room and place["room"]:
            parts.append(isolated(place["room"]))
        return ", ".join(parts)

    def _day(self, moment: datetime) -> str:
        return zones.say_day(zones.on_wall(moment, self.zone).date())

    def _clock(self, moment: datetime) -> str:
        return zones.say_time(moment, self.zone)

    # --- who -------------------------------------------------------------------------------------------------------

    def _people(self, old: list[Any], new: list[Any]) -> str:
        left, come = [one for one in old if one not in new], [one for one in new if one not in old]
        stay = {key for key, _part in left} & {key for key, _part in come} - {None}
        otherwise = [(key, part) for key, part in come if key in stay and key in self.names]
        without, added = self._named(left, stay), self._named(come, stay)
        said = [self._with(added, without)] if added or without else []
        for key, part in otherwise:
            words = {"name": isolated(self.names[key]), "part": str(Appearance.Part(part).label)}
            said.append(_("%(name)s is %(part)s now.") % words)
        return " ".join(said)

    @staticmethod
    def _with(added: list[str], without: list[str]) -> str:
        words = {"new": listed(added), "old": listed(without)}
        if added and without:
            return _("Now with %(new)s instead of %(old)s.") % words
        return _("With %(new)s.") % words if added else _("Without %(old)s.") % words

    def _named(self, people: list[Any], stay: set[Any]) -> list[str]:
        keys = dict.fromkeys(key for key, _part in people if key in self.names and key not in stay)
        return [isolated(self.names[key]) for key in keys]

    def _order(self, _old: Any, _new: Any) -> str:
        return _("Those who appear stand in another order.")

    # --- what it is ------------------------------------------------------------------------------------------------

    def _title(self, old: str, _new: str) -> str:
        # What it is called now stands above.
        return _("It was called “%(old)s” before.") % {"old": isolated(old)}

    def _kind(self, old: str, new: str) -> str:
        words = {"old": str(Session.Kind(old).label), "new": str(Session.Kind(new).label)}
        return _("%(new)s instead of %(old)s.") % (words | {"new": capfirst(words["new"])})

    def _track(self, old: str, new: str) -> str:
        words = {"old": isolated(old), "new": isolated(new)}
        if old and new:
            return _("On the track %(new)s instead of %(old)s.") % words
        return _("On the track %(new)s.") % words if new else _("No longer on the track %(old)s.") % words

    def _is_plenary(self, _old: bool, new: bool) -> str:  # noqa: FBT001 (as all of them)
        return _("For everyone now.") if new else _("No longer for everyone.")

    def _abstract(self, old: bool, new: bool) -> str:  # noqa: FBT001
        if old and new:
            return _("Its description has other words.")
        return _("Has a description now.") if new else _("Its description was taken away.")

    def _record(self, _old: bool, _new: bool) -> str:  # noqa: FBT001
        return _("What was said has other words.")

    def _stream_url(self, old: bool, new: bool) -> str:  # noqa: FBT001
        if old and new:
            return _("Its stream has another address.")
        return _("Has a stream now.") if new else _("Has no stream any more.")

    def _materials(self, _old: bool, _new: bool) -> str:  # noqa: FBT001
        return _("What it leaves behind was changed: slides, recordings, papers.")

    def _slug(self, old: str, new: str) -> str:
        return _("Its page moves from …/%(old)s/ to …/%(new)s/; the old address leads on.") % {"old": old, "new": new}


def listed(names: list[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def isolated(text: str) -> str:
    """The text, kept apart where it runs the other way, so that it does not turn the sentence around."""
    runs_back = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
    return f"\u2068{text}\u2069" if runs_back else text


def _span(place: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    if not place["starts_at"] or not place["ends_at"]:
        return None
    return datetime.fromisoformat(place["starts_at"]), datetime.fromisoformat(place["ends_at"])
