"""Who may do what at the desk: one matrix, walked for every page of every model as everybody."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import models
from django.test import Client
from django.urls import reverse

from symposium.programme.services import copy_of
from tests.factories.desk import CAST, MARK, TEAM, World, make_world
from tests.factories.forms import filled
from tests.factories.walking import HIDDEN, furnish_further, shown, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refused_in_short")]

# For an object of the event at which the cast works. 'view' is the page, 'change' is saving it. Whoever may view one
# may open the list; the rival and the others of no role here may do nothing.
MATRIX: dict[str, dict[str, str]] = {
    "events.event": {
        "view": "superuser owner organiser editor coordinator neighbour",
        "add": "superuser",
        "change": "superuser owner organiser editor",
        "delete": "superuser owner",
        "history": "superuser owner organiser editor",
    },
    "events.venue": dict.fromkeys(("view", "add", "change", "delete", "history"), "superuser owner organiser editor"),
    "events.room": dict.fromkeys(("view", "add", "change", "delete", "history"), "superuser owner organiser editor"),
    "events.hosting": {
        "view": "superuser owner organiser editor coordinator",
        "add": "superuser owner organiser editor",
        "change": "superuser owner organiser editor coordinator",
        "delete": "superuser owner organiser editor",
        "history": "superuser owner organiser editor",
    },
    "events.photograph": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser editor"
    ),
    "events.milestone": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser editor"
    ),
    "events.announcement": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser editor"
    ),
    "organisations.organisation": {
        "view": "superuser owner organiser editor coordinator",
        "add": "superuser owner organiser editor",
        "change": "superuser owner organiser coordinator",
        "delete": "superuser",
        "history": "superuser owner organiser editor coordinator",
    },
    "speakers.speaker": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser editor"
    ),
    "speakers.suggestion": dict.fromkeys(("view", "change"), "superuser owner organiser editor"),
    "speakers.speakerneeds": {"view": "care"},
    "programme.track": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser editor"
    ),
    "programme.session": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser editor"
    ),
    "registrations.registration": {
        "view": "superuser owner organiser coordinator door",
        "add": "superuser owner organiser coordinator",
        "change": "superuser owner organiser coordinator",
        "delete": "",
        "history": "superuser owner organiser coordinator",
    },
    "registrations.deed": {"view": "superuser owner organiser coordinator"},
    "registrations.allocation": {
        "view": "superuser owner organiser coordinator",
        "add": "superuser owner organiser",
        "change": "superuser owner organiser",
        "delete": "superuser owner organiser",
        "history": "superuser owner organiser",
    },
    "registrations.registrationrules": dict.fromkeys(("view", "change", "history"), "superuser owner organiser"),
    "registrations.question": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser"
    ),
    "registrations.needs": {"view": "care"},
    "registrations.siteaccess": {"view": "site_access"},
    "registrations.invitation": {
        "view": "superuser owner organiser coordinator",
        "change": "superuser owner organiser coordinator",
        "history": "superuser owner organiser",
    },
    "registrations.bookablesession": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser"
    ),
    "registrations.booking": {
        "view": "superuser owner organiser",
        "change": "superuser owner organiser",
        "history": "superuser owner organiser",
    },
    "mail.outgoingmail": {"view": "superuser owner organiser", "history": "superuser owner organiser"},
    **dict.fromkeys(
        ("mail.letterhead", "notices.notice", "notices.noticetemplate"),
        dict.fromkeys(("view", "add", "change", "delete", "history"), "superuser owner organiser"),
    ),
    "exchange.import": {"view": "superuser owner organiser"},
    "calendars.entry": {"view": "superuser owner organiser", "history": "superuser owner organiser"},
    "api.accesstoken": dict.fromkeys(("view", "add", "history"), "superuser owner organiser coordinator"),
    "api.webhook": dict.fromkeys(
        ("view", "add", "change", "delete", "history"), "superuser owner organiser coordinator"
    ),
    "api.delivery": dict.fromkeys(("view", "history"), "superuser owner organiser coordinator"),
    "history.edit": {"view": "superuser owner organiser editor"},
    "accounts.membership": {
        "view": "superuser owner organiser",
        "add": "superuser",
        "change": "superuser owner",
        "delete": "superuser owner",
        "history": "superuser owner organiser",
    },
    "accounts.teaminvitation": {
        "view": "superuser owner organiser",
        "add": "superuser owner",
        "history": "superuser owner organiser",
    },
    "accounts.user": dict.fromkeys(("view", "add", "change", "delete", "history"), "superuser"),
}
# What others hang on to stays: an event with guests, a host, a block with invitations.
ENGAGED = {"events.event", "organisations.organisation", "registrations.allocation"}
# What visitors know waits for a publication: it is taken out of the programme by a change, and stays until then.
TAKEN_OUT = "programme.session"
# Who opens the list: whoever may view one somewhere.
LISTS = {
    label: set(rights["view"].split())
    | ({"neighbour"} if "coordinator" in rights["view"] else set())
    | ({"rival"} if "organiser" in rights["view"] else set())
    for label, rights in MATRIX.items()
}
ADDS = {
    label: set(rights.get("add", "").split())
    | ({"rival"} if "organiser" in rights.get("add", "") else set())
    # A guest is entered into a block, which the neighbour's institution has not; a token is their own.
    | ({"neighbour"} if "coordinator" in rights.get("add", "") and label.startswith("api.") else set())
    for label, rights in MATRIX.items()
}
# What a coordinator sees of their own host alone.
HOSTS_OWN = (
    *("registrations.allocation", "registrations.registration", "registrations.invitation", "registrations.deed"),
    *("api.accesstoken", "api.webhook", "api.delivery"),
)
ACTIONS = {
    **dict.fromkeys(("send_team_invitations_again", "withdraw_team_invitations"), "superuser owner"),
    **dict.fromkeys(
        ("send_invitations", "remind_invitations", "withdraw_invitations"),
        "superuser owner organiser coordinator neighbour",
    ),
    "cancel_registrations": "superuser owner organiser coordinator neighbour",
    "resend_mails": "superuser owner organiser coordinator neighbour",
    "export_csv": "superuser owner organiser coordinator neighbour",
    "export_xlsx": "superuser owner organiser coordinator neighbour",
    **dict.fromkeys(("bulk_change", "take_out"), "superuser owner organiser editor"),
    **dict.fromkeys(("list_csv", "list_xlsx"), "superuser owner organiser editor"),
    "events.hosting bulk_change": "superuser owner organiser editor coordinator neighbour",
    **dict.fromkeys(
        ("events.hosting list_csv", "events.hosting list_xlsx"),
        "superuser owner organiser editor coordinator neighbour",
    ),
    "registrations.registration bulk_change": "superuser owner organiser coordinator neighbour",
    "export_who_comes": "superuser owner organiser",
    "give_back": "superuser owner organiser",
    "export_bookings": "superuser owner organiser",
    "send_again": "superuser owner organiser",
    **dict.fromkeys(("send_links", "remind_speakers"), "superuser owner organiser editor"),
    **dict.fromkeys(
        ("revoke_tokens", "renew_secret", "try_webhooks", "deliver_again"),
        "superuser owner organiser coordinator neighbour",
    ),
}


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    """Made once; each test rolls back what it does."""
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            world = make_world()
            furnish_further(world)
            yield world
            transaction.set_rollback(True)


def labels() -> list[str]:
    return [model._meta.label_lower for model in admin.site._registry]


def client_of(world: World, actor: str) -> Client:
    client = Client()
    if user := world.cast[actor]:
        client.force_login(user)
    return client


def address(label: str, page: str, pk: Any = None) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=[pk] if pk is not None else [])


def subject(world: World, label: str, things: dict[str, models.Model]) -> Any:
    if label == "accounts.user":
        return world.cast["idle"]
    return things.get(label)


def test_the_matrix_names_every_registered_model() -> None:
    assert set(MATRIX) == set(labels())


def names_the_other(content: bytes) -> bool:
    if content.startswith(b"PK"):
        # A workbook is a ZIP of XML.
        with ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return MARK in content.decode().upper()


def is_refused(response: Any) -> bool:
    """Forbidden, or led away: to sign in, or to the index with a message that there is no such thing."""
    return response.status_code in {403, 404} or (
        response.status_code == 302 and (response.url == "/admin/" or response.url.startswith("/admin/login/"))
    )


@pytest.mark.parametrize("actor", CAST)
@pytest.mark.parametrize("label", MATRIX)
def test_pages_open_to_those_of_the_matrix_alone(world: World, label: str, actor: str) -> None:
    client, rights = client_of(world, actor), MATRIX[label]
    pages = [("changelist", LISTS[label], None), ("add", ADDS[label], None)]
    if (thing := subject(world, label, world.ours)) is not None:
        for page, right in (("change", "view"), ("delete", "delete"), ("history", "history")):
            pages.append((page, set(rights.get(right, "").split()), thing.pk))
    for page, allowed, pk in pages:
        response = client.get(address(label, page, pk))
        assert (response.status_code == 200) == (actor in allowed), page
        assert response.status_code == 200 or is_refused(response) or pk is None
        assert not shown(text_of(response), HIDDEN[actor]), page


@pytest.mark.parametrize("actor", CAST)
@pytest.mark.parametrize("label", [label for label in MATRIX if "task" not in label])
def test_saving_and_deleting_are_for_those_of_the_matrix_alone(world: World, label: str, actor: str) -> None:
    thing, client, rights = subject(world, label, world.ours), client_of(world, actor), MATRIX[label]
    may_change = actor in rights.get("change", "").split()
    data = filled(client.get(address(label, "change", thing.pk))) if may_change else {"name": "Mine", "title": "Mine"}
    saved: Any = client.post(address(label, "change", thing.pk), data)
    # Who has decided a suggestion is led to the list of those that wait besides.
    led_to = saved.url.partition("?")[0] if saved.status_code == 302 else ""
    assert (led_to == address(label, "changelist")) == may_change, saved
    assert may_change or is_refused(saved)
    may_delete = actor in rights.get("delete", "").split()
    deleted = client.post(address(label, "delete", thing.pk), {"post": "yes"})
    assert is_refused(deleted) != may_delete
    # What others hang on to stays: an event with guests, an institution that hosts, a block with guests.
    stays = not may_delete or label in ENGAGED or label == TAKEN_OUT
    assert type(thing)._base_manager.filter(pk=thing.pk).exists() == stays
    if label == TAKEN_OUT:
        copy = copy_of(thing)
        assert (copy is not None and copy.planned_state == "draft") == may_delete


@pytest.mark.parametrize("actor", CAST[1:])
@pytest.mark.parametrize("label", [label for label in MATRIX if "task" not in label])
def test_nothing_of_another_event_opens_or_changes(world: World, label: str, actor: str) -> None:
    thing = subject(world, label, world.theirs)
    if actor == "rival" or label == "accounts.user":
        return
    client = client_of(world, actor)
    for page in ("change", "delete", "history"):
        assert is_refused(client.get(address(label, page, thing.pk))), page
    assert is_refused(client.post(address(label, "change", thing.pk), {"name": "Mine"}))
    assert is_refused(client.post(address(label, "delete", thing.pk), {"post": "yes"}))


def pointing() -> list[tuple[str, str]]:
    """Every field of every model here that an autocomplete could be asked for."""
    found = list(admin.site._registry) + [
        relation.related_model for model in admin.site._registry for relation in model._meta.related_objects
    ]
    fields = {
        (m._meta.label_lower, f.name) for m in found for f in m._meta.get_fields() if f.is_relation and f.concrete
    }
    return sorted(fields)


@pytest.mark.parametrize("actor", CAST[1:])
def test_autocompletes_offer_nothing_of_another_event(world: World, actor: str) -> None:
    client, answered = client_of(world, actor), 0
    for label, name in pointing():
        app, model = label.split(".")
        for more in ({}, {"term": "zyxm"}, {"event": world.other.pk}):
            asked: dict[str, Any] = {"app_label": app, "model_name": model, "field_name": name, **more}
            response = client.get(reverse("admin:autocomplete"), asked)
            answered += response.status_code == 200
            if actor != "rival":
                assert not names_the_other(response.content), asked
    assert bool(answered) == (actor in {"owner", "organiser", "editor", "rival"})


@pytest.mark.parametrize("actor", TEAM[1:])
def test_no_list_counts_what_is_of_another_event(world: World, actor: str) -> None:
    for label in MATRIX:
        response = client_of(world, actor).get(address(label, "changelist"))
        # What happened is asked for one event at a time (tests/symposium/history).
        if response.status_code == 200 and "organisation" not in label and label != "history.edit":
            desk: Any = admin.site.get_model_admin(type(subject(world, label, world.ours)))
            events = {desk.event_id_of(row) for row in response.context["cl"].result_list}
            # The neighbour's institution has no block of its own, and so no guests.
            assert events == (set() if actor == "neighbour" and label in HOSTS_OWN else {world.event.pk}), label
            assert response.context["cl"].result_count == len(response.context["cl"].result_list)


@pytest.mark.parametrize("actor", CAST)
@pytest.mark.parametrize("label", [label for label in MATRIX if "task" not in label])
def test_actions_are_offered_and_done_as_the_matrix_says(world: World, label: str, actor: str) -> None:
    client, rights = client_of(world, actor), MATRIX[label]
    response = client.get(address(label, "changelist"))
    if response.status_code != 200:
        return
    desk = admin.site.get_model_admin(type(subject(world, label, world.ours)))
    known = {name for name, _func in admin.site.actions} | set(desk.actions or ())
    offered = set(desk.get_actions(response.wsgi_request))
    local = {"rival"} if actor == "rival" else set()
    for name in known - {"delete_selected"}:
        doers = set((ACTIONS.get(f"{label} {name}") or ACTIONS[str(name)]).split())
        assert (name in offered) == (actor in doers | (local if "organiser" in doers else set())), name
    deleters = set(rights.get("delete", "").split()) | (local if "organiser" in rights.get("delete", "") else set())
    deleters |= {"neighbour"} if "coordinator" in deleters else set()
    assert ("delete_selected" in offered) == (actor in deleters)
    thing = subject(world, label, world.ours)
    before = type(thing)._base_manager.filter(pk=thing.pk).values().get()
    for name in known - offered:
        data = {"action": name, "_selected_action": [thing.pk], "post": "yes"}
        b"".join(client.post(address(label, "changelist"), data))
        assert type(thing)._base_manager.filter(pk=thing.pk).values().get() == before


@pytest.mark.parametrize("actor", TEAM[1:])
@pytest.mark.parametrize("label", [label for label in MATRIX if "task" not in label and label != "accounts.user"])
def test_no_action_reaches_another_event(world: World, label: str, actor: str) -> None:
    thing, client = subject(world, label, world.theirs), client_of(world, actor)
    before = type(thing)._base_manager.filter(pk=thing.pk).values().get()
    desk = admin.site.get_model_admin(type(thing))
    for name in {name for name, _func in admin.site.actions} | set(desk.actions or ()):
        for across in ("0", "1"):
            data = {"action": name, "_selected_action": [thing.pk], "select_across": across, "post": "yes"}
            response: Any = client.post(address(label, "changelist") + f"?event={world.other.pk}", data)
            assert not names_the_other(b"".join(response)), name
            # What the list says then; that it shows nothing of theirs is asked above.
            said = " ".join(str(message) for message in get_messages(response.wsgi_request))
            assert MARK not in said.upper(), name
    assert type(thing)._base_manager.filter(pk=thing.pk).values().get() == before


@pytest.mark.parametrize("actor", CAST)
def test_there_is_no_way_from_a_number_to_a_guests_own_page(world: World, actor: str) -> None:
    from django.contrib.contenttypes.models import ContentType

    guest = world.ours["registrations.registration"]
    kind = ContentType.objects.get_for_model(guest)
    assert is_refused(client_of(world, actor).get(f"/admin/r/{kind.pk}/{guest.pk}/"))


@pytest.mark.parametrize("actor", ["editor", "coordinator", "door"])
@pytest.mark.parametrize("lookup", ["email__startswith=g", "event__memberships__user__email=x", "seats_taken__gt=0"])
def test_lists_cannot_be_asked_for_what_they_do_not_show(world: World, actor: str, lookup: str) -> None:
    for label in ("events.event", "registrations.registration", "speakers.speaker", "events.hosting"):
        response = client_of(world, actor).get(f"{address(label, 'changelist')}?{lookup}")
        assert response.status_code in {302, 400, 403}


@pytest.mark.parametrize("spelling", ["{pk}", "_3{pk}", "%20{pk}", "{pk}%20", "+{pk}", "0{pk}"])
def test_another_spelling_of_a_number_opens_no_history(world: World, spelling: str) -> None:
    path = f"/admin/events/event/{spelling.format(pk=world.event.pk)}/history/"
    assert is_refused(client_of(world, "coordinator").get(path))
