"""jCal (RFC 7265): the same calendar as JSON, read from its own content lines, so that the two cannot differ."""

import json
import re
from typing import Any

from symposium.calendars.reading import Component, Property, read

JCAL = "application/calendar+json; charset=utf-8"

# Types of the properties that we write; all others are texts. A parameter VALUE says otherwise (RFC 7265 §3.5.1).
TYPES = {
    "DTSTAMP": "date-time",
    "CREATED": "date-time",
    "LAST-MODIFIED": "date-time",
    "DTSTART": "date-time",
    "DTEND": "date-time",
    "SEQUENCE": "integer",
    "GEO": "float",
    "URL": "uri",
    "SOURCE": "uri",
    "IMAGE": "uri",
    "CONFERENCE": "uri",
    "ORGANIZER": "cal-address",
    "ATTENDEE": "cal-address",
    "CALENDAR-ADDRESS": "cal-address",
    "TZOFFSETFROM": "utc-offset",
    "TZOFFSETTO": "utc-offset",
    "RRULE": "recur",
    "REFRESH-INTERVAL": "duration",
}
LISTS = {"CATEGORIES"}
# Parts of a rule whose values are numbers, and those that may have several (RFC 7265 §3.6.10).
_NUMBERS = {"INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYHOUR", "BYSETPOS"}
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TIME = re.compile(r"T(\d\d)(\d\d)(\d\d)")
_OFFSET = re.compile(r"([+-]\d\d)(\d\d)(\d\d)?")


def to_jcal(body: bytes) -> bytes:
    """The calendar of those content lines as jCal."""
    return json.dumps(_component(read(body)), ensure_ascii=False, separators=(",", ":")).encode()


def _component(component: Component) -> list[Any]:
    return [
        component.name.lower(),
        [_property(one) for one in component.properties],
        [_component(one) for one in component.components],
    ]


def _property(one: Property) -> list[Any]:
    is_unknown = one.name.startswith("X-") and "VALUE" not in one.parameters
    kind = one.parameter("VALUE").lower() or ("unknown" if is_unknown else TYPES.get(one.name, "text"))
    parameters = {
        name.lower(): values[0] if len(values) == 1 else values
        for name, values in one.parameters.items()
        if name != "VALUE"
    }
    return [one.name.lower(), parameters, kind, *_values(one, kind)]


def _values(one: Property, kind: str) -> list[Any]:
    if kind == "text":
        return list(one.texts) if one.name in LISTS else [one.text]
    if kind == "date-time":
        return [_TIME.sub(r"T\1:\2:\3", _DATE.sub(r"\1-\2-\3", one.value))]
    if kind == "date":
        return [_DATE.sub(r"\1-\2-\3", one.value)]
    if kind == "integer":
        return [int(one.value)]
    if kind == "float":
        # A structured value: one array (RFC 7265 §3.4.1.2).
        return [[float(part) for part in one.value.split(";")]]
    if kind == "utc-offset":
        return [_OFFSET.sub(lambda found: ":".join(part for part in found.groups() if part), one.value)]
    return [_rule(one.value)] if kind == "recur" else [one.value]


def _rule(value: str) -> dict[str, Any]:
    rule: dict[str, Any] = {}
    for part in value.split(";"):
        name, _, said = part.partition("=")
        values = [int(one) if name in _NUMBERS else one for one in said.split(",")]
        rule[name.lower()] = values[0] if len(values) == 1 else values
    return rule
