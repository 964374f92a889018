"""The rules of docs/contributors/calendars.md, run on a feed: what holds, what does not, and why it matters.

The calendar page runs them for whoever asks, and the tests on every feed. They know the bytes and how they were
served, and nothing of the database: another project's feed could be asked as well.
"""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from symposium.calendars.contents import Status
from symposium.calendars.items import titled
from symposium.calendars.lines import LIMIT
from symposium.calendars.reading import Component, UnreadableError, read
from symposium.kit.languages import codes
from symposium.kit.zones import zone_names

# As many faults of one rule as are worth reading.
MOST = 5
_STAMP = re.compile(r"\d{8}T\d{6}Z")
_LOCAL = re.compile(r"\d{8}T\d{6}")
_DATE = re.compile(r"\d{8}")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_STRONG = re.compile(r'"[^"]+"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request; names of headers as they are written."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    has_cookies: bool = False


@dataclass(frozen=True)
class Served:
    """A feed as it was had: read twice, with HEAD, and by who has it already."""

    first: Answer
    second: Answer
    head: Answer
    known: Answer
    # What was asked for beside the address.
    is_extended: bool = False

    @cached_property
    def calendar(self) -> Component:
        """What was read. Raises UnreadableError."""
        return read(self.first.body)

    @property
    def entries(self) -> list[Component]:
        """Its VEVENTs."""
        return self.calendar.inner("VEVENT")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, in plain words; ``faults`` yields what breaks it."""

    number: int
    title: str | Promise
    why: str | Promise
    faults: Callable[[Served], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule, and what was found of it."""

    rule: Rule
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.faults


def check(served: Served) -> list[Finding]:
    """Every rule. What cannot be read at all breaks the tenth, and no other can be asked."""
    try:
        _ = served.calendar
    except UnreadableError as error:
        return [Finding(rule, [str(error)]) for rule in RULES if rule.number == 10]
    return [Finding(rule, list(_first(rule.faults(served)))) for rule in RULES]


def _first(faults: Iterable[str]) -> Iterator[str]:
    for number, fault in enumerate(faults):
        if number == MOST:
            yield _("… and more of these")
            return
        yield fault


def _of(entry: Component, words: str) -> str:
    """A fault with the title of its entry in front."""
    title = entry.first("SUMMARY")
    return f"{title.text[:60] if title else entry.value('UID')}: {words}"


def _identity(served: Served) -> Iterator[str]:
    for uid, count in Counter(entry.value("UID") for entry in served.entries).items():
        if count > 1:
            yield _("the UID %(uid)s stands on %(count)d entries") % {"uid": uid, "count": count}
    for entry in served.entries:
        try:
            uuid.UUID(entry.value("UID"))
        except ValueError:
            yield _of(entry, _("its UID is no UUID"))


def _revision(served: Served) -> Iterator[str]:
    for entry in served.entries:
        if not entry.value("SEQUENCE").isdecimal():
            yield _of(entry, _("it has no SEQUENCE"))
        if not _STAMP.fullmatch(entry.value("LAST-MODIFIED")):
            yield _of(entry, _("it does not say in UTC when it was last modified"))


def _stamps(served: Served) -> Iterator[str]:
    if served.second.body != served.first.body:
        yield _("two readings, one right after the other, differ")
    for entry in served.entries:
        if not _STAMP.fullmatch(entry.value("DTSTAMP")):
            yield _of(entry, _("it has no DTSTAMP in UTC"))
        elif entry.value("DTSTAMP") != entry.value("LAST-MODIFIED"):
            yield _of(entry, _("DTSTAMP is not when it was last revised"))


def _cancelled_in(language: str) -> str:
    """How the title of what is cancelled begins in a language."""
    with translation.override(language):
        return titled("", Status.CANCELLED).strip()


def _cancelled(served: Served) -> Iterator[str]:
    begins = tuple(_cancelled_in(code) for code in codes())
    for entry in served.entries:
        title = entry.first("SUMMARY")
        is_called = bool(title and title.text.startswith(begins))
        is_cancelled = entry.value("STATUS") == "CANCELLED"
        if is_cancelled and not is_called:
            yield _of(entry, _("it is cancelled, and its title does not say so"))
        if is_cancelled and entry.value("SEQUENCE") == "0":
            yield _of(entry, _("it is cancelled, and its SEQUENCE has not risen"))


def _zones(served: Served) -> Iterator[str]:
    used = {one.parameter("TZID") for entry in served.entries for one in entry.properties} - {""}
    described = Counter(one.value("TZID") for one in served.calendar.inner("VTIMEZONE"))
    for name in sorted(used | described.keys()):
        if name not in zone_names() and not name.startswith("Etc/"):
            yield _("%(zone)s is no name of the IANA database") % {"zone": name}
        if described[name] != 1:
            yield _("%(zone)s is described %(count)d times") % {"zone": name, "count": described[name]}
    for block in served.calendar.inner("VTIMEZONE"):
        if fault := _zone_fault(block):
            yield f"{block.value('TZID')}: {fault}"


def _zone_fault(block: Component) -> str:
    kinds = Counter(part.name for part in block.components)
    if kinds["STANDARD"] != 1 or kinds["DAYLIGHT"] > 1 or kinds.total() > 2:
        return _("it has not one STANDARD and at most one DAYLIGHT")
    for part in block.components:
        if part.first("RDATE") or part.first("COMMENT"):
            return _("it has an RDATE or a COMMENT, which classic Outlook refuses")
        rule = part.value("RRULE")
        if kinds["DAYLIGHT"] and not ("FREQ=YEARLY" in rule and "BYDAY=" in rule):
            return _("a change has no yearly rule by weekday")
        if rule and not kinds["DAYLIGHT"]:
            return _("a fixed offset has a rule")
        if not _LOCAL.fullmatch(part.value("DTSTART")):
            return _("a change does not begin in local time")
    return ""


def _times(served: Served) -> Iterator[str]:
    for entry in served.entries:
        for name in ("DTSTART", "DTEND"):
            moment = entry.first(name)
            if moment is None:
                yield _of(entry, _("it has no %(name)s") % {"name": name})
            elif moment.parameter("VALUE") == "DATE":
                if not _DATE.fullmatch(moment.value):
                    yield _of(entry, _("%(name)s is no date") % {"name": name})
            elif not moment.parameter("TZID") or not _LOCAL.fullmatch(moment.value):
                yield _of(entry, _("%(name)s names no zone, or names one beside UTC") % {"name": name})
        is_dates = {one.parameter("VALUE") for one in (*entry.all("DTSTART"), *entry.all("DTEND"))} == {"DATE"}
        if is_dates and entry.value("DTEND") <= entry.value("DTSTART"):
            yield _of(entry, _("its last day is left out: the end of whole days is exclusive"))


def _words(served: Served) -> Iterator[str]:
    wanted = {"METHOD": "PUBLISH", "REFRESH-INTERVAL": "PT1H", "X-PUBLISHED-TTL": "PT1H", "VERSION": "2.0"}
    for name, value in wanted.items():
        if served.calendar.value(name) != value:
            yield _("the calendar does not say %(line)s") % {"line": f"{name}:{value}"}
    for name in ("PRODID", "NAME", "X-WR-CALNAME", "SOURCE", "URL"):
        if not served.calendar.first(name):
            yield _("the calendar has no %(name)s") % {"name": name}
    for entry in served.entries:
        for name in ("SUMMARY", "STATUS", "TRANSP", "CLASS", "URL"):
            if not entry.first(name):
                yield _of(entry, _("it has no %(name)s") % {"name": name})
        if not entry.value("ORGANIZER").startswith("mailto:"):
            yield _of(entry, _("it names nobody who answers for it with a mailbox"))


def _extended(served: Served) -> Iterator[str]:
    for entry in served.entries:
        added = entry.inner("PARTICIPANT", "VLOCATION")
        if added and not served.is_extended:
            yield _of(entry, _("it has components that nobody asked for"))
        for one in added:
            if not one.value("UID") or (one.name == "PARTICIPANT" and not one.value("PARTICIPANT-TYPE")):
                yield _of(entry, _("its %(name)s is not complete") % {"name": one.name})


def _private(served: Served) -> Iterator[str]:
    for entry in served.entries:
        if entry.first("ATTENDEE"):
            yield _of(entry, _("it names who attends"))
        if entry.inner("VALARM"):
            yield _of(entry, _("it has an alarm"))


def _form(served: Served) -> Iterator[str]:
    body = served.first.body
    for number, line in enumerate(body.split(b"\r\n"), 1):
        if len(line) > LIMIT:
            yield _("line %(number)d has more than 75 octets") % {"number": number}
        try:
            line.decode()
        except UnicodeDecodeError:
            yield _("line %(number)d is cut within a character") % {"number": number}
    if b"\n" in body.replace(b"\r\n", b"") or not body.endswith(b"\r\n"):
        yield _("a line does not end with CR and LF")
    if _CONTROL.search(body):
        yield _("it holds control characters")
    if not served.calendar.components:
        yield _("it holds no component at all")
    empty = {one.name for part in (served.calendar, *served.entries) for one in part.properties if not one.value}
    for name in sorted(empty):
        yield _("%(name)s is empty") % {"name": name}


def _serving(served: Served) -> Iterator[str]:
    headers, tag = served.first.headers, served.first.headers.get("ETag", "")
    if headers.get("Content-Type") != "text/calendar; charset=utf-8":
        yield _("its type is not text/calendar in UTF-8")
    if not _STRONG.fullmatch(tag):
        yield _("it has no strong ETag")
    if "Cache-Control" not in headers:
        yield _("it does not say how long it may be kept")
    if served.first.has_cookies or "attachment" in headers.get("Content-Disposition", ""):
        yield _("it sets a cookie, or comes as an attachment")
    if "accept" in {part.strip().lower() for part in headers.get("Vary", "").split(",")}:
        yield _("it differs by what the reader accepts")
    if served.head.status != served.first.status or served.head.body or served.head.headers.get("ETag") != tag:
        yield _("HEAD does not answer as GET does")
    if served.known.status != 304 or served.known.body:
        yield _("who has it already is sent it again")
    if "Last-Modified" in headers and parsedate_to_datetime(headers["Last-Modified"]).tzinfo is None:
        yield _("its Last-Modified is no date")


RULES = (
    Rule(
        1,
        gettext_lazy("Every entry has an identity of its own"),
        gettext_lazy("Calendars know an entry again by its UID: if it changed, the entry would be there twice."),
        _identity,
    ),
    Rule(
        2,
        gettext_lazy("Every entry says how often it was revised"),
        gettext_lazy("Of two versions, calendars keep the one with the higher SEQUENCE."),
        _revision,
    ),
    Rule(
        3,
        gettext_lazy("Nothing changes while nothing changes"),
        gettext_lazy("Were every reading stamped 'now', every calendar would fetch and store it all each time."),
        _stamps,
    ),
    Rule(
        4,
        gettext_lazy("What is cancelled says so"),
        gettext_lazy("Some calendars show no status: the title has to say it, and the entry stays for 30 days."),
        _cancelled,
    ),
    Rule(
        5,
        gettext_lazy("Every time zone is named as everybody names it, and described once"),
        gettext_lazy("Who does not know the zone by its name reads the description, and Outlook one rule of it."),
        _zones,
    ),
    Rule(
        6,
        gettext_lazy("Every time is on the wall of the place, whole days are days"),
        gettext_lazy("A time without a zone is shown at the wrong hour; one in UTC has lost its place."),
        _times,
    ),
    Rule(
        7,
        gettext_lazy("Calendar and entries say what they are"),
        gettext_lazy("Name, address, organiser and how soon to look again: each client shows some of these."),
        _words,
    ),
    Rule(
        8,
        gettext_lazy("Speakers and places are components only where asked for"),
        gettext_lazy("No big client needs them yet, and some stumble over what they do not know."),
        _extended,
    ),
    Rule(
        9,
        gettext_lazy("Nothing personal, and no alarm"),
        gettext_lazy("A feed is public, and when to be reminded is the reader's own choice."),
        _private,
    ),
    Rule(
        10,
        gettext_lazy("Every line is well formed"),
        gettext_lazy("At most 75 octets, CR and LF at the end, cut within no character: old readers need it."),
        _form,
    ),
    Rule(
        11,
        gettext_lazy("It is served as calendars need it"),
        gettext_lazy("Whoever has it already is told so in a few bytes: thousands can ask every hour."),
        _serving,
    ),
)
