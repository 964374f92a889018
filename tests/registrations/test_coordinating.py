"""A co-host's coordinator's own desk: their institution's part of each event, and nothing of another host."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from registrations import services
from registrations.coordinating import parts_of
from symposium.accounts.models import Membership, Role, User
from symposium.events.models import Event
from symposium.organisations.models import Organisation
from tests import factories
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db
STAFF = services.By("staff")
SHOWN = Template("{% load coordinating %}{% coordinator_desk %}")


@pytest.fixture
def event() -> Event:
    return factories.make_event(name="Night of Comets", capacity=50)


@pytest.fixture
def host(event: Event) -> Organisation:
    host = factories.make_organisation(name="Institute of Slow Orbits")
    factories.make_hosting(event, host)
    return host


@pytest.fixture
def coordinator(event: Event, host: Organisation) -> User:
    return factories.make_member(event, Role.COORDINATOR, host)


def desk_of(user: User) -> str:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(pk=user.pk)
    return SHOWN.render(Context({"request": request}))


def test_it_shows_profile_block_guests_invitations_and_speakers(event, host, coordinator) -> None:
    block = factories.make_block(event, host, seats=5, releases_at=datetime(2099, 3, 1, 8, tzinfo=UTC))
    services.register(event, name="Zoë", email="zoe@example.org", block=block, by=STAFF)
    factories.make_invitation(event, allocation=block)
    factories.make_invitation(event, allocation=block, state="draft", sent_at=None)
    factories.make_registration(event, allocation=block, state="pending")
    speaker = factories.make_speaker(event, name="王 小明")
    factories.make_affiliation(speaker, organisation=host)
    factories.make_appearance(factories.make_session(event, title="Slow comets"), speaker)
    factories.make_appearance(factories.make_session(event, title="Not announced", state="draft"), speaker)
    part: Any = parts_of(coordinator)[0]
    assert (part.block.seats, part.block.taken, part.coming, part.asking) == (5, 1, 1, 1)
    assert (part.unanswered, part.unsent) == (1, 1)
    shown = desk_of(coordinator)
    for words in ("Institute of Slow Orbits", "Night of Comets", "1 comes", "1 not answered", "王 小明", "Slow comets"):
        assert words in shown
    assert "1 request waits for a decision" in shown
    assert "1 invitation is written and not sent" in shown
    assert "go back to everybody on" in shown
    assert "Not announced" not in shown


def test_nothing_of_another_host_is_in_it(event, host, coordinator) -> None:
    other = factories.make_organisation(name="Bureau of Shared Skies")
    factories.make_hosting(event, other)
    block = factories.make_block(event, other, seats=7)
    services.register(event, name="Somebody else", email="else@example.org", block=block, by=STAFF)
    factories.make_affiliation(factories.make_speaker(event, name="Other speaker"), organisation=other)
    elsewhere = factories.make_event(name="Elsewhere")
    factories.make_affiliation(factories.make_speaker(elsewhere, name="Later speaker"), organisation=host)
    factories.make_block(elsewhere, host, seats=3)
    shown = desk_of(coordinator)
    for words in ("Bureau", "Somebody else", "Other speaker", "Elsewhere", "Later speaker"):
        assert words not in shown
    assert "have not set a block of seats" in shown
    assert "Nobody from your institution is among the speakers yet" in shown


def test_it_says_what_is_shared_and_how_consent_stands(event, host, coordinator) -> None:
    factories.make_hosting(factories.make_event(), host)
    factories.make_hosting(factories.make_event(state="draft"), host)
    assert "shown at 1 other event." in desk_of(coordinator)
    event.hostings.update(consented=False)
    shown = desk_of(coordinator)
    assert "not listed yet" in shown
    assert "Say whether the institution may be listed" in shown


def test_every_way_from_it_opens(event, host, coordinator) -> None:
    factories.make_block(event, host, seats=5)
    factories.make_registration(event, allocation=host.allocations.get(), state="pending")
    client, shown = sign_in(coordinator), desk_of(coordinator)
    ways = [way.partition('"')[0].replace("&amp;", "&") for way in shown.split('href="')[1:]]
    assert len(ways) >= 6
    assert {way: client.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)


def test_a_coordinator_writes_words_and_links_of_their_institution_and_not_its_name(event, host, coordinator) -> None:
    client, page = sign_in(coordinator), f"/admin/organisations/organisation/{host.pk}/change/"
    sent = {"words": "<p>It watches.</p>", "url": "https://orbits.example/", "name": "Renamed", "slug": "renamed"}
    assert client.post(page, sent | {"logo_alternative_text": "Orbits"}).status_code == 302
    host.refresh_from_db()
    assert (host.words, host.url, host.name) == ("<p>It watches.</p>", "https://orbits.example/", host.name)
    assert host.name == "Institute of Slow Orbits"


def test_events_to_come_stand_before_those_that_are_over(event, host, coordinator) -> None:
    for days in (-400, -30, 10):
        at = datetime.now(UTC) + timedelta(days=days)
        other = factories.make_event(name=f"In {days} days", starts_at=at)
        Membership.objects.create(user=coordinator, event=other, role=Role.COORDINATOR, organisation=host)
    named = [part.event.name for part in parts_of(User.objects.get(pk=coordinator.pk))]
    assert named == ["In 10 days", "Night of Comets", "In -30 days", "In -400 days"]


def test_whoever_coordinates_nothing_has_none(event) -> None:
    assert desk_of(factories.make_member(event, Role.OWNER)).strip() == ""


def test_it_asks_no_more_of_a_large_institution(event, host, coordinator) -> None:
    block = factories.make_block(event, host, seats=5)
    asked = []
    for more in (1, 8):
        for _n in range(more):
            factories.make_registration(event, allocation=block)
            factories.make_invitation(event, allocation=block)
            speaker = factories.make_speaker(event)
            factories.make_affiliation(speaker, organisation=host)
            factories.make_appearance(factories.make_session(event), speaker)
        with CaptureQueriesContext(connection) as queries:
            desk_of(coordinator)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 13
