"""What the page of the board shows: made of slots, the layout and the clashes, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from symposium.events.models import Event
from symposium.kit import zones
from symposium.programme.board.clashes import MOST, Clash, find_clashes
from symposium.programme.board.layout import Day, Tile, days_of, lay_out, midnight, window_of
from symposium.programme.board.reading import facts_of, slots_of
from symposium.programme.board.saying import Speaker, name
from symposium.programme.board.slots import Slot
from symposium.programme.models import Session

BOARD = "admin:programme_session_board"
MOVE = "admin:programme_session_board_move"
PUBLISH = "admin:programme_session_publish"
# Minutes to which a session snaps, and the least that a tile takes, so that its title can be read.
GRIDS = {5: 12, 15: 24}
# How long a session of each kind usually is, in minutes, when it is taken out of the tray.
USUAL_MINUTES = {
    Session.Kind.KEYNOTE: 60,
    Session.Kind.PANEL: 60,
    Session.Kind.WORKSHOP: 90,
    Session.Kind.RECEPTION: 90,
}


@dataclass(frozen=True, slots=True)
class View:
    """What the reader chose of the board."""

    event: Event
    day: date | None = None
    grid: int = 5
    is_whole: bool = False

    @property
    def query(self) -> str:
        """As an address carries it."""
        chosen: dict[str, object] = {"event": self.event.pk}
        chosen |= {"day": self.day.isoformat()} if self.day else {}
        chosen |= {"grid": self.grid} if self.grid != 5 else {}
        chosen |= {"whole": "1"} if self.is_whole else {}
        return urlencode(chosen)

    @property
    def url(self) -> str:
        return f"{reverse(BOARD)}?{self.query}"

    def on(self, day: date | None) -> "View":
        """The same of another day."""
        return replace(self, day=day)

    @classmethod
    def of(cls, event: Event, request: HttpRequest) -> "View":
        """What the address says; what it says wrongly is left at what is usual."""
        chosen = request.GET
        try:
            day = date.fromisoformat(chosen.get("day", ""))
        except ValueError:
            day = None
        grid = 15 if chosen.get("grid") == "15" else 5
        return cls(event, day, grid, chosen.get("whole") == "1")


@dataclass(frozen=True, slots=True)
class Shown:
    """A session as the page shows it: on the board where it has a tile, else in the tray."""

    slot: Slot
    url: str
    hours: str
    # Where the column does not say it.
    room: str
    kind: str
    people: str
    is_clash: bool
    is_hint: bool
    minutes: int
    marks: tuple[str, ...]
    # For each minute, as the style sheet has it.
    pixels: int
    tile: Tile | None = None

    @property
    def is_short(self) -> bool:
        """Whether its tile has room for one line."""
        return self.tile is not None and self.tile.minutes * self.pixels < 44

    @property
    def believed(self) -> str:
        return self.slot.place.as_text()

    @property
    def style(self) -> str:
        """Where it stands, for the page's own style sheet."""
        tile = self.tile
        if tile is None:
            return ""
        numbers = {"from": tile.begins, "minutes": tile.minutes, "lane": tile.lane, "lanes": tile.lanes}
        return f"#s{self.slot.key}{{{';'.join(f'--{name}:{value:.6g}' for name, value in numbers.items())}}}"


