"""Guests for programs: a token sees what its owner may see and export at that moment, and nothing else."""

import hashlib
from datetime import timedelta

import msgspec
import pytest
import time_machine
from django.utils import timezone

from registrations.models import Deed, Registration
from symposium.accounts.models import Membership
from symposium.api import schemas
from symposium.api.models import AccessToken
from symposium.api.services.tokens import revoke_token
from tests import factories
from tests.factories.desk import CAST, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return factories.make_event(slug="night")


@pytest.fixture
def organiser(event):
    return factories.make_member(event, "organiser")


@pytest.fixture
def read(client):
    def get(words, path="/api/v1/events/night/registrations/", **asked):
        headers = {"Authorization": f"Bearer {words}"} if words is not None else {}
        return client.get(path, asked or None, headers=headers)

    return get


def names(answer):
    assert answer.status_code == 200, answer.content
    return [one["name"] for one in answer.json()["items"]]


def test_only_the_hash_of_a_token_is_kept(event, organiser):
    row, words = factories.make_access_token(event, organiser)
    stored = AccessToken.objects.values().get(pk=row.pk)
    assert words not in str(stored)
    assert stored["token_hash"] == hashlib.sha256(words.encode()).hexdigest()
    assert words.startswith(stored["beginning"])
    assert len(words) > 40


def test_a_guest_is_told_as_the_schema_says(event, organiser, read):
    guest = factories.make_registration(event, name="Ada", email="ada@example.org", pronouns="she/her")
    _row, words = factories.make_access_token(event, organiser)
    answer = read(words)
    page = msgspec.json.decode(answer.content, type=schemas.Page[schemas.Guest])
    (said,) = page.items
    assert (said.name, said.email, said.reference, said.id) == (
        "Ada",
        "ada@example.org",
        guest.reference,
        guest.public_id,
    )
    assert read(words, said.url.removeprefix("http://testserver")).json() == answer.json()["items"][0]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert guest.token not in answer.content.decode()


def test_addresses_need_a_scope_of_their_own(event, organiser, read):
    factories.make_registration(event, email="ada@example.org")
    _row, words = factories.make_access_token(event, organiser, scopes=["guests"])
    assert read(words).json()["items"][0]["email"] is None
    _row, words = factories.make_access_token(event, organiser, scopes=[])
    answer = read(words)
    assert answer.status_code == 403
    assert 'scope="guests"' in answer.headers["WWW-Authenticate"]


def test_each_role_sees_its_own(read):
    world = make_world()
    factories.make_registration(world.event, name="The organisers' own")
    path = f"/api/v1/events/{world.event.slug}/registrations/"
    seen = {}
    for actor in CAST:
        if user := world.cast[actor]:
            answer = read(factories.make_access_token(world.event, user)[1], path)
            seen[actor] = sorted(names(answer)) if answer.status_code == 200 else answer.status_code
    everybody, block = ["Guest", "The organisers' own"], ["Guest"]
    assert seen == {
        **dict.fromkeys(("superuser", "owner", "organiser"), everybody),
        "coordinator": block,
        "neighbour": [],
        **dict.fromkeys(("editor", "door", "care", "site_access", "rival", "idle"), 403),
    }


def test_a_coordinator_cannot_reach_a_guest_of_another_block(read):
    world = make_world()
    other = factories.make_registration(world.event, name="Not theirs")
    _row, words = factories.make_access_token(world.event, world.cast["coordinator"])
    base = f"/api/v1/events/{world.event.slug}/registrations"
    assert read(words, f"{base}/{other.public_id}/").status_code == 404
    assert read(words, f"{base}/{world.ours['registrations.registration'].public_id}/").status_code == 200
    assert read(words, "/api/v1/token/").json()["sees"] == "block"


def test_what_its_owner_loses_it_loses(event, organiser, read):
    row, words = factories.make_access_token(event, organiser)
    assert read(words).status_code == 200
    Membership.objects.filter(user=organiser).update(role="door")
    assert read(words).status_code == 403
    assert read(words, "/api/v1/token/").status_code == 403
    Membership.objects.filter(user=organiser).delete()
    assert read(words).status_code == 403
    organiser.is_active = False
    organiser.save()
    assert read(words).status_code == 401
    organiser.delete()
    assert read(words).status_code == 401
    assert not AccessToken.objects.filter(pk=row.pk).exists()


def test_withdrawn_and_expired_tokens_open_nothing(event, organiser, read):
    row, words = factories.make_access_token(event, organiser)
    assert revoke_token(row)
    assert not revoke_token(row)
    assert read(words).status_code == 401
    _row, words = factories.make_access_token(event, organiser)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert read(words).status_code == 401


@pytest.mark.parametrize("words", [None, "", "sym_made-up", "\x00", "sym_" + "a" * 5000])
def test_who_shows_no_good_token_learns_nothing(event, organiser, read, words):
    factories.make_event(slug="secret", state="draft")
    answers = [read(words, f"/api/v1/events/{slug}/registrations/") for slug in ("night", "secret", "never")]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].headers["WWW-Authenticate"].startswith('Bearer realm="symposium"')
    assert answers[0].headers["Content-Type"] == "application/problem+json"


def test_a_token_is_good_at_its_own_event_alone(event, organiser, read):
    factories.make_event(slug="public")
    factories.make_event(slug="secret", state="draft")
    _row, words = factories.make_access_token(event, organiser)
    statuses = {
        slug: read(words, f"/api/v1/events/{slug}/registrations/").status_code for slug in ("public", "secret", "x")
    }
    assert statuses == {"public": 403, "secret": 404, "x": 404}


