"""schedule.xml and schedule.json: valid by the schemas of those who read them, read by one of their libraries."""

import importlib
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from jsonschema import Draft6Validator, FormatChecker
from lxml import etree

from symposium.events.models import Event
from symposium.exchange.models import Identity
from symposium.exchange.schedule import acronym_of, code_of
from symposium.programme.models import Session
from tests.factories import awkward, make_appearance, make_event, make_room, make_session, make_speaker
from tests.factories.exchange import make_whole_event

pytestmark = pytest.mark.django_db
SCHEMAS = Path(settings.BASE_DIR).parent / "shared/data"
VOC = Path(settings.BASE_DIR) / "build/voc"
where_schemas_are = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the c3voc schemas are not beside the project")


def entries(content) -> list[dict]:
    days = content["schedule"]["conference"]["days"]
    return [entry for day in days for room in day["rooms"].values() for entry in room]


def read(client, event, kind="json"):
    response = client.get(f"/events/{event.slug}/schedule.{kind}")
    assert response.status_code == 200
    return json.loads(response.content) if kind == "json" else etree.fromstring(response.content)


def make_event_of(what: str) -> Event:
    if what == "everything":
        return awkward.make_full_event()
    if what == "nothing":
        return make_event(slug="x")
    if what == "whole":
        return make_whole_event(timezone="Etc/GMT-5")
    # Clocks go back while it runs; and a session lasts past the end of the day.
    starts_at = datetime(2026, 10, 24, 20, tzinfo=UTC)
    event = make_event(slug="_-A", timezone="Europe/London", starts_at=starts_at, ends_at=starts_at + timedelta(days=2))
    make_session(event, title="Night \x0b\ufffe", slug="A-_", at=2, hours=9)
    make_session(event, title="Days", slug="days", at=0, hours=48)
    return event


@where_schemas_are
@pytest.mark.parametrize("what", ["everything", "nothing", "whole", "clocks"])
def test_both_keep_the_schemas_of_c3voc(client, what):
    event = make_event_of(what)
    schema = json.loads((SCHEMAS / "schedule.schema.json").read_text())
    content = read(client, event)
    assert list(Draft6Validator(schema, format_checker=FormatChecker()).iter_errors(content)) == []
    xsd = etree.XMLSchema(etree.parse(SCHEMAS / "schedule.xml.xsd"))
    xsd.assertValid(read(client, event, "xml"))


def test_both_say_the_same_of_each_session(client):
    event = awkward.make_full_event()
    found = {
        one.get("guid"): {child.tag: child.text or "" for child in one if not len(child)}
        for one in read(client, event, "xml").iter("event")
    }
    content = entries(read(client, event))
    assert len(content) == len(found) > 5
    for entry in content:
        said = found[entry["guid"]]
        names = (
            "title",
            "room",
            "date",
            "start",
            "duration",
            "type",
            "track",
            "abstract",
            "description",
            "slug",
            "url",
        )
        assert {name: said[name] for name in names} == {name: entry[name] for name in names}


def test_keys_stay_when_all_else_of_a_session_changes(client):
    event = make_event()
    session = make_session(event, title="Before", room=make_room(event))
    (before,) = entries(read(client, event))
    session.title, session.slug, session.starts_at = "After", "after", session.starts_at + timedelta(minutes=5)
    session.save()
    (after,) = entries(read(client, event))
    assert after["title"] == "After"
    assert [after[name] for name in ("id", "guid", "code")] == [before[name] for name in ("id", "guid", "code")]
    assert UUID(after["guid"]).version == 4


def test_codes_are_six_characters_and_differ():
    codes = {code_of(pk) for pk in range(1, 5000)}
    assert len(codes) == 4999
    assert all(len(code) == 6 and code.isalnum() and code == code.upper() for code in codes)


