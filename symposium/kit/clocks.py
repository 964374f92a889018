"""Times as ``<time>`` elements with their offset, and the reader's own beside them.

``static/js/zone.js`` writes the same for the zone of the reader's device.
"""

from datetime import datetime
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from symposium.kit import zones


def mark(wall: datetime) -> str:
    """``<time>`` of a moment that is on the wall of its zone already (HTML, global date and time)."""
    return f'<time datetime="{wall.isoformat(timespec="minutes")}">{zones.clock(wall)}</time>'


def hours(starts_at: datetime, ends_at: datetime | None, zone_name: str, reader: str = "") -> str:
    """'09:00–10:30', or one time where ``ends_at`` is None; then the same in the zone of ``reader``."""
    zone = zones.zone(zone_name)
    first = starts_at.astimezone(zone)
    last = ends_at.astimezone(zone) if ends_at else None
    marked = mark(first) + (f"<i>–</i>{mark(last)}" if last else "")
    return marked + yours(first, last, reader) if reader else marked


def yours(first: datetime, last: datetime | None, reader: str) -> str:
    """'Wed 20, 01:00–02:30' in the zone of ``reader``, with the day where it is another; empty where times agree."""
    zone = zones.zone(reader)
    own = first.astimezone(zone)
    end = last.astimezone(zone) if last else None
    if own.replace(tzinfo=None) == first.replace(tzinfo=None) and (
        not end or not last or end.replace(tzinfo=None) == last.replace(tzinfo=None)
    ):
        return ""
    words = zones.clock(own) + (f"–{zones.clock(end)}" if end else "")
    if own.date() != first.date():
        words = _("%(day)s, %(time)s") % {"day": zones.say_weekday(own.date()), "time": words}
    label = escape(zones.zone_label(reader))
    return f' <span class="yours"><span class="unseen">{label}: </span>{escape(words)}</span>'


def span(starts_at: datetime, ends_at: datetime, zone_name: str, reader: str = "") -> SafeString:
    """As ``zones.say_span`` says it, with the times marked up."""
    zone = zones.zone(zone_name)
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    words = {
        "day": escape(zones.say_day(first.date())),
        "start": mark(first),
        "last_day": escape(zones.say_day(last.date())),
        "end": mark(last),
        "zone": escape(zones.zone_label(zone_name)),
    }
    if first.date() == last.date():
        pattern = escape(_("%(day)s, %(start)s–%(end)s (%(zone)s)"))
    else:
        pattern = escape(_("%(day)s, %(start)s – %(last_day)s, %(end)s (%(zone)s)"))
    return SafeString(pattern % words + (yours(first, last, reader) if reader else ""))
