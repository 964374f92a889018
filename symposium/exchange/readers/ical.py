"""A calendar (RFC 5545): each VEVENT with a time of its own becomes a session."""

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar

from symposium.exchange.document import UNSAID, Event, Material, Said, Session
from symposium.exchange.readers.base import Options, Reader, Reading, ReadingError
from symposium.exchange.readers.collecting import Collector
from symposium.exchange.readers.files import bytes_of, head_text, text_of
from symposium.exchange.readers.kinds import kind_of, words_of
from symposium.exchange.readers.moments import UnclearTimeError, in_utc, known_zone, no_zone
from symposium.exchange.readers.texts import MOST_TEXT, bare, key_of, markup

MOST_COMPONENTS, MOST_LINES, MOST_RULES = 20_000, 400_000, 500
_BEGIN = re.compile(r"^BEGIN:", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(r"^BEGIN:(?:STANDARD|DAYLIGHT)\s*$", re.MULTILINE | re.IGNORECASE)
_ZONES = re.compile(r"^BEGIN:VTIMEZONE\s*$.*?^END:VTIMEZONE\s*$", re.MULTILINE | re.IGNORECASE | re.DOTALL)
# A zone changes its clocks once or twice a year; what does so each second was made to harm.
_WILD = re.compile(
    r"^RRULE.*(?:FREQ=(?!YEARLY)|BY(?:HOUR|MINUTE|SECOND)=)|^DTSTART[^:\n]*:(?!1[6-9]|20)", re.MULTILINE | re.IGNORECASE
)
_FOLD = re.compile(r"\r?\n[ \t]")
_CANCELLED = re.compile(r"^(?:cancell?ed|abgesagt|annulée?|cancelad[ao])\s*[:–—-]\s*", re.IGNORECASE)
# One of many times, or many times in one.
_SERIES = ("RRULE", "RDATE", "RECURRENCE-ID", "EXRULE")


def _sniff(head: bytes, _name: str) -> bool:
    return head_text(head)[:200].upper().startswith("BEGIN:VCALENDAR")


def _read(file: IO[bytes], options: Options) -> Reading:
    text, is_guess = text_of(bytes_of(file))
    text = text.lstrip("\ufeff \t\r\n")
    _refuse(_FOLD.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    try:
        calendars: Any = Calendar.from_ical(text, multiple=True)
    except Exception as error:  # a parser of strangers' files has many ways to fail
        words = _("This calendar cannot be read: %(error)s. Export it anew, whole, and send that unchanged.")
        raise ReadingError(words % {"error": bare(str(error))[:200]}) from error
    found = Collector()
    if is_guess:
        words = _("The file does not say how its letters are written. Look at names with accents, and send UTF-8.")
        found.problem("", "", words, is_warning=True)
    return _Entries(calendars, found, options).reading()


def _refuse(text: str) -> None:
    """Raise ReadingError for what is no calendar, or would cost more than one may."""
    if not text[:200].upper().startswith("BEGIN:VCALENDAR"):
        raise ReadingError(_("This is no calendar: it does not begin with BEGIN:VCALENDAR. Export it as .ics."))
    parts = sum(1 for _part in _BEGIN.finditer(text))
    if parts > MOST_COMPONENTS or text.count("\n") > MOST_LINES:
        raise ReadingError(_("This calendar holds more than any event. Export the calendar of one event alone."))
    rules = sum(1 for _rule in _RULE.finditer(text))
    if rules > MOST_RULES or any(_WILD.search(found[0]) for found in _ZONES.finditer(text)):
        raise ReadingError(_("This calendar defines time zones that do not exist. Export it with IANA names of zones."))


class _Entries:
    """Goes through the entries of all calendars in a file."""

    def __init__(self, calendars: list[Any], found: Collector, options: Options) -> None:
        self.calendars, self.found = calendars, found
        self.zone_name = next(filter(None, (_text(one, "X-WR-TIMEZONE", "TIMEZONE-ID") for one in calendars)), "")
        self.zone = known_zone(self.zone_name) or known_zone(options.timezone)
        self.places: dict[str, list[str]] = {}
        # IANA names, as often as they were met.
        self.zones: Counter[str] = Counter()

    def reading(self) -> Reading:
        """All of it."""
        for calendar in self.calendars:
            is_cancelled = _text(calendar, "METHOD").upper() == "CANCEL"
            for number, entry in enumerate(calendar.walk("VEVENT"), 1):
                title = bare(_text(entry, "SUMMARY"))
                where = _("entry %(number)d (%(title)s)") % {"number": number, "title": title[:60] or "…"}
                self._entry(entry, where, title, is_cancelled=is_cancelled)
        self._name_rooms()
        return self.found.reading(self._event())

    def _event(self) -> Event | None:
        name = next(filter(None, (bare(_text(one, "NAME", "X-WR-CALNAME")) for one in self.calendars)), "")
        sessions = self.found.sessions.values()
        begun = [one.starts_at for one in sessions if isinstance(one.starts_at, datetime)]
        ended = [one.ends_at for one in sessions if isinstance(one.ends_at, datetime)]
        if not name:
            return None
        # One that does not say where it is at home is where most of it takes place.
        zone_name = self.zone_name or next((zone for zone, _number in self.zones.most_common(1)), "")
        return Event(
            key=key_of(name),
            where=_("calendar"),
            name=name,
            timezone=zone_name if known_zone(zone_name) else UNSAID,
            starts_at=min(begun, default=UNSAID),
            ends_at=max(ended, default=UNSAID),
        )

    def _entry(self, entry: Any, where: str, title: str, *, is_cancelled: bool) -> None:
        if not title:
            self.found.problem(where, "SUMMARY", _("The title is missing. Give this entry one."))
            return
        if any(name in entry for name in _SERIES):
            words = _("Repeats are not understood here. Make an entry of its own for each time, and export anew.")
            self.found.problem(where, "RRULE", words)
            return
        starts_at = self._moment(entry, "DTSTART", where)
        if starts_at is None:
            return
        status = _text(entry, "STATUS").upper()
        is_cancelled = is_cancelled or status == "CANCELLED"
        session = Session(
            key=self._key(entry, where, title, starts_at),
            where=where,
            title=(_CANCELLED.sub("", title) if is_cancelled else title) or title,
            kind=self._kind(entry),
            state="cancelled" if is_cancelled else "draft" if status == "TENTATIVE" else UNSAID,
            abstract=self._abstract(entry),
            starts_at=starts_at,
            ends_at=self._end(entry, starts_at, where),
            room=self._place(entry),
            stream_url=self._stream(entry),
            materials=self._materials(entry),
        )
        self.found.add(session)

    def _key(self, entry: Any, where: str, title: str, starts_at: datetime) -> str:
        uid = bare(_text(entry, "UID"))[:200]
        if not uid:
            words = _("It has no UID: another import will not know it again once its title or hour has changed.")
            self.found.aside(where, "UID", words)
        return uid or f"{key_of(title)[:150]} {starts_at:%Y-%m-%dT%H:%M}"

    # --- times -----------------------------------------------------------------------------------------------------

    def _moment(self, entry: Any, name: str, where: str) -> datetime | None:
        """In UTC; None, with what is the matter, for what is none."""
        value = _first(entry, name)
        if value is None:
            self.found.problem(where, name, _("It does not say when it takes place. Give it a time, or leave it out."))
            return None
        try:
            moment = value.dt
            if not isinstance(moment, datetime):
                words = _("It lasts whole days, which no session does. It is left out; give it hours if it is one.")
                self.found.aside(where, name, words)
                return None
            zone_name = str(value.params.get("TZID", ""))
            if moment.tzinfo is None and zone_name:
                zone = known_zone(zone_name)
                if zone is None:
                    words = _("“%(zone)s” is no time zone. Use Area/Place, for example Europe/London.")
                    self.found.problem(where, name, words % {"zone": zone_name[:60]})
                    return None
                return in_utc(moment, zone)
            self.zones.update(filter(None, [getattr(moment.tzinfo, "key", "")]))
            if moment.tzinfo is None and self.zone is None:
                self.found.once(name, no_zone())
                return None
            return in_utc(moment, self.zone)
        except UnclearTimeError as error:
            self.found.problem(where, name, str(error))
        except Exception:  # noqa: BLE001 (rules of zones that strangers made fail in many ways)
            self.found.problem(where, name, _("This is no moment. Write it as 20270511T090000Z."))
        return None

    def _end(self, entry: Any, starts_at: datetime, where: str) -> datetime | None:
        if "DTEND" in entry:
            return self._moment(entry, "DTEND", where)
        value = _first(entry, "DURATION")
        if value is None:
            words = _("It has a beginning and no end. Say when it ends, or how long it takes.")
            self.found.problem(where, "DTEND", words)
            return None
        try:
            lasts = value.dt
            if isinstance(lasts, timedelta) and timedelta(0) < lasts <= timedelta(days=31):
                return starts_at + lasts
        except Exception:  # noqa: BLE001, S110 (told below)
            pass
        self.found.problem(where, "DURATION", _("This is no length that a session has. Write it as PT1H30M."))
        return None

    # --- what else it says -----------------------------------------------------------------------------------------

    def _kind(self, entry: Any) -> Said[str]:
        """By the first category that names a kind; most name topics."""
        value = entry.get("CATEGORIES")
        lists = value if isinstance(value, list) else [value] if value is not None else []
        names = [bare(str(name)) for one in lists for name in getattr(one, "cats", ())]
        return next(filter(None, (kind_of(name) for name in names if len(words_of(name)) <= 3)), UNSAID)

    @staticmethod
    def _abstract(entry: Any) -> Said[str]:
        """The description as HTML where there is one (Outlook), else its text."""
        rich = _text(entry, "X-ALT-DESC")
        if rich.lstrip().startswith("<"):
            return markup(rich)
        return markup(_text(entry, "DESCRIPTION")) if "DESCRIPTION" in entry else UNSAID

    def _place(self, entry: Any) -> Said[str | None]:
        """The place as it is written, for now: what all have in common is the venue."""
        if "LOCATION" not in entry:
            return UNSAID
        text = " ".join(bare(_text(entry, "LOCATION")).split())
        self.places.setdefault(text, [part for part in map(str.strip, text.split(",")) if part])
        return text or None

    def _name_rooms(self) -> None:
        """'Hall A, Institute, Street 1' and 'Hall B, Institute, Street 1' are the rooms Hall A and Hall B."""
        lists = [parts for parts in self.places.values() if parts]
        common = 0
        while lists and all(len(parts) > common + 1 for parts in lists):
            if len({parts[-1 - common] for parts in lists}) > 1:
                break
            common += 1
        rooms = {text: ", ".join(parts[: len(parts) - common]) for text, parts in self.places.items()}
        self.found.in_rooms(rooms)

    @staticmethod
    def _stream(entry: Any) -> Said[str]:
        if "CONFERENCE" not in entry:
            return UNSAID
        address = _text(entry, "CONFERENCE")
        return address if address.startswith(("https://", "http://")) else UNSAID

    @staticmethod
    def _materials(entry: Any) -> Said[tuple[Material, ...]]:
        value = entry.get("ATTACH")
        if value is None:
            return UNSAID
        addresses = [bare(str(one)) for one in (value if isinstance(value, list) else [value])]
        kept = [one for one in addresses if one.startswith(("https://", "http://"))]
        return tuple(Material(kind="other", url=one) for one in dict.fromkeys(kept)) or UNSAID


def _first(component: Any, name: str) -> Any:
    value = component.get(name)
    return value[0] if isinstance(value, list) and value else value


def _text(component: Any, *names: str) -> str:
    """The first of those properties that there is, as text."""
    for name in names:
        value = _first(component, name)
        if value is not None:
            return str(value)[:MOST_TEXT]
    return ""


CALENDAR = Reader(
    name="calendar",
    label=gettext_lazy("a calendar (.ics)"),
    suffixes=(".ics",),
    sniff=_sniff,
    read=_read,
)
