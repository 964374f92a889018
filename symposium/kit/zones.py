"""Time zones: IANA names, names for people, and how a person says a time."""

import functools
import zoneinfo
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import get_timezone_name
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@functools.cache
def zone_names() -> frozenset[str]:
    """Every geographic IANA zone (Area/Place) and UTC."""
    return frozenset(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")) | {
        "UTC"
    }


def validate_zone(name: str) -> None:
    """Raise ValidationError unless ``name`` is a zone of the IANA database, as 'America/Los_Angeles' is."""
    if name not in zone_names():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write Area/Place, for example Europe/London or America/Los_Angeles."),
            code="zone",
            params={"name": name[:60]},
        )


class ZoneField(models.CharField[str, str]):
    """A column with the IANA name of a time zone."""

    default_validators = [validate_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)


@functools.cache
def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that IANA name."""
    return zoneinfo.ZoneInfo(name)


@functools.cache
def zone_label(name: str) -> str:
    """What people call a zone all year round: 'Pacific Time', 'UK Time' (CLDR)."""
    if name == "UTC":
        return "UTC"
    return get_timezone_name(zone(name), width="long", zone_variant="generic", locale="en_GB")


def say_day(day: date) -> str:
    """'Tuesday 20 January 2026'."""
    return formats.date_format(day, "l j F Y")


def say_days(first: date, last: date) -> str:
    """One day in full, or a span without repeating what both ends share: '20-22 January 2026'."""
    if first == last:
        return say_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{formats.date_format(last, 'j F Y')}"
    pattern = "j F" if first.year == last.year else "j F Y"
    return f"{formats.date_format(first, pattern)} – {formats.date_format(last, 'j F Y')}"


def say_weekday(day: date) -> str:
    """'Wed 20': the day beside a time, where the month is clear."""
    return formats.date_format(day, "D j")


def say_short_day(day: date) -> str:
    """'Wed 20 Jan'."""
    return formats.date_format(day, "D j M")


def clock(wall: datetime) -> str:
    """'09:00'; in the hour that a clock change repeats, with the zone's letters: '01:30 (GMT)'."""
    return f"{wall:%H:%M}" if wall.replace(fold=1 - wall.fold).utcoffset() == wall.utcoffset() else f"{wall:%H:%M (%Z)}"


def say_time(moment: datetime, zone_name: str) -> str:
    """'09:00' on the wall of that zone."""
    return clock(moment.astimezone(zone(zone_name)))


def say_span(starts_at: datetime, ends_at: datetime, zone_name: str) -> str:
    """'Tuesday 20 January 2026, 09:00–18:00 (Pacific Time)'; names both days when midnight lies between."""
    first, last = (moment.astimezone(zone(zone_name)) for moment in (starts_at, ends_at))
    words = {
        "day": say_day(first.date()),
        "start": clock(first),
        "last_day": say_day(last.date()),
        "end": clock(last),
        "zone": zone_label(zone_name),
    }
    if first.date() == last.date():
        return _("%(day)s, %(start)s–%(end)s (%(zone)s)") % words
    return _("%(day)s, %(start)s – %(last_day)s, %(end)s (%(zone)s)") % words


def last_day(ends_at: datetime, zone_name: str) -> date:
    """The last day that something ending at that moment touches (midnight belongs to the day before)."""
    return (ends_at.astimezone(zone(zone_name)) - timedelta(microseconds=1)).date()


ZONE_HELP = gettext_lazy("Area/Place, for example America/Los_Angeles. All times below are times on the wall there.")
