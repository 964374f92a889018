"""Foreign files through the whole of an import: what is written here comes back, and a second time changes nothing."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from symposium.events.models import Event
from symposium.exchange import services
from symposium.exchange.document import UNSAID, Document
from symposium.exchange.gathering import Gathering
from symposium.exchange.models import Import
from symposium.exchange.readers.base import Options
from symposium.exchange.readers.frab import FRAB
from symposium.exchange.readers.table import TABLE
from symposium.exchange.schedule import Schedule, as_json, as_xml
from symposium.exchange.tables import TABLES
from symposium.kit.richtext import to_text
from symposium.kit.spreadsheet import csv_lines
from symposium.programme.models import Material
from tests import factories
from tests.factories import exchange as goods
from tests.symposium.exchange.readers.reading import document, sample

pytestmark = pytest.mark.django_db

FILES = [
    "frab_old.xml",
    "pretalx.xml",
    "pretalx_schedule.json",
    "pretalx_submissions_2022.json",
    "pretalx_joined_2025.json",
]
FILES += ["sessionize_all.json", "outlook.ics"]


def long_event() -> Event:
    """One that was going on for years."""
    event = factories.make_event(
        starts_at=datetime(2014, 1, 1, tzinfo=UTC), ends_at=datetime(2028, 1, 1, tzinfo=UTC), timezone="Europe/London"
    )
    factories.make_venue(event)
    return event


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_imported_and_a_second_time_changes_nothing(name: str) -> None:
    event = long_event()
    kept = goods.imported(sample(name), event=event, name=name)
    assert kept.state == Import.State.DONE, kept.problems
    assert event.sessions.count() >= 2
    again = goods.bring(sample(name), event=event, name=name)
    assert again.state == Import.State.READY, again.problems
    assert set(again.counts()) <= {"leave", "vanished"}


def rich_event() -> Event:
    event = goods.make_whole_event()
    hall = event.venue.rooms.get()
    ada = factories.make_speaker(event, name="Ada Achebe", form_of_address="Prof. Dr.")
    panel = factories.make_session(
        event,
        title="Panel & more",
        slug="panel",
        kind="panel",
        at=5,
        room=hall,
        abstract="<p>One</p><ul><li>two</li></ul>",
    )
    factories.make_appearance(panel, ada, part="moderator")
    Material.objects.create(session=panel, kind="recording", url="https://example.org/film")
    Material.objects.create(session=panel, kind="paper", title="P", url="https://example.org/p.pdf", rank=2)
    factories.make_session(
        event,
        title="Coffee",
        slug="coffee",
        kind="break",
        at=6,
        record="<p>Good.</p>",
        stream_url="https://example.org/s",
    )
    return event


def comparable(found: Document) -> dict[str, Any]:
    """What frab can say of sessions that are published and have a time."""
    return {
        one.key: {
            "said": (one.title, one.kind, one.starts_at, one.ends_at, one.room, one.stream_url, one.materials),
            "words": (to_text(str(one.abstract)), to_text(str(one.record))),
            "people": [who.speaker for who in one.appearances if who.speaker] if one.appearances != UNSAID else (),
        }
        for one in found.sessions
        if isinstance(one.starts_at, datetime) and one.state in {"published", UNSAID}
    }


@pytest.mark.parametrize("write", [as_xml, as_json])
def test_a_schedule_of_ours_is_read_as_it_was_written(write: Callable[[Schedule], bytes]) -> None:
    event = rich_event()
    whole = Gathering(event).gather()
    found = document(FRAB, write(Schedule(event, "1", "https://example.org")), zone=event.timezone)
    assert len(found.sessions) == 4
    assert comparable(found) == comparable(whole)
    assert {
        (one.key, one.name, one.form_of_address or "") for one in found.speakers if one.form_of_address != UNSAID
    } == {(one.key, one.name, one.form_of_address) for one in whole.speakers if one.form_of_address}
    assert {one.key for one in found.rooms} == {one.key for one in whole.rooms}
    assert {one.name for one in found.tracks} == {one.name for one in whole.tracks}
    assert found.event
    assert whole.event
    assert (found.event.name, found.event.timezone) == (whole.event.name, whole.event.timezone)


@pytest.mark.parametrize("write", [as_xml, as_json])
def test_a_schedule_of_ours_is_known_again_by_its_event(write: Callable[[Schedule], bytes]) -> None:
    event = rich_event()
    kept = goods.bring(write(Schedule(event, "1", "https://example.org")), event=event, name="schedule")
    assert kept.state == Import.State.READY, kept.problems
    assert kept.problems == []
    assert not {"make"} & kept.counts().keys()
    # The format knows no hours of an event; who moderates, which it does not know either, is left as it is.
    lost = {change[0] for step in kept.steps for change in step["changes"]}
    assert lost == {"begins", "ends", "hours are known"}


def test_our_table_is_known_again_by_its_event() -> None:
    event = rich_event()
    for name, table in TABLES.items():
        data = b"".join(csv_lines(table.head(), table.rows(event)))
        assert TABLE.ask
        form = TABLE.ask(io.BytesIO(data), Options(timezone=event.timezone))
        assert form
        kept = goods.bring(data, event=event, name=f"{name}.csv")
        assert kept.state == Import.State.ASKING
        services.answer(kept, {field: str(form()[field].initial) for field in form.base_fields})
        kept = goods.worked(kept)
        assert kept.state == Import.State.READY, kept.problems
        assert not {"make"} & kept.counts().keys()
        # A table has no formatting, and does not say whether a full session has a waiting list.
        assert {change[0] for step in kept.steps for change in step["changes"]} <= {"biography", "places"}
