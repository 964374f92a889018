"""Rule 5: one VTIMEZONE for each TZID, right at every change of summer time, as other readers understand it."""

import io
import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import icalendar
import pytest
from dateutil import rrule, tz  # type: ignore[import-untyped]

from symposium.calendars.ical import Calendar, Item, Person, to_bytes
from symposium.calendars.vtimezone import changes, vtimezone
from symposium.kit.zones import zone_names

YEARS = range(2020, 2041)


def component(name: str, year: int) -> str:
    return text(name, datetime(year, 1, 2, tzinfo=UTC), datetime(year, 12, 30, tzinfo=UTC))


def text(name: str, first: datetime, last: datetime) -> str:
    return "\r\n".join(vtimezone(name, first, last)) + "\r\n"


def wall_clock(*parts: int) -> datetime:
    """A time without a zone, as RRULE counts."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def onsets(block: str, year: int) -> set[tuple[datetime, timedelta, timedelta]]:
    """What an independent reader makes of the rules: each change in that year (UTC), with the offsets around it."""
    found = set()
    for part in parsed(block).subcomponents:
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        if "RRULE" not in part:
            continue
        rule = rrule.rrulestr(part["RRULE"].to_ical().decode(), dtstart=part["DTSTART"].dt, cache=True)
        for wall in rule.between(wall_clock(year - 1, 12, 31), wall_clock(year + 1, 1, 2)):
            if (wall - before).year == year:
                found.add((wall - before, before, after))
    return found


@cache
def parsed(block: str) -> Any:
    return icalendar.Timezone.from_ical(block)


type Scan = tuple[tuple[datetime, timedelta, timedelta], ...]

FIRST, LAST = datetime(YEARS.start, 1, 1, tzinfo=UTC), datetime(YEARS.stop, 1, 1, tzinfo=UTC)
# No zone changes twice within three days.
DAYS = [FIRST + timedelta(days=days) for days in range(0, (LAST - FIRST).days + 3, 3)]


def scan(name: str) -> Scan:
    """The zone database's own changes of offset in all these years (UTC), found by bisection to the minute."""
    zone = zoneinfo.ZoneInfo(name)
    offsets = [day.astimezone(zone).utcoffset() for day in DAYS]
    found = [(DAYS[0].replace(tzinfo=None), offsets[0], offsets[0])]
    for (low, before), (high, after) in pairwise(zip(DAYS, offsets, strict=True)):
        left, right = low, high
        while before != after and right - left > timedelta(minutes=1):
            middle = (left + (right - left) / 2).replace(second=0, microsecond=0)
            left, right = (middle, right) if middle.astimezone(zone).utcoffset() == before else (left, middle)
        if before != after:
            found.append((right.replace(tzinfo=None), before, after))
    return tuple(found)  # type: ignore[arg-type]


@cache
def unlike_zones() -> dict[str, Scan]:
    """Every zone's changes, under one name for each of those that differ: what we make depends on them alone."""
    names: dict[Scan, str] = {}
    for name in sorted(zone_names()):
        names.setdefault(scan(name), name)
    return {name: found for found, name in names.items()}


@cache
def scanned(name: str, year: int) -> Scan:
    """The zone's changes in that year."""
    return tuple(one for one in unlike_zones().get(name) or scan(name) if one[0].year == year and one[1] != one[2])


def test_los_angeles_has_the_two_yearly_rules_of_its_law():
    assert component("America/Los_Angeles", 2026).splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Los_Angeles",
        "BEGIN:STANDARD",
        "DTSTART:20251102T020000",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0800",
        "TZNAME:PST",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250309T020000",
        "TZOFFSETFROM:-0800",
        "TZOFFSETTO:-0700",
        "TZNAME:PDT",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]


def test_a_zone_of_fixed_offset_has_one_standard_and_no_rule():
    assert component("Asia/Kolkata", 2026).splitlines()[2:-1] == [
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "TZNAME:IST",
        "END:STANDARD",
    ]


