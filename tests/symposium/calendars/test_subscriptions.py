"""A subscription followed through all that can happen to a programme: no double and no stale entry, in any calendar."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest

from symposium.calendars.services import retire_entries
from symposium.events.models import Event
from symposium.programme.models import Session
from tests import factories as make

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
type Shown = dict[str, tuple[str, datetime]]


class Mirror:
    """A calendar that forgets all that it had and takes the feed as it is."""

    def __init__(self, client: Any, path: str) -> None:
        self.client, self.path, self.etag, self.asked = client, path, "", 0
        self.kept: dict[str, Any] = {}

    def look(self) -> None:
        answer = self.client.get(self.path, headers={"If-None-Match": self.etag} if self.etag else {})
        if answer.status_code == 304:
            return
        assert answer.status_code == 200
        self.etag = answer.headers["ETag"]
        found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert len({str(one["UID"]) for one in found}) == len(found)
        self.take(found)

    def take(self, found: list[Any]) -> None:
        self.kept = {str(one["UID"]): one for one in found}

    def shown(self) -> Shown:
        return {
            uid: (str(one["SUMMARY"]), one["DTSTART"].dt.astimezone(UTC))
            for uid, one in self.kept.items()
            if one["STATUS"] != "CANCELLED"
        }


class Merger(Mirror):
    """A calendar that never forgets what has vanished, and believes only what is newer than what it has (RFC 5546)."""

    def take(self, found: list[Any]) -> None:
        for one in found:
            before = self.kept.get(str(one["UID"]))
            newer = (one["SEQUENCE"], one["DTSTAMP"].dt)
            if before is None or newer > (before["SEQUENCE"], before["DTSTAMP"].dt):
                self.kept[str(one["UID"])] = one


def truth(event: Event) -> list[tuple[str, datetime]]:
    """What is public of the programme."""
    if Event.objects.get(pk=event.pk).state == Event.State.DRAFT:
        return []
    rows = Session.objects.filter(event=event, state=Session.State.PUBLISHED, starts_at__isnull=False)
    return sorted((one.title, one.starts_at.astimezone(UTC)) for one in rows)


DEEDS = (
    "create", "create", "move", "rename", "describe", "cancel", "delete", "withdraw", "restore", "untime", "leave",
    "zone", "close", "open",
)  # fmt: skip


class Organiser:
    """Does one thing after another, at random but the same each time."""

    def __init__(self, event: Event, other: Event, seed: int) -> None:
        self.event, self.other, self.chance, self.made = event, other, random.Random(seed), 0

    def act(self) -> str:
        deed = self.chance.choice(DEEDS)
        getattr(self, deed)()
        return deed

    def one(self, **which: Any) -> Session | None:
        found = list(Session.objects.filter(event=self.event, **which).order_by("pk"))
        return self.chance.choice(found) if found else None

    def change(self, session: Session | None, **fields: Any) -> None:
        if session:
            for name, value in fields.items():
                setattr(session, name, value)
            session.save()

    def create(self) -> None:
        self.made += 1
        make.make_session(self.event, title=f"Session {self.made}", at=self.chance.randrange(6))

    def move(self) -> None:
        starts = self.event.starts_at + self.chance.randrange(6) * HOUR
        self.change(self.one(starts_at__isnull=False), starts_at=starts, ends_at=starts + HOUR)

    def rename(self) -> None:
        self.made += 1
        self.change(self.one(), title=f"Renamed {self.made}")

    def describe(self) -> None:
        self.made += 1
        self.change(self.one(), abstract=f"<p>{self.made}</p>")

    def cancel(self) -> None:
        self.change(self.one(), state=Session.State.CANCELLED)

    def delete(self) -> None:
        if session := self.one():
            session.delete()

    def withdraw(self) -> None:
        self.change(self.one(), state=Session.State.DRAFT)

    def restore(self) -> None:
        starts = self.event.starts_at + HOUR
        self.change(self.one(), state=Session.State.PUBLISHED, starts_at=starts, ends_at=starts + HOUR)

    def untime(self) -> None:
        self.change(self.one(), starts_at=None, ends_at=None)

    def leave(self) -> None:
        self.change(self.one(), event=self.other)
        away = list(Session.objects.filter(event=self.other).order_by("pk"))
        if away and self.chance.random() < 0.5:
            self.change(self.chance.choice(away), event=self.event)

    def zone(self) -> None:
        self.set_event(timezone=self.chance.choice(["America/Denver", "Europe/London", "America/Los_Angeles"]))

    def close(self) -> None:
        self.set_event(state=Event.State.DRAFT)

    def open(self) -> None:
        self.set_event(state=Event.State.PUBLISHED)

    def set_event(self, **fields: Any) -> None:
        event = Event.objects.get(pk=self.event.pk)
        for name, value in fields.items():
            setattr(event, name, value)
        event.save()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_organisers_do_no_calendar_shows_a_double_or_a_stale_entry(client, time_machine, seed):
    event, other = make.make_event(slug="space"), make.make_event(slug="other")
    make.make_session(event, title="Opening", at=0)
    path = "/events/space/programme.ics"
    mirror, merger, lazy = Mirror(client, path), Merger(client, path), Merger(client, path)
    organiser, now = Organiser(event, other, seed), datetime(2026, 1, 1, tzinfo=UTC)
    deeds = []
    for step in range(40):
        now += timedelta(hours=7)
        time_machine.move_to(now, tick=False)
        deeds.append(organiser.act())
        retire_entries()
        for calendar in (mirror, merger, *([lazy] if step % 5 == 4 else [])):
            calendar.look()
            assert sorted(calendar.shown().values()) == truth(event), (deeds, type(calendar))
    assert len(deeds) == 40


def test_thirty_days_later_nothing_is_left_of_what_was_cancelled(client, time_machine):
    event = make.make_event(slug="space", starts_at=datetime(2027, 6, 1, tzinfo=UTC))
    gone, stays = make.make_session(event, title="Gone"), make.make_session(event, title="Stays")
    calendar = Merger(client, "/events/space/programme.ics")
    calendar.look()
    gone.delete()
    calendar.look()
    assert [title for title, _at in calendar.shown().values()] == ["Stays"]
    time_machine.move_to(datetime(2027, 3, 1, tzinfo=UTC))
    retire_entries()
    fresh = Mirror(client, "/events/space/programme.ics")
    fresh.look()
    assert [str(one["SUMMARY"]) for one in fresh.kept.values()] == [stays.title]
