"""Every address of the desk as everybody: nothing of another event or host shows, nothing changes, nothing breaks.

The addresses are found from the resolver (``tests.factories.walking``), so that a page which is new is walked too. The
five pages that Django's admin has of every model are opened by ``test_scope``, which asks the same of them.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models, transaction
from django.forms import ModelChoiceField
from django.test import Client

from tests.factories.desk import CAST, MARK, TEAM, World, make_world
from tests.factories.forms import filled
from tests.factories.walking import (
    HIDDEN,
    NOBODY_HERE,
    Way,
    addresses,
    fingerprint,
    furnish_further,
    shown,
    text_of,
    ways,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refused_in_short")]

WAYS = ways()
# Who has no business at our event sees nothing of it; who looks after one host, nothing of another; whoever runs the
# server sees all.
# Open to whoever has no role, or is not known yet.
AT_THE_DOOR = (
    *("/admin/login/", "/admin/logout/", "/admin/password", "/admin/join/"),
    *("/admin/account/", "/admin/jsi18n/"),
)
SENT = {"post": "yes", "sure": "on", "name": "Mine", "title": "Mine", "reason": "Because", "deed": "decline"}


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    """Made once; each test rolls back what it does."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        furnish_further(world)
        yield world
        transaction.set_rollback(True)


def client_of(world: World, actor: str) -> Client:
    client = Client()
    if user := world.cast[actor]:
        client.force_login(user)
    return client


def is_left_alone(way: Way) -> bool:
    """Whoever walks through there is out, or is asked for their password once more."""
    return "/logout/" in way.address


def test_every_address_is_known(world: World) -> None:
    for way in WAYS:
        for things in (world.ours, world.theirs):
            assert addresses(way, things), way
    assert len(WAYS) > 150


def is_plain(way: Way) -> bool:
    """One of the five pages that every model has; ``test_scope`` opens them, also foreign ones."""
    plain = ("_changelist", "_add", "_change", "_history", "_delete")
    return way.name.endswith(plain) and not way.name.endswith("_filters_delete")


@pytest.mark.parametrize("actor", TEAM)
def test_nothing_of_another_event_or_host_shows(world: World, actor: str) -> None:
    client, found = client_of(world, actor), {}
    at = {"event": world.event.pk}
    foreign: dict[str, Any] = {"q": MARK[:4], "event": world.other.pk}
    for way in WAYS:
        if is_left_alone(way):
            continue
        for address in addresses(way, world.ours):
            lists: list[dict[str, Any]] = [foreign] if way.name.endswith("_changelist") else []
            others = [{}] if way.parts or way.address.startswith(AT_THE_DOOR) else [at, {}]
            for query in lists if is_plain(way) else others:
                response = client.get(address, query)
                assert response.status_code < 500, address
                if said := shown(text_of(response), HIDDEN[actor], address):
                    found[f"{address}?{query}"] = said
    assert found == {}


@pytest.mark.parametrize("actor", CAST[1:])
def test_what_is_of_another_event_neither_opens_nor_changes(world: World, actor: str) -> None:
    client, hidden = client_of(world, actor), HIDDEN[actor]
    things = world.ours if actor in NOBODY_HERE else world.theirs
    event = things["events.event"].pk
    before, found = fingerprint(things), {}
    sent = SENT | {"_selected_action": [event], "chosen": [event], "event": event, "choice": "csv"}
    for way in WAYS:
        # One's own account is one's own, whatever stands beside it.
        if way.address.startswith(AT_THE_DOOR) or (is_plain(way) and not way.name.endswith("_add")):
            continue
        for address in addresses(way, things):
            for response in (client.get(address, {"event": event}), client.post(f"{address}?event={event}", sent)):
                if said := shown(text_of(response), hidden, address):
                    found[address] = said
                assert actor not in NOBODY_HERE[1:] or is_refused(response, address), address
    assert found == {}
    assert fingerprint(things) == before


def is_refused(response: Any, address: str) -> bool:
    """No page, but the way to the door (or the same address as it is written)."""
    ways_out = ("/admin/login/", address)
    return response.status_code in {403, 404, 405} or (
        response.status_code == 302 and (response.url == "/admin/" or response.url.startswith(ways_out))
    )


@pytest.mark.parametrize("actor", ["owner", "editor", "coordinator"])
def test_no_form_is_made_to_point_to_another_event(world: World, actor: str) -> None:
    client, before = client_of(world, actor), fingerprint(world.theirs)
    things: dict[str, Any] = {label: thing for label, thing in world.ours.items() if isinstance(thing, models.Model)}
    for label, thing in things.items():
        address = f"/admin/{label.replace('.', '/')}/{thing.pk}/change/"
        page = client.get(address)
        form = getattr(page.context and page.context.get("adminform"), "form", None)
        if page.status_code != 200 or form is None:
            continue
        foreign = {name: foreign_for(field, world) for name, field in form.fields.items()}
        sent = {name: str(pk) for name, pk in foreign.items() if pk is not None}
        response = client.post(address, filled(page, **sent))
        assert not shown(text_of(response), HIDDEN[actor], address), address
        thing.refresh_from_db()
        for name, pk in sent.items():
            assert str(getattr(thing, f"{name}_id", None)) != pk, (address, name)
    assert fingerprint(world.theirs) == before


def foreign_for(field: Any, world: World) -> Any:
    """The other event's object for a field that points to one of its kind."""
    if not isinstance(field, ModelChoiceField) or field.queryset is None:
        return None
    thing = world.theirs.get(field.queryset.model._meta.label_lower)
    return thing.pk if isinstance(thing, models.Model) else None
