"""The programming interface as programs use it: what is public, page after page, and what is wrong."""

from datetime import timedelta

import msgspec
import pytest
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from symposium.api import schemas
from symposium.api.openapi import views
from symposium.events.models import Event
from symposium.kit.richtext import sanitise
from symposium.programme.models import Material
from tests import factories

pytestmark = pytest.mark.django_db
API = "/api/v1"
SESSIONS = f"{API}/events/night/sessions/"


@pytest.fixture
def event():
    return make_full("night")


def make_full(slug, **fields):
    """An event with one of everything, and a draft of whatever can be one."""
    event = factories.make_event(slug=slug, **fields)
    hall, track = factories.make_room(event, slug="hall"), factories.make_track(event, slug="science")
    session = factories.make_session(event, slug="talk", room=hall, track=track, abstract=sanitise("<p>Words</p>"))
    factories.make_session(event, slug="tba", at=None)
    factories.make_session(event, slug="hidden-session", title="Hidden session", state="draft")
    ada = factories.make_speaker(event, slug="ada", name="Ada", form_of_address="Dr", email="ada@example.org")
    hidden = factories.make_speaker(event, slug="hidden-speaker", name="Hidden speaker", state="draft")
    factories.make_appearance(session, ada, part="keynote")
    factories.make_appearance(session, hidden)
    factories.make_appearance(session, None)
    Material.objects.create(session=session, title="Slides", url="https://example.org/slides")
    host = factories.make_organisation(slug=f"host-of-{slug}")
    factories.make_hosting(event, host, role="host")
    silent = factories.make_organisation(name=f"Hidden host of {slug}", slug=f"hidden-host-of-{slug}")
    factories.make_hosting(event, silent, consented=False)
    factories.make_affiliation(ada, organisation=host)
    factories.make_announcement(event, title="Hidden news", published_at=timezone.now() + timedelta(days=1))
    factories.make_announcement(event, slug="news")
    return event


def paths(slug="night"):
    """Every public address of an event's, and those of the site."""
    named = {"event": slug, "session": "talk", "speaker": "ada", "organisation": f"host-of-{slug}"}
    open_ones = [path for path, _entry, view in views() if view.scope is None]
    return [path.format(**named) for path in open_ones]


def all_of(client, path, **asked):
    """What a program gathers that follows ``next`` to the end."""
    found, url, pages = [], path, 0
    while url:
        answer = client.get(url, asked if pages == 0 else None)
        assert answer.status_code == 200, answer.content
        found += answer.json()["items"]
        url, pages = answer.json()["next"], pages + 1
    return found


def test_every_answer_is_what_its_schema_says(client, event):
    for path, _entry, view in views():
        if view.scope is None:
            filled = path.format(event="night", session="talk", speaker="ada", organisation="host-of-night")
            answer = client.get(filled)
            assert answer.status_code == 200, filled
            said = msgspec.json.decode(answer.content, type=view.answer)
            assert msgspec.json.decode(msgspec.json.encode(said)) == answer.json(), filled


def test_a_session_is_told_with_its_room_its_people_and_what_it_left(client, event):
    said = client.get(f"{SESSIONS}talk/").json()
    assert (said["room"]["slug"], said["track"]["slug"], said["kind"]) == ("hall", "science", "talk")
    assert said["people"] == [
        {"speaker": "ada", "name": "Dr Ada", "part": "keynote"},
        {"speaker": None, "name": None, "part": "speaker"},
    ]
    assert said["materials"] == [{"kind": "slides", "title": "Slides", "url": "https://example.org/slides"}]
    assert said["starts_at"].endswith(("-08:00", "-07:00"))
    assert said["abstract"] == "<p>Words</p>"
    assert client.get(f"{SESSIONS}tba/").json()["starts_at"] is None


def test_what_was_said_is_told_when_the_event_is_over(client, event):
    event.sessions.filter(slug="talk").update(record="<p>It was said.</p>")
    assert client.get(f"{SESSIONS}talk/").json()["record"] == ""
    Event.objects.filter(pk=event.pk).update(state="over")
    assert client.get(f"{SESSIONS}talk/").json()["record"] == "<p>It was said.</p>"


@pytest.mark.parametrize("path", [SESSIONS, f"{API}/events/night/speakers/", f"{API}/events/", f"{API}/organisations/"])
def test_drafts_hosts_who_did_not_agree_and_private_columns_stand_nowhere(client, event, path):
    factories.make_event(slug="hidden-event", name="Hidden event", state="draft")
    words = client.get(path).content.decode()
    assert "idden" not in words
    assert "ada@example.org" not in words


