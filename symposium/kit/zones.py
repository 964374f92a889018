"""Time zones: IANA names, names for people, and how a person says a time."""

import functools
import zoneinfo
from datetime import date, datetime, timedelta
from typing import Any

from babel import localedata
from babel.dates import get_timezone_name
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext_lazy, pgettext, to_locale
from django.utils.translation import gettext as _

from symposium.kit import saying
from symposium.kit.saying import say_clock


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


def zone_label(name: str) -> str:
    """What people call a zone all year round, in the language of the page: 'Pacific Time', 'India Time' (CLDR)."""
    return _label(name, get_language() or settings.LANGUAGE_CODE)


@functools.cache
def _label(name: str, language: str) -> str:
    if name == "UTC":
        return "UTC"
    locale = to_locale(language)
    known = locale if localedata.exists(locale) else locale.partition("_")[0]
    return get_timezone_name(zone(name), width="long", zone_variant="generic", locale=known)


def on_wall(moment: datetime, zone_name: str) -> datetime:
    """The moment as the clock on the wall of that zone shows it."""
    return moment.astimezone(zone(zone_name))


def clock(wall: datetime) -> str:
    """'09:00'; in the hour that a change of the clocks repeats, with the zone's letters: '01:30 (GMT)'."""
    time = say_clock(wall)
    if wall.replace(fold=1 - wall.fold).utcoffset() == wall.utcoffset():
        return time
    return pgettext("a time that comes twice that night", "%(time)s (%(zone)s)") % {"time": time, "zone": f"{wall:%Z}"}


def say_time(moment: datetime, zone_name: str) -> str:
    """'09:00' on the wall of that zone."""
    return clock(on_wall(moment, zone_name))


def say_moment(moment: datetime, zone_name: str, *, with_zone: bool = True) -> str:
    """'Tuesday 20 January 2026, 09:00 (Pacific Time)'."""
    local = on_wall(moment, zone_name)
    words = {"day": say_day(local.date()), "time": clock(local), "zone": zone_label(zone_name)}
    return (_("%(day)s, %(time)s (%(zone)s)") if with_zone else _("%(day)s, %(time)s")) % words


def say_span(starts_at: datetime, ends_at: datetime, zone_name: str) -> str:
    """'Tuesday 20 January 2026, 09:00–18:00 (Pacific Time)'; names both days when midnight lies between."""
    first, last = on_wall(starts_at, zone_name), on_wall(ends_at, zone_name)
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


# Days are said beside times.
say_day, say_days, say_short_day, say_weekday = (
    saying.say_day,
    saying.say_days,
    saying.say_short_day,
    saying.say_weekday,
)

ZONE_HELP = gettext_lazy("Area/Place, for example America/Los_Angeles. All times below are times on the wall there.")