@pytest.mark.parametrize(
    ("name", "standard", "daylight"),
    [
        ("Europe/London", "BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"),
        ("Europe/Dublin", "BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"),
        ("Australia/Sydney", "BYMONTH=4;BYDAY=1SU", "BYMONTH=10;BYDAY=1SU"),
        ("Australia/Lord_Howe", "BYMONTH=4;BYDAY=1SU", "BYMONTH=10;BYDAY=1SU"),
        ("Pacific/Auckland", "BYMONTH=4;BYDAY=1SU", "BYMONTH=9;BYDAY=-1SU"),
        ("Asia/Jerusalem", "BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR"),
    ],
)
def test_rules_are_the_ones_that_people_know(name, standard, daylight):
    rules = [line for line in component(name, 2027).splitlines() if line.startswith("RRULE")]
    assert rules == [f"RRULE:FREQ=YEARLY;{rule}" for rule in (standard, daylight)]


def test_dublin_has_its_standard_time_in_winter():
    lines = component("Europe/Dublin", 2026).splitlines()
    daylight = lines[lines.index("BEGIN:DAYLIGHT") :]
    assert "TZOFFSETTO:+0100" in daylight
    assert "TZNAME:IST" in daylight


def test_no_component_holds_an_rdate_a_comment_or_a_third_part():
    for name in sorted(zone_names())[::4]:
        block = component(name, 2026)
        assert "RDATE" not in block
        assert "COMMENT" not in block
        assert block.count("BEGIN:STANDARD") == 1
        assert block.count("BEGIN:DAYLIGHT") <= 1
        assert block.count("RRULE:FREQ=YEARLY") == block.count("BYDAY=") == 2 * block.count("BEGIN:DAYLIGHT")


def test_every_zone_with_two_changes_in_a_year_changes_at_these_very_moments():
    """All zones, every year from 2020 to 2040, also those whose changes follow the moon."""
    checked = 0
    for name in unlike_zones():
        for year in YEARS:
            expected = scanned(name, year)
            if len(expected) in {0, 2}:
                assert onsets(component(name, year), year) == set(expected), (name, year)
                checked += 1
    assert checked > 1500


def read_instant(line: str, blocks: dict[str, Any]) -> datetime:
    """What a reader that knows no zone by its name makes of ``DTSTART;TZID=...:...`` (RFC 5545 §3.6.5)."""
    head, _, value = line.partition(":")
    wall = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007
    before_it = [found for part in blocks[head.partition("=")[2]].subcomponents if (found := latest(part, wall))]
    return (wall - max(before_it)[1]).replace(tzinfo=UTC)


def latest(part: Any, wall: datetime) -> tuple[datetime, timedelta] | None:
    """The last onset of a rule before that time on the wall, and the offset that it set."""
    onset = part["DTSTART"].dt
    if "RRULE" in part:
        onset = occurrences(part["RRULE"].to_ical().decode(), onset).before(wall, inc=True)
    return (onset, part["TZOFFSETTO"].td) if onset and onset <= wall else None


@cache
def occurrences(rule: str, first: datetime) -> Any:
    return rrule.rrulestr(rule, dtstart=first, cache=True)


def calendar_around(name: str, changed: list[datetime]) -> bytes:
    """Entries that end an hour before, begin half an hour before, and end half an hour after each change."""
    hour, made, one = timedelta(hours=1), datetime(2020, 1, 1, tzinfo=UTC), timedelta(minutes=30)
    spans = [(at - 2 * hour, at - hour) for at in changed] + [(at - one, at + one) for at in changed]
    items = [
        Item(str(n), 0, made, made, "x", start, end, name, Person("x", "x@example.org"))
        for n, (start, end) in enumerate(spans)
    ]
    return to_bytes(Calendar(items=items))


