"""Drafts leak nowhere: not in pages, feeds, lists, counts, the sitemap or titles; their team sees them by preview."""

from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from symposium.accounts.models import Role
from tests.factories import (
    awkward,
    make_affiliation,
    make_announcement,
    make_appearance,
    make_event,
    make_hosting,
    make_member,
    make_milestone,
    make_organisation,
    make_photograph,
    make_registration,
    make_room,
    make_session,
    make_speaker,
    make_track,
    make_user,
)
from tests.factories.addresses import is_staffs

pytestmark = pytest.mark.django_db
SECRET = "Zarathustra"
# Addresses that are not pages of content: the desk, previews, pictures, signs of life.
APART = {"preview", "picture", "alive", "ready", "robots", "registration", "registration-cancel"}
# For programs that show a token, whoever they are, or where there is nothing (tests/symposium/api).
APART |= {"api-guests", "api-guest", "api-token", "api-root", "api-nowhere", "oembed"}
# Those of others in a language: each is asked for beside its own.
APART |= {"in-language", "home-in-language"}


def fill(event, word):
    """One of everything, with the word in every text."""
    room = make_room(event, name=f"Room {word}", slug=f"room-{word.lower()}")
    track = make_track(event, name=f"Track {word}", slug=f"track-{word.lower()}")
    session = make_session(event, title=f"Talk {word}", slug="talk", room=room, track=track, abstract=f"<p>{word}</p>")
    speaker = make_speaker(event, name=f"Speaker {word}", slug="person", biography=f"<p>{word}</p>")
    make_affiliation(speaker, name=f"Institute {word}")
    make_appearance(session, speaker)
    make_hosting(event, make_organisation(name=f"House {word}", slug=f"house-{word.lower()}"))
    make_milestone(event, title=f"Milestone {word}")
    make_photograph(event, caption=f"Picture {word}")
    make_announcement(event, title=f"News {word}")
    return event