@pytest.mark.parametrize(
    ("slug", "acronym"), [("uk-us-space-2027", "uk_us_space_2027"), ("x", "event_x"), ("Ab_C", "ab_c")]
)
def test_the_acronym_is_made_of_the_address(slug, acronym):
    assert acronym_of(Event(slug=slug)) == acronym


def test_only_what_is_published_and_has_its_time_is_in_it(client):
    event = make_event()
    make_session(event, title="Seen")
    for fields in ({"state": "draft"}, {"state": "cancelled"}, {"at": None}):
        make_session(event, title="Unseen", **fields)
    unseen = make_speaker(event, name="Nobody Yet", state="draft")
    make_appearance(event.sessions.get(title="Seen"), unseen)
    body = client.get(f"/events/{event.slug}/schedule.json").content.decode()
    assert [entry["title"] for entry in entries(json.loads(body))] == ["Seen"]
    assert "Nobody Yet" not in body


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_it_is_served_as_feeds_are(client, kind):
    event = make_event()
    make_session(event)
    path = f"/events/{event.slug}/schedule.{kind}"
    first = client.get(path)
    assert first.headers["Content-Type"].startswith(f"application/{kind}")
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.head(path).content == b""
    make_session(event)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert client.get(path).status_code == 404


def test_it_costs_as_many_queries_for_many_sessions_as_for_few(client, django_assert_max_num_queries):
    event = make_event()
    for number in range(12):
        make_appearance(make_session(event, at=number / 2, room=make_room(event)), make_speaker(event))
    with django_assert_max_num_queries(11):
        client.get(f"/events/{event.slug}/schedule.json")


def test_one_publication_gives_all_that_is_new_a_key():
    event = make_event()
    session = make_session(event)
    Identity.objects.filter(kind="sessions").delete()
    Session.objects.filter(pk=session.pk).update(title="Published")
    assert Identity.objects.own().filter(kind="sessions", object_id=session.pk).count() == 1


@pytest.mark.skipif(not VOC.exists(), reason="pip has not put c3voc-schedule-tools into build/voc")
def test_the_tools_of_c3voc_read_the_json_and_would_write_our_xml(client, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(VOC)
    voc = importlib.import_module("voc.schedule")
    event = awkward.make_full_event()
    file = tmp_path / "schedule.json"
    file.write_bytes(client.get(f"/events/{event.slug}/schedule.json").content)
    schedule = voc.Schedule.from_file(str(file))
    found = []
    schedule.foreach_event(lambda entry: found.append(entry["guid"]))
    assert set(found) == {entry["guid"] for entry in entries(json.loads(file.read_text()))}
    assert said(etree.fromstring(schedule.xml().encode())) == said(read(client, event, "xml"))


def said(root):
    """Of each entry, whose it is, and when, where and what."""
    return {
        one.get("guid"): [one.findtext(tag) for tag in ("date", "start", "duration", "room", "title")]
        for one in root.iter("event")
    }


@pytest.mark.skipif(not VOC.exists(), reason="pip has not put schedule-convert into build/voc")
def test_another_reader_finds_every_session_in_the_xml(client, monkeypatch):
    monkeypatch.syspath_prepend(VOC)
    reader = importlib.import_module("schedule_convert.importers.frab_xml").FrabXmlImporter()
    event = awkward.make_full_event()
    response = client.get(f"/events/{event.slug}/schedule.xml")
    conference = reader.parse(io.BytesIO(response.content))
    ours = {one.get("guid"): one for one in etree.fromstring(response.content).iter("event")}
    assert {str(one.guid) for one in conference.events} == set(ours)
    for one in conference.events:
        assert one.title == ours[str(one.guid)].findtext("title").strip()
        assert f"{one.start:%H:%M}" == ours[str(one.guid)].findtext("start")
        assert one.duration == sum(
            int(part) * unit
            for part, unit in zip(ours[str(one.guid)].findtext("duration").split(":"), (60, 1), strict=True)
        )
