"""Hosts at the desk: consent is the institution's, and nobody rewrites one that others know by tying it to an event."""

import pytest
from django.test import Client

from symposium.accounts.models import Role, TeamInvitation, User
from symposium.events.models import Event, Hosting
from symposium.organisations.models import Organisation
from tests import factories
from tests.factories.forms import filled, page_of, save, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    """The draft of somebody who would like to write about others."""
    return factories.make_event(state="draft")


@pytest.fixture(params=["host", "speaker's institute", "host of a draft"])
def known(request: pytest.FixtureRequest) -> Organisation:
    """An institution of somebody else's event."""
    there = factories.make_event(state="draft" if "draft" in request.param else "published")
    if "host" in request.param:
        return factories.make_hosting(there).organisation
    known = factories.make_organisation()
    factories.make_affiliation(factories.make_speaker(there), organisation=known)
    return known


def may_write(client: Client, organisation: Organisation, field: str = "words") -> bool:
    """Whether a save of the page changes it."""
    wanted = {"name": "Mine", "slug": "mine"}.get(field, "<p>Mine</p>")
    known = {"name": organisation.name, "slug": organisation.slug}
    client.post(page_of(organisation), known | filled(client.get(page_of(organisation))) | {field: wanted})
    return Organisation.objects.filter(pk=organisation.pk, **{field: wanted}).exists()


def test_a_coordinator_changes_the_consent_of_their_own_hosting_and_nothing_else(event: Event) -> None:
    own = factories.make_hosting(event, rank=1, consented=True)
    coordinator = sign_in(factories.make_member(event, Role.COORDINATOR, own.organisation))
    response = save(coordinator, own, consented=None, rank="9", role="host")
    assert response.status_code == 302
    own.refresh_from_db()
    assert (own.consented, own.rank, own.role) == (False, 1, "co_host")


def test_a_coordinator_writes_about_their_own_organisation_but_does_not_rename_it(event: Event) -> None:
    own = factories.make_hosting(event).organisation
    coordinator = sign_in(factories.make_member(event, Role.COORDINATOR, own))
    assert save(coordinator, own, words="<p>We look up.</p>", name="Mine", slug="mine").status_code == 302
    name = own.name
    own.refresh_from_db()
    assert (own.words, own.name) == ("<p>We look up.</p>", name)


# --- who writes about an institution -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OWNER, Role.ORGANISER])
@pytest.mark.parametrize("field", ["name", "slug", "words"])
def test_tying_a_known_institution_to_ones_draft_does_not_open_it(
    event: Event, known: Organisation, role: str, field: str
) -> None:
    client = sign_in(factories.make_member(event, role))
    inputs = {"event": event.pk, "organisation": known.pk, "role": "host", "rank": "1", "consented": "on"}
    client.post("/admin/events/hosting/add/", inputs)
    Hosting.objects.get_or_create(event=event, organisation=known, defaults={"consented": True})
    assert client.get(page_of(known)).status_code == 200
    assert not may_write(client, known, field)


def test_organisers_write_about_a_host_while_all_its_events_are_theirs(event: Event) -> None:
    user = factories.make_member(event, Role.ORGANISER)
    also, stranger = factories.make_event(), factories.make_event()
    user.memberships.create(event=also, role=Role.OWNER)
    host = factories.make_hosting(event).organisation
    factories.make_affiliation(factories.make_speaker(also), organisation=host)
    assert may_write(sign_in(user), host)
    Organisation.objects.update(words="")
    factories.make_affiliation(factories.make_speaker(stranger), organisation=host)
    assert not may_write(sign_in(user), host)
    assert may_write(sign_in(User.objects.create_superuser("root@example.org")), host)


def test_being_an_editor_elsewhere_is_not_enough(event: Event) -> None:
    user, also = factories.make_member(event, Role.OWNER), factories.make_event()
    user.memberships.create(event=also, role=Role.EDITOR)
    host = factories.make_hosting(event).organisation
    factories.make_hosting(also, host)
    assert not may_write(sign_in(user), host)


def test_an_owner_names_no_coordinator_for_an_institution_that_others_know(event: Event, known: Organisation) -> None:
    factories.make_hosting(event, known)
    factories.make_user(email="friend@example.org")
    owner = sign_in(factories.make_member(event, Role.OWNER))
    data = {"event": event.pk, "role": "coordinator", "organisation": known.pk}
    asked = data | {"addresses": "friend@example.org"}
    assert owner.post("/admin/accounts/teaminvitation/add/", asked).status_code == 200
    assert not TeamInvitation.objects.filter(organisation=known).exists()
    root = sign_in(User.objects.create_superuser("root@example.org"))
    assert root.post("/admin/accounts/teaminvitation/add/", asked).status_code == 302
    assert root.post("/admin/accounts/membership/add/", data | {"email": "friend@example.org"}).status_code == 302


def test_a_coordinator_stays_when_their_institution_becomes_known_elsewhere(event: Event) -> None:
    host = factories.make_hosting(event).organisation
    member = factories.make_member(event, Role.COORDINATOR, host).memberships.get()
    factories.make_hosting(factories.make_event(), host)
    owner = sign_in(factories.make_member(event, Role.OWNER))
    assert save(owner, member).status_code == 302


@pytest.mark.parametrize(("consented", "may"), [(True, True), (False, False)])
def test_a_coordinator_writes_about_a_known_institution_only_where_it_agreed_to_host(
    event: Event, known: Organisation, consented: bool, may: bool
) -> None:
    factories.make_hosting(event, known, consented=consented)
    assert may_write(sign_in(factories.make_member(event, Role.COORDINATOR, known)), known) == may


def test_a_coordinator_prepares_the_words_before_consent_while_no_other_event_knows_the_host(event: Event) -> None:
    host = factories.make_hosting(event, consented=False).organisation
    assert may_write(sign_in(factories.make_member(event, Role.COORDINATOR, host)), host)


def test_consent_to_another_event_opens_nothing_for_this_ones_coordinator(event: Event, known: Organisation) -> None:
    factories.make_hosting(factories.make_event(), known)
    assert not may_write(sign_in(factories.make_member(event, Role.COORDINATOR, known)), known)


def test_a_coordinator_of_what_hosts_nothing_any_more_writes_nothing(event: Event) -> None:
    gone = factories.make_organisation()
    assert not may_write(sign_in(factories.make_member(event, Role.COORDINATOR, gone)), gone)