def test_a_draft_opens_to_a_token_of_its_own(read):
    draft = factories.make_event(slug="night", state="draft")
    factories.make_registration(draft, name="Early")
    _row, words = factories.make_access_token(draft, factories.make_member(draft, "owner"))
    assert names(read(words)) == ["Early"]


def test_a_renamed_event_leads_on(event, organiser, read):
    _row, words = factories.make_access_token(event, organiser)
    event.slug = "day"
    event.save()
    answer = read(words, limit=1)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/events/day/registrations/?limit=1")


def test_a_cookie_of_the_desk_is_no_token(event, admin_client):
    assert admin_client.get("/api/v1/events/night/registrations/").status_code == 401


def test_shadows_are_nobody(event, organiser, read):
    real = factories.make_registration(event, name="Real")
    factories.make_registration(event, name="Shadow", shadow_of=real)
    _row, words = factories.make_access_token(event, organiser)
    assert names(read(words)) == ["Real"]


def test_pages_of_guests_are_whole_while_rows_come_go_and_change(event, organiser, read):
    guests = [factories.make_registration(event, name=f"{number}") for number in range(9)]
    _row, words = factories.make_access_token(event, organiser)
    first = read(words, limit=3).json()
    seen = [one["name"] for one in first["items"]]
    assert seen == ["8", "7", "6"]
    guests[8].delete()
    guests[5].delete()
    factories.make_registration(event, name="late")
    Registration.objects.get(pk=guests[3].pk).save()
    url = first["next"]
    while url:
        page = read(words, url.removeprefix("http://testserver")).json()
        seen += [one["name"] for one in page["items"]]
        url = page["next"]
    assert seen == ["8", "7", "6", "4", "3", "2", "1", "0"]


def test_who_follows_changes_misses_none(event, organiser, read):
    guests = [factories.make_registration(event, name=f"{number}") for number in range(6)]
    since = min(guest.changed_at for guest in guests).isoformat()
    _row, words = factories.make_access_token(event, organiser)
    first = read(words, limit=2, updated_since=since).json()
    assert [one["name"] for one in first["items"]] == ["0", "1"]
    # One that was told and one that was not change: both come again, as they are now.
    for pk, name in ((guests[0].pk, "0 again"), (guests[3].pk, "3 again")):
        guest = Registration.objects.get(pk=pk)
        guest.name = name
        guest.save()
    seen, url = [], first["next"]
    while url:
        page = read(words, url.removeprefix("http://testserver")).json()
        seen += [one["name"] for one in page["items"]]
        url = page["next"]
    assert seen == ["2", "4", "5", "0 again", "3 again"]
    assert names(read(words, updated_since=page["items"][-1]["changed_at"])) == ["3 again"]


def test_guests_of_the_same_moment_are_told_once_each(event, organiser, read):
    at = timezone.now()
    for number in range(5):
        guest = factories.make_registration(event, name=f"{number}")
        Registration.objects.filter(pk=guest.pk).update(created_at=at, changed_at=at)
    _row, words = factories.make_access_token(event, organiser)
    for asked in ({}, {"updated_since": at.isoformat()}):
        seen, page = [], read(words, limit=2, **asked).json()
        while True:
            seen += [one["name"] for one in page["items"]]
            if not page["next"]:
                break
            page = read(words, page["next"].removeprefix("http://testserver")).json()
        assert sorted(seen) == ["0", "1", "2", "3", "4"]


def test_guests_are_found_by_their_state(event, organiser, read):
    factories.make_registration(event, name="In")
    factories.make_registration(event, name="Out", state="cancelled")
    _row, words = factories.make_access_token(event, organiser)
    assert names(read(words, state="cancelled")) == ["Out"]
    assert read(words, state="asleep").status_code == 400


def test_reading_is_an_export_that_the_log_names_once_a_day(event, organiser, read):
    factories.make_registration(event)
    _row, words = factories.make_access_token(event, organiser)
    for _ in range(3):
        read(words)
    deeds = Deed.objects.filter(event=event, verb="exported")
    assert [(deed.user, deed.rule) for deed in deeds] == [(organiser, "api")]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        read(words)
    assert deeds.all().count() == 2


def test_when_a_token_was_used_last_is_known_to_five_minutes(event, organiser, read):
    row, words = factories.make_access_token(event, organiser)
    read(words)
    row.refresh_from_db()
    first = row.last_used_at
    read(words)
    row.refresh_from_db()
    assert row.last_used_at == first
    with time_machine.travel(first + timedelta(minutes=6)):
        read(words)
    row.refresh_from_db()
    assert row.last_used_at > first


def test_too_many_questions_and_guesses_are_put_off(event, organiser, read, monkeypatch):
    _row, words = factories.make_access_token(event, organiser)
    monkeypatch.setattr("symposium.api.views.guests.MOST_ASKED", 2)
    monkeypatch.setattr("symposium.api.views.guests.MOST_WRONG", 2)
    assert [read(words).status_code for _ in range(3)] == [200, 200, 429]
    assert [read("sym_wrong").status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize("count", [2, 40])
def test_queries_do_not_grow(event, organiser, read, count, django_assert_max_num_queries):
    block = factories.make_block(event, seats=1)
    for _ in range(count):
        factories.make_registration(event, allocation=block)
    _row, words = factories.make_access_token(event, organiser)
    read(words)
    with django_assert_max_num_queries(4):
        assert len(names(read(words))) == count


def test_methods_and_head(event, organiser, read, client):
    _row, words = factories.make_access_token(event, organiser)
    path, headers = "/api/v1/events/night/registrations/", {"Authorization": f"Bearer {words}"}
    head = client.head(path, headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(client.get(path, headers=headers).content)
    assert client.post(path, headers=headers).status_code == 405
    assert client.options(path).status_code == 204
    assert "Access-Control-Allow-Origin" not in client.options(path).headers
