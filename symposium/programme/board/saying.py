"""Clashes in words: what is wrong, between which, and what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from symposium.kit import zones
from symposium.programme.board.clashes import WALK, Clash, Facts, Kind
from symposium.programme.board.slots import Place, Slot, times


def name(text: str) -> str:
    """A title or a name within a sentence: it may be written in the other direction."""
    return f"\u2068{text}\u2069"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says clashes and places of one event, in its zone."""

    zone: str
    facts: Facts

    def room(self, key: int | None) -> str:
        """What the room is called."""
        room = self.facts.rooms.get(key) if key is not None else None
        return name(room.name) if room else _("no room yet")

    def hours(self, slot: Slot) -> str:
        """'10:00–11:00'."""
        starts, ends = times(slot)
        return f"{zones.say_time(starts, self.zone)}–{zones.say_time(ends, self.zone)}"

    def place(self, place: Place) -> str:
        """'Tuesday 18 May 2027, 10:00–11:00, Hall'; 'in the tray'."""
        if place.starts_at is None or place.ends_at is None:
            return _("in the tray, without a time")
        span = zones.say_span(place.starts_at, place.ends_at, self.zone)
        return _("%(when)s, %(room)s") % {"when": span, "room": self.room(place.room)}

    def clash(self, clash: Clash) -> str:
        """One sentence that tells it, and one that says what to do."""
        say = {
            Kind.ROOM: _(
                "“%(one)s” (%(hours)s) and “%(other)s” (%(other_hours)s) are both in %(room)s. Move one of them."
            ),
            Kind.PERSON: _(
                "%(who)s is in “%(one)s” (%(hours)s, %(room)s) and in “%(other)s” (%(other_hours)s, %(other_room)s) "
                "at once. Move one of them, or have somebody else appear."
            ),
            Kind.PLENARY: self._plenary(clash),
            Kind.GUESTS: self._guests(clash),
            Kind.BOOKED: self._booked(clash),
            Kind.WALK: _(
                "%(who)s ends “%(one)s” in %(room)s at %(ends)s and begins “%(other)s” in %(other_room)s at "
                "%(begins)s: less than %(walk)d minutes to get there. Leave a little more time, if it is far."
            ),
            Kind.OFFERED: _(
                "“%(one)s” offers places for %(number)s, but %(room)s seats %(seats)s. Offer fewer, or give it a "
                "larger room."
            ),
            Kind.CROWD: self._crowd(clash),
        }
        return say[clash.kind] % self._words(clash)

    @staticmethod
    def _plenary(clash: Clash) -> str:
        if clash.one.is_plenary:
            return _(
                "“%(one)s” (%(hours)s) is for everyone, but “%(other)s” (%(other_hours)s) runs beside it. Move one "
                "of them."
            )
        return _(
            "“%(other)s” (%(other_hours)s) is for everyone, but “%(one)s” (%(hours)s) runs beside it. Move one of them."
        )

    @staticmethod
    def _guests(clash: Clash) -> str:
        if clash.number is None:
            return _("Guests have booked both “%(one)s” and “%(other)s”, which are at the same time. Move one of them.")
        return ngettext(
            "%(number)s guest has booked both “%(one)s” and “%(other)s”, which are at the same time. Move one of "
            "them, or write to them.",
            "%(number)s guests have booked both “%(one)s” and “%(other)s”, which are at the same time. Move one of "
            "them, or write to them.",
            clash.number,
        )

    @staticmethod
    def _booked(clash: Clash) -> str:
        if clash.number is None:
            return _("More places are booked in “%(one)s” than %(room)s has seats. Give it a larger room.")
        return ngettext(
            "%(number)s place is booked in “%(one)s”, but %(room)s seats %(seats)s. Give it a larger room.",
            "%(number)s places are booked in “%(one)s”, but %(room)s seats %(seats)s. Give it a larger room.",
            clash.number,
        )

    @staticmethod
    def _crowd(clash: Clash) -> str:
        if clash.number is None:
            return _("“%(one)s” is for everyone, but more places are taken at the event than %(room)s has seats.")
        return _("“%(one)s” is for everyone: %(number)s places are taken at the event, but %(room)s seats %(seats)s.")

    def _words(self, clash: Clash) -> dict[str, object]:
        one, other = clash.one, clash.other or clash.one
        return {
            "one": name(one.title),
            "hours": self.hours(one),
            "ends": zones.say_time(times(one)[1], self.zone),
            "room": self.room(one.room),
            "other": name(other.title),
            "other_hours": self.hours(other),
            "begins": zones.say_time(times(other)[0], self.zone),
            "other_room": self.room(other.room),
            "who": name(clash.who.name) if clash.who else "",
            "number": clash.number,
            "seats": self.facts.seats_of(one),
            "walk": WALK.seconds // 60,
        }
