"""Times in a zone, as a person reads them and as ``<time datetime>`` wants them."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from symposium.kit import clocks, saying, zones

register = template.Library()


@register.filter
def iso(moment: datetime, zone_name: str) -> str:
    """'2026-01-20T09:00-08:00': with the offset of that zone (HTML, global date and time)."""
    return moment.astimezone(zones.zone(zone_name)).isoformat(timespec="minutes")


@register.filter
def wall(moment: datetime, zone_name: str) -> str:
    """'09:00' on the wall of that zone."""
    return zones.say_time(moment, zone_name)


@register.filter
def day(moment: datetime, zone_name: str) -> str:
    """'Tuesday 20 January 2026' by the calendar on that wall."""
    return saying.say_day(zones.on_wall(moment, zone_name).date())


@register.filter
def long_day(day: date) -> str:
    """'Tuesday 20 January 2026'."""
    return saying.say_day(day)


@register.filter
def short_day(day: date) -> str:
    """'Tue 20 Jan': where the year is clear."""
    return saying.say_short_day(day)


@register.filter
def moment(moment: datetime, zone_name: str) -> str:
    """'Tuesday 20 January 2026, 09:00 (Pacific Time)'."""
    return zones.say_moment(moment, zone_name)


@register.filter
def zone_label(zone_name: str) -> str:
    """'Pacific Time'."""
    return zones.zone_label(zone_name)


@register.filter
def place(zone_name: str) -> str:
    """'America/Los Angeles': the name of a zone as people read it."""
    return zone_name.replace("_", " ")


@register.simple_tag
def hours(starts_at: datetime, ends_at: datetime | None, zone_name: str, reader: str = "") -> SafeString:
    """'09:00–10:30' as marked up times; what stands in the zone of ``reader`` besides, where that differs."""
    return SafeString(clocks.hours(starts_at, ends_at, zone_name, reader))


@register.simple_tag
def marked(moment: datetime, zone_name: str, reader: str = "") -> SafeString:
    """'09:00' as a marked up time; what stands in the zone of ``reader`` besides, where that differs."""
    return SafeString(clocks.hours(moment, None, zone_name, reader))


@register.simple_tag
def span(starts_at: datetime, ends_at: datetime, zone_name: str, reader: str = "") -> SafeString:
    """'Tuesday 20 January 2026, 09:00–18:00 (Pacific Time)' as marked up times."""
    return clocks.span(starts_at, ends_at, zone_name, reader)


@register.filter
def marked_moment(at: datetime, zone_name: str) -> SafeString:
    """As ``moment``, marked up."""
    return format_html('<time datetime="{}">{}</time>', iso(at, zone_name), moment(at, zone_name))


@register.filter
def marked_day(at: datetime, zone_name: str) -> SafeString:
    """As ``day``, marked up with the moment."""
    return format_html('<time datetime="{}">{}</time>', iso(at, zone_name), day(at, zone_name))