def test_drafts_and_what_there_is_not_are_answered_alike(client, event):
    make_full("secret", state="draft")
    never = client.get(f"{API}/events/never/")
    hidden = [path for path in paths("secret") if "secret" in path]
    asked = [*hidden, f"{SESSIONS}hidden-session/", f"{API}/events/night/speakers/hidden-speaker/"]
    for path in [*asked, f"{API}/organisations/hidden-host-of-night/"]:
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, never.content), path
        assert dict(answer.headers) == dict(never.headers), path


def test_it_is_served_as_pages_are(client, event, django_assert_num_queries):
    for path in paths():
        first = client.get(path)
        assert first.headers["Content-Type"] == "application/json"
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        assert not first.cookies
        assert first.headers["Cache-Control"].startswith("public")
        with django_assert_num_queries(0 if path == f"{API}/" else 1):
            again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        with django_assert_num_queries(0 if path == f"{API}/" else 1):
            assert client.get(path).content == first.content
        coded = client.get(path, headers={"Accept-Encoding": "br"})
        assert coded.headers["Content-Encoding"] == "br"
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Length"] == first.headers["Content-Length"]


def test_a_change_is_seen_by_the_next_reader(client, event):
    before = client.get(SESSIONS)
    event.sessions.get(slug="talk").appearances.first().speaker.affiliations.all().delete()
    event.sessions.filter(slug="talk").update(title="Renamed")
    after = client.get(SESSIONS, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.json()["items"][0]["title"] == "Renamed"


@pytest.mark.parametrize("path", ["events/night/", "events/night/sessions/", "events/night/speakers/"])
@pytest.mark.parametrize("count", [2, 30])
def test_queries_do_not_grow(client, event, path, count, django_assert_max_num_queries):
    for _number in factories.at_once(range(count)):
        session = factories.make_session(event)
        speaker = factories.make_speaker(event)
        factories.make_affiliation(speaker)
        factories.make_appearance(session, speaker)
    cache.clear()
    with django_assert_max_num_queries(6):
        client.get(f"{API}/{path}")


def test_filters_narrow_and_unknown_ones_find_nothing(client, event):
    def slugs(**asked):
        return [one["slug"] for one in all_of(client, SESSIONS, **asked)]

    assert slugs() == ["talk", "tba"]
    assert slugs(track="science") == slugs(room="hall") == slugs(speaker="ada") == ["talk"]
    assert slugs(track="nothing") == slugs(speaker="hidden-speaker") == []


def test_events_are_found_by_when_they_changed(client, event):
    earlier = (event.revised_at - timedelta(seconds=1)).isoformat()
    later = (timezone.now() + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
    assert len(all_of(client, f"{API}/events/", updated_since=earlier)) == 1
    assert all_of(client, f"{API}/events/", updated_since=later) == []
    assert len(all_of(client, f"{API}/events/?updated_since={earlier}")) == 1


def test_page_after_page_nothing_is_left_out_and_nothing_comes_twice_while_rows_change(client, event):
    for _number in factories.at_once(range(10)):
        factories.make_session(event)
    wanted = set(event.sessions.published().values_list("slug", flat=True))
    first = client.get(SESSIONS, {"limit": 4}).json()
    seen = [one["slug"] for one in first["items"]]
    # One that was read goes, one becomes the first of the day, and two come.
    event.sessions.get(slug=seen[1]).delete()
    event.sessions.filter(~Q(slug__in=seen)).order_by("-pk")[0].delete()
    late = [factories.make_session(event, at=0).slug for _ in range(2)]
    there = wanted & set(event.sessions.values_list("slug", flat=True))
    url = first["next"]
    while url:
        answer = client.get(url).json()
        seen += [one["slug"] for one in answer["items"]]
        url = answer["next"]
    assert len(seen) == len(set(seen))
    assert there | set(late) <= set(seen)


def test_the_next_page_keeps_what_was_asked_and_is_the_same_for_everyone(client, event):
    for _number in factories.at_once(range(3)):
        factories.make_session(event, track=event.tracks.get())
    answer = client.get(SESSIONS, {"limit": "02", "track": "science"}, headers={"Host": "localhost"}).json()
    assert answer["next"].startswith(f"http://testserver{SESSIONS}?limit=2&track=science&cursor=")
    assert len(all_of(client, SESSIONS, limit=2, track="science")) == 4


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        *(
            ("limit=0", "limit"),
            ("limit=501", "limit"),
            ("limit=x", "limit"),
            ("limit=", "limit"),
            ("limit=%D9%A3", "limit"),
        ),
        *(("cursor=1", "cursor"), ("cursor=", "cursor"), ("cursor=1.0~made-up", "cursor"), ("cursor=%00", "cursor")),
        *(("track=%00", "track"), ("track=a b", "track"), ("track=" + "a" * 200, "track"), ("speaker=", "speaker")),
        *(("page=2", "page"), ("limit=2&limit=3", "limit"), ("updated_since=2026-01-01T00:00:00Z", "updated_since")),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_write_instead(client, event, query, parameter):
    answer = client.get(f"{SESSIONS}?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = msgspec.json.decode(answer.content, type=schemas.Problem)
    assert (said.status, said.title) == (400, "Bad Request")
    assert [error.parameter for error in said.errors] == [parameter]
    assert len(said.errors[0].detail) > 10


@pytest.mark.parametrize(
    "moment", ["2026-01-01", "2026-01-01T00:00:00", "yesterday", "9999-12-31T23:59:59-12:00", "x" * 130]
)
def test_a_moment_without_an_offset_or_out_of_our_time_is_refused(client, event, moment):
    assert client.get(f"{API}/events/", {"updated_since": moment}).status_code == 400


def test_a_cursor_of_one_list_is_none_of_another(client, event):
    cursor = client.get(SESSIONS, {"limit": 1}).json()["next"].partition("cursor=")[2]
    assert client.get(f"{API}/events/night/speakers/?cursor={cursor}").status_code == 400
    assert client.get(f"{SESSIONS}?cursor={cursor}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_is_written_here_and_no_form_is_guarded(client, event, method):
    answer = client.generic(method.upper(), SESSIONS)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_scripts_of_other_sites_may_ask_first(client, event):
    asked = {"Origin": "https://host.example", "Access-Control-Request-Method": "GET"}
    answer = client.options(SESSIONS, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v2/events/", "/api/v1/nothing/", "/api/v1/events/a b/"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_below_api_every_error_is_a_problem(client, event, path, method):
    answer = client.generic(method, path)
    if answer.status_code == 301:
        assert answer.headers["Location"] == f"{path}/"
        return
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_wrong_host_and_a_failure_are_problems_too(client, event, monkeypatch, caplog):
    answer = client.get(SESSIONS, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    monkeypatch.setattr("symposium.api.views.public.full_sessions", lambda _event: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(SESSIONS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert b"ZeroDivision" not in answer.content
    assert client.get("/events/nothing/").headers["Content-Type"].startswith("text/html")


def test_any_accept_header_is_answered_with_what_there_is(client, event):
    assert client.get(SESSIONS, headers={"Accept": "text/turtle;q=1, */*;q=0"}).status_code == 200


def test_a_former_address_leads_on_also_for_scripts(client, event):
    session = event.sessions.get(slug="talk")
    session.slug = "new-talk"
    session.save()
    answer = client.get(f"{SESSIONS}talk/?x=1")
    assert answer.status_code == 400
    answer = client.get(f"{SESSIONS}talk/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SESSIONS}new-talk/")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_who_has_much_made_is_asked_to_wait_but_not_who_reads_what_is_made(client, event, monkeypatch):
    monkeypatch.setattr("symposium.api.views.base.MOST_MADE", 3)
    client.get(SESSIONS)
    for _ in range(5):
        assert client.get(SESSIONS).status_code == 200
    answers = [client.get(SESSIONS, {"limit": 1}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert client.get(SESSIONS).status_code == 200


def test_endless_choices_do_not_fill_the_cache(client, event, django_assert_num_queries):
    client.get(SESSIONS, {"track": "science"})
    with django_assert_num_queries(1):
        client.get(SESSIONS, {"track": "science"})
    for query in ({"limit": 7}, {"track": "nothing"}):
        client.get(SESSIONS, query)
        with django_assert_num_queries(3 if "track" in query else 5):
            client.get(SESSIONS, query)


def test_nothing_of_a_draft_is_told_to_its_team_either(admin_client):
    make_full("secret", state="draft")
    assert admin_client.get(f"{API}/events/secret/").status_code == 404
    assert admin_client.get("/preview/api/v1/events/secret/", follow=True).status_code == 404