def addresses(patterns=None):
    """Every named public address with its parameters, read from the resolver itself."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if is_staffs(pattern):
            continue
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name not in APART:
            yield pattern


def every_address(event, word):
    from django.urls import reverse

    values = {
        "event": event.slug,
        "session": "talk",
        "speaker": "person",
        "organisation": f"house-{word.lower()}",
        "track": f"track-{word.lower()}",
        "room": f"room-{word.lower()}",
        "size": 192,
    }
    for pattern in addresses():
        names = list(pattern.pattern.converters)
        if {"token", "mark"} & set(names):
            # Of one person, who needs a link of their own.
            continue
        address = reverse(pattern.name, kwargs={name: values[name] for name in names})
        is_of_something = bool({"event", "organisation"} & set(names))
        yield address, is_of_something
        if getattr(getattr(pattern.callback, "view_class", None), "has_languages", False):
            yield f"/en-us{address}", is_of_something


@pytest.fixture
def draft():
    event = make_event(slug="secret", name=f"Event {SECRET}", state="draft")
    return fill(event, SECRET)


def test_no_public_address_tells_anything_of_a_draft_event(client, draft):
    fill(make_event(slug="public"), "Public")
    seen = 0
    for address, has_parameters in every_address(draft, SECRET):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert SECRET.lower() not in body.decode(errors="replace").lower(), address
        assert response.status_code == (404 if has_parameters else 200), address
        seen += 1
    assert seen > 20


def test_the_same_addresses_of_a_public_event_all_answer(client):
    event = fill(make_event(slug="public"), "Public")
    awkward.make_participants(event)
    for address, _parameters in every_address(event, "Public"):
        assert client.get(address).status_code == 200, address


def test_what_is_a_draft_within_a_public_event_is_not_shown_or_counted(client):
    event = fill(make_event(slug="public"), "Public")
    make_session(event, title=f"Talk {SECRET}", slug="hidden", state="draft")
    hidden = make_speaker(event, name=f"Speaker {SECRET}", slug="nobody", state="draft")
    make_appearance(event.sessions.get(slug="talk"), hidden)
    make_announcement(event, title=f"News {SECRET}", published_at=None)
    make_announcement(event, title=f"Soon {SECRET}", published_at=timezone.now() + timedelta(days=1))
    make_photograph(event, caption=f"Picture {SECRET}", is_published=False)
    make_hosting(event, make_organisation(name=f"House {SECRET}", slug="shy"), consented=False)
    for address, _parameters in every_address(event, "Public"):
        response = client.get(address)
        assert SECRET.lower() not in response.content.decode(errors="replace").lower(), address
    for address in ("programme/hidden/", "programme/hidden.ics", "speakers/nobody/", "speakers/nobody.ics"):
        assert client.get(f"/events/public/{address}").status_code == 404
    assert client.get("/organisations/shy/").status_code == 404


@pytest.mark.parametrize("role", [Role.OWNER, Role.ORGANISER, Role.EDITOR])
def test_the_team_of_a_draft_sees_it_by_preview_and_stays_there(client, draft, role):
    client.force_login(make_member(draft, role))
    for page in ("", "programme/", "programme/talk/", "speakers/", "speakers/person/", "hosts/", "story/", "news/"):
        response = client.get(f"/preview/events/secret/{page}")
        assert response.status_code == 200, page
        assert SECRET in response.content.decode(errors="replace")
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in response.headers["Cache-Control"]
        assert b'href="/events/secret/' not in response.content
    assert client.get("/events/secret/").status_code == 404


def test_a_preview_leaves_nothing_behind_for_others(client, draft):
    client.force_login(make_member(draft, Role.OWNER))
    client.get("/preview/events/secret/")
    client.logout()
    assert client.get("/preview/events/secret/").status_code == 404
    assert b"/preview/" not in client.get("/").content


@pytest.mark.parametrize("role", [Role.DOOR, Role.COORDINATOR, "stranger", "other team", "nobody"])
def test_nobody_else_sees_a_preview(client, draft, role):
    other = make_event()
    if role == "stranger":
        client.force_login(make_user())
    elif role == "other team":
        client.force_login(make_member(other, Role.OWNER))
    elif role != "nobody":
        organisation = make_organisation() if role == Role.COORDINATOR else None
        client.force_login(make_member(draft, role, organisation))
    for page in ("", "programme/", "register/"):
        response = client.get(f"/preview/events/secret/{page}")
        assert response.status_code == 404
        assert SECRET not in response.content.decode(errors="replace")


def test_nothing_can_be_done_in_a_preview(client, draft):
    client.force_login(make_member(draft, Role.OWNER))
    assert client.post("/preview/events/secret/register/", {}).status_code == 405


def test_a_preview_of_a_former_address_leads_to_the_present_one(client, draft):
    draft.slug = "moved"
    draft.save()
    client.force_login(make_member(draft, Role.OWNER))
    response = client.get("/preview/events/secret/programme/")
    assert (response.status_code, response.headers["Location"]) == (301, "/preview/events/moved/programme/")


@pytest.mark.parametrize("path", ["/evil.example/", "/%2fevil.example", "/%5cevil.example/", "//evil.example"])
def test_a_preview_leads_nowhere_else(client, draft, path):
    client.force_login(make_member(draft, Role.OWNER))
    response = client.get(f"/preview/{path}")
    assert response.status_code in {302, 404}
    assert not response.headers.get("Location", "/x").startswith(("//", "/\\", "http"))


def test_guests_of_an_event_that_became_a_draft_again_see_nothing_of_it(client):
    event = make_event(slug="secret")
    guest = make_registration(event)
    event.name, event.state = f"Event {SECRET}", "draft"
    event.save()
    for page in ("", "cancel/"):
        response = client.get(f"/registrations/{guest.token}/{page}")
        assert response.status_code == 404
        assert SECRET not in response.content.decode(errors="replace")