@pytest.mark.parametrize("years", [1, 2, 21], ids=["each year", "two years in one calendar", "all in one calendar"])
def test_entries_around_every_change_of_every_zone_are_read_at_their_instants(years):
    """Also by whoever knows no zone by its name.

    But where the offset is no whole hours, so that no other zone says it: in the hour that comes twice, whose second
    coming RFC 5545 cannot say, and in Tehran, whose days changed from year to year, beside entries of another year.
    """
    checked, missed = 0, set()
    for name, found in unlike_zones().items():
        for year in YEARS[::years]:
            changed = [
                at.replace(tzinfo=UTC)
                for at, b, a in found
                if b != a and 0 <= at.year - year < years and at.year > 2020
            ]
            if not changed:
                continue
            body = calendar_around(name, changed)
            calendar: Any = icalendar.Calendar.from_ical(body)
            blocks = {str(one["TZID"]): one for one in calendar.walk("VTIMEZONE")}
            lines = [one for one in body.decode().split("\r\n") if one.startswith(("DTSTART;", "DTEND;"))]
            hour, half = timedelta(hours=1), timedelta(minutes=30)
            wanted = [at - step for at in changed for step in (2 * hour, hour)]
            wanted += [at + step for at in changed for step in (-half, half)]
            for line, instant in zip(lines, wanted, strict=True):
                checked += 1
                if read_instant(line, blocks) != instant:
                    local = instant.astimezone(zoneinfo.ZoneInfo(name))
                    offset = local.utcoffset() or timedelta()
                    assert offset % hour, (name, instant, line)
                    assert local.fold or years > 1, (name, instant, line)
                    missed.add(name)
    assert checked > 5000
    assert missed == {"America/St_Johns", "Asia/Tehran", "Australia/Adelaide", "Pacific/Chatham"}


def test_the_scan_by_weeks_misses_no_change():
    for name in unlike_zones():
        for year in YEARS:
            assert [c.at.replace(tzinfo=None) for c in changes(name, year)] == [at for at, _, _ in scanned(name, year)]


@pytest.mark.parametrize(
    "name",
    ["America/Los_Angeles", "Europe/London", "Europe/Dublin", "Australia/Sydney", "Pacific/Auckland", "Asia/Jerusalem"],
)
def test_one_component_stays_right_for_twenty_years(name):
    block = component(name, 2020)
    for year in YEARS:
        assert onsets(block, year) == set(scanned(name, year))


@pytest.mark.parametrize(
    "name", ["America/Los_Angeles", "Europe/Dublin", "Australia/Sydney", "Africa/Cairo", "America/Nuuk", "UTC"]
)
@pytest.mark.parametrize("reader", ["dateutil", "icalendar"])
def test_two_readers_find_the_offset_of_every_week(name, reader):
    block = component(name, 2027)
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{block}END:VCALENDAR\r\n"
    if reader == "dateutil":
        read = tz.tzical(io.StringIO(calendar)).get(name)
    else:
        read = parsed(block).to_tz(lookup_tzid=False)
    zone = zoneinfo.ZoneInfo(name)
    for week in range(52):
        wall = wall_clock(2027, 1, 1, 12) + timedelta(weeks=week)
        assert wall.replace(tzinfo=read).utcoffset() == wall.replace(tzinfo=zone).utcoffset(), wall


def test_changes_that_follow_the_moon_are_right_in_the_year_of_the_entries():
    assert onsets(component("Africa/Casablanca", 2026), 2026) == set(scanned("Africa/Casablanca", 2026))


def test_a_year_in_which_a_zone_moves_for_good_has_the_offset_of_its_last_entry():
    january, june = datetime(2024, 1, 15, tzinfo=UTC), datetime(2024, 6, 15, tzinfo=UTC)
    assert "TZOFFSETTO:+0600" in text("Asia/Almaty", january, january)
    assert "TZOFFSETTO:+0500" in text("Asia/Almaty", january, june)


def test_the_rule_begins_before_the_first_entry():
    first, last = datetime(2019, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
    assert "DTSTART:20181104T020000" in text("America/Los_Angeles", first, last)