class Board:
    """One day of an event's board, with the tray and with the clashes of all days; eight queries."""

    def __init__(self, request: HttpRequest, view: View) -> None:
        self.event = event = view.event
        self.slots = slots_of(event)
        self.facts = facts_of(request, event)
        self.days = days_of(self.slots, event.starts_at, event.ends_at, event.timezone)
        self.day = view.day if view.day in self.days else self._usual_day()
        self.view = view.on(self.day)
        self.clashes = find_clashes(self.slots, self.facts)
        self.clashing = {key for clash in self.clashes if not clash.is_hint for key in clash.keys}
        self.hinted = {key for clash in self.clashes for key in clash.keys} - self.clashing
        self.speaker = Speaker(event.timezone, self.facts)

    def _usual_day(self) -> date:
        """Today while the event is on; else the first day on which there is something."""
        zone = zones.zone(self.event.timezone)
        today = timezone.now().astimezone(zone).date()
        if today in self.days:
            return today
        used = [slot.starts_at for slot in self.slots if slot.starts_at]
        return min(used).astimezone(zone).date() if used else self.days[0]

    def day_of(self, slot: Slot) -> date | None:
        """On which day it begins."""
        return slot.starts_at.astimezone(zones.zone(self.event.timezone)).date() if slot.starts_at else None

    def slot(self, key: int) -> Slot | None:
        """The session of that number."""
        return next((slot for slot in self.slots if slot.key == key), None)

    def context(self) -> dict[str, Any]:
        """All that the template needs."""
        event, view, day = self.event, self.view, self.day
        window = window_of(day, self.slots, event.starts_at, event.ends_at, event.timezone, whole=view.is_whole)
        laid = lay_out(day, self.slots, self.facts.rooms, window, event.timezone, least=GRIDS[view.grid])
        wide = self._tiles(laid.wide, is_wide=True)
        columns = [(column, self._tiles(column.tiles)) for column in laid.columns]
        shown = [*wide, *(one for _, tiles in columns for one in tiles)]
        return {
            "event": event,
            "view": view,
            "board": self,
            "window": window,
            "day_name": zones.say_day(day),
            "midnight": midnight(day, zones.zone(event.timezone)),
            "wide": wide,
            "columns": columns,
            "hours": window.hours(event.timezone),
            "tray": [self._show(slot, says_room=True) for slot in self.slots if slot.starts_at is None],
            "tabs": self._tabs(),
            "clash_days": self._clash_days(),
            "number_of_clashes": sum(not clash.is_hint for clash in self.clashes),
            "number_changed": sum(slot.is_changed or slot.is_new for slot in self.slots),
            "shows_at_once": event.is_over() and not event.is_draft,
            "publish_url": f"{reverse(PUBLISH)}?event={event.pk}",
            "is_cut": len(self.clashes) == MOST,
            "style": self._style(shown, laid),
            "usual": replace(view, is_whole=False).url,
            "whole": replace(view, is_whole=True).url,
            "fine": replace(view, grid=5).url,
            "coarse": replace(view, grid=15).url,
        }

    def clashes_of(self, key: int) -> list[str]:
        """What a session clashes with, in words."""
        return [self.speaker.clash(clash) for clash in self.clashes if key in clash.keys]

    def told(self, slot: Slot) -> str:
        """Where a session is now, and what clashes with that."""
        words = _("“%(session)s” is now %(place)s.")
        said = words % {"session": name(slot.title), "place": self.speaker.place(slot.place)}
        return " ".join([said, *self.clashes_of(slot.key)[:3]])

    # --- pieces ----------------------------------------------------------------------------------------------------

    def _tiles(self, tiles: Iterable[Tile], *, is_wide: bool = False) -> list[Shown]:
        return [self._show(tile.slot, tile, says_room=is_wide) for tile in tiles]

    def _show(self, slot: Slot, tile: Tile | None = None, *, says_room: bool) -> Shown:
        usual = USUAL_MINUTES.get(Session.Kind(slot.kind), 30)
        long = (slot.ends_at - slot.starts_at) // timedelta(minutes=1) if slot.ends_at and slot.starts_at else usual
        return Shown(
            slot,
            f"{reverse(MOVE, args=[slot.key])}?{self.view.query}",
            self.speaker.hours(slot) if slot.starts_at else "",
            self.facts.rooms[slot.room].name if says_room and slot.room in self.facts.rooms else "",
            capfirst(str(Session.Kind(slot.kind).label)),
            ", ".join(who.name for who in slot.people),
            slot.key in self.clashing,
            slot.key in self.hinted,
            long,
            tuple(_marks(slot, tile)),
            2 if self.view.grid == 5 else 1,
            tile,
        )

    def _tabs(self) -> list[dict[str, Any]]:
        used = Counter(self.day_of(slot) for slot in self.slots)
        wrong = Counter(self.day_of(clash.one) for clash in self.clashes if not clash.is_hint)
        return [
            {
                "day": day,
                "name": zones.say_short_day(day),
                "noon": datetime.combine(day, time(12), tzinfo=zones.zone(self.event.timezone)),
                "url": self.view.on(day).url,
                "number": used[day],
                "clashes": wrong[day],
                "is_current": day == self.day,
            }
            for day in self.days
        ]

    def _clash_days(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """What clashes, this day first, then the others in their order."""
        by_day: dict[date, list[Clash]] = {}
        for clash in self.clashes:
            day = self.day_of(clash.one)
            if day:
                by_day.setdefault(day, []).append(clash)
        days = sorted(by_day, key=lambda day: (day != self.day, day))
        return [(zones.say_day(day), [self._clash(clash, day) for clash in by_day[day]]) for day in days]

    def _clash(self, clash: Clash, day: date) -> dict[str, Any]:
        url = "" if day == self.day else self.view.on(day).url
        slots = [clash.one, *([clash.other] if clash.other else [])]
        links = [(slot.title, f"{url}#s{slot.key}") for slot in slots]
        return {"words": self.speaker.clash(clash), "is_hint": clash.is_hint, "links": links}

    @staticmethod
    def _style(shown: Iterable[Shown], laid: Day) -> str:
        """The places of all that is shown, as a style sheet: the policy allows no style of a single element."""
        rules = [f".board-grid{{--rooms:{len(laid.columns)};--total:{laid.window.minutes}}}"]
        rules += [
            f"#room-{column.key or 'none'}{{grid-column:{number}}}" for number, column in enumerate(laid.columns, 2)
        ]
        rules += [
            f".board-closed-{number}{{--from:{begins:g};--minutes:{long:g}}}"
            for number, (begins, long) in enumerate(laid.window.closed, 1)
        ]
        return "".join([*rules, *(one.style for one in shown)])


def _marks(slot: Slot, tile: Tile | None) -> Iterator[str]:
    """What must be known of it beside its time, in words."""
    if slot.is_taken_out:
        yield _("taken out, not published yet")
    elif slot.is_changed:
        yield _("changed, not published yet")
    elif slot.is_new:
        yield _("new, not published yet")
    elif slot.state == Session.State.DRAFT:
        yield _("draft")
    if slot.is_cancelled:
        yield _("cancelled")
    if slot.is_plenary:
        yield _("for everyone")
    if tile and tile.is_carried:
        yield _("since the day before")
