"""Feeds as libraries read them that did not write them: the instants, by UID."""

import json
import shutil
import subprocess
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import ical.calendar_stream
import icalendar
import ics
import recurring_ical_events
import vobject
from django.conf import settings
from icalevents.icalparser import parse_events

type Instants = dict[str, tuple[datetime, datetime]]
type Reader = Callable[[bytes], Instants]

WIDE = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def _utc(moment: Any) -> datetime:
    if not isinstance(moment, datetime):
        assert isinstance(moment, date)
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return moment.astimezone(UTC)


def by_icalendar(body: bytes) -> Instants:
    found: Any = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return {str(one["UID"]): (_utc(one["DTSTART"].dt), _utc(one["DTEND"].dt)) for one in found}


def by_vobject(body: bytes) -> Instants:
    found = vobject.readOne(body.decode()).contents.get("vevent", [])
    return {one.uid.value: (_utc(one.dtstart.value), _utc(one.dtend.value)) for one in found}


def by_ics(body: bytes) -> Instants:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its own code, in Python 3.13
        found = ics.Calendar(body.decode()).events
    return {one.uid: (_utc(one.begin.datetime), _utc(one.end.datetime)) for one in found}


def by_ical(body: bytes) -> Instants:
    found = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(body.decode())
    return {one.uid: (_utc(one.dtstart), _utc(one.dtend)) for one in found.events}


def by_icalevents(body: bytes) -> Instants:
    icalendar.use_pytz()  # which it asks for
    return {
        one.uid: (_utc(one.start), _utc(one.end)) for one in parse_events(body.decode(), start=WIDE[0], end=WIDE[1])
    }


def by_recurring_ical_events(body: bytes) -> Instants:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(body)).between(*WIDE)
    return {str(one["UID"]): (_utc(one["DTSTART"].dt), _utc(one["DTEND"].dt)) for one in found}


READERS: tuple[Reader, ...] = (
    by_icalendar, by_vobject, by_ics, by_ical, by_icalevents, by_recurring_ical_events,
)  # fmt: skip

# Where npm is, .ci/run puts these here.
MODULES = Path(settings.BASE_DIR) / "build/node/node_modules"
HAS_NODE = bool(shutil.which("node")) and (MODULES / "ical.js").is_dir() and (MODULES / "node-ical").is_dir()
_BY_ICAL_JS = """
const {default: ICAL} = await import(process.argv[1] + "/ical.js/dist/ical.js");
const text = require("fs").readFileSync(0, "utf8");
const root = new ICAL.Component(ICAL.parse(text));
for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const out = {};
for (const one of root.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(one);
  out[event.uid] = [event.startDate, event.endDate].map((at) => at.toUnixTime());
}
console.log(JSON.stringify(out));
"""
_BY_NODE_ICAL = """
const ical = require(process.argv[1] + "/node-ical");
const out = {};
for (const one of Object.values(ical.sync.parseICS(require("fs").readFileSync(0, "utf8"))))
  if (one.type === "VEVENT") out[one.uid] = [one.start, one.end].map((at) => at.getTime() / 1000);
console.log(JSON.stringify(out));
"""


def _by_node(script: str, body: bytes) -> Instants:
    command = ["node", "-e", f"(async () => {{{script}}})()", str(MODULES)]
    done = subprocess.run(
        command, input=body, stdout=subprocess.PIPE, check=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"}
    )
    found = json.loads(done.stdout)
    return {uid: (datetime.fromtimestamp(a, UTC), datetime.fromtimestamp(b, UTC)) for uid, (a, b) in found.items()}


def by_ical_js(body: bytes) -> Instants:
    return _by_node(_BY_ICAL_JS, body)


def by_node_ical(body: bytes) -> Instants:
    return _by_node(_BY_NODE_ICAL, body)
