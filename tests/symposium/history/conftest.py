"""A small event with its cast, and how they act at the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from speakers.models import Speaker
from symposium.accounts.models import Role, User
from symposium.events.models import Event, Room
from symposium.kit.revisions import publishing
from symposium.programme.models import Session
from tests import factories
from tests.factories.forms import filled


@dataclass
class Scene:
    """An event with a session in a room, a speaker in it, and who works there; a rival works at another."""

    event: Event
    room: Room
    session: Session
    speaker: Speaker
    cast: dict[str, User]


@pytest.fixture
def scene(db: None) -> Scene:
    with publishing():
        # It has taken place: what is saved of its sessions shows at once.
        past = datetime.now(UTC).replace(hour=16, minute=0, second=0, microsecond=0) - timedelta(days=30)
        event = factories.make_event(name="Our symposium", starts_at=past)
        room = factories.make_room(event, name="Hall")
        session = factories.make_session(event, title="Two shores", room=room)
        speaker = factories.make_speaker(event, name="Ada Lovelace")
        factories.make_appearance(session, speaker)
        other = factories.make_event(name="Theirs")
    roles = (Role.OWNER, Role.ORGANISER, Role.EDITOR, Role.DOOR)
    cast = {
        role.value: factories.make_member(event, role, email=f"{role}@example.org", name=f"The {role}")
        for role in roles
    }
    cast["rival"] = factories.make_member(other, Role.OWNER, email="rival@example.org", name="The rival")
    cast["superuser"] = User.objects.create_superuser("superuser@example.org", "x" * 12)
    return Scene(event, room, session, speaker, cast)


@pytest.fixture
def sign_in(scene: Scene) -> Callable[[str], Client]:
    def signed_in(actor: str) -> Client:
        client = Client()
        client.force_login(scene.cast[actor])
        return client

    return signed_in


def page_of(thing: Any, page: str = "change", *rest: Any) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=[thing.pk, *rest])


def save(client: Client, thing: Any, **fields: Any) -> Any:
    """Open the page of a thing, write into its form and save it."""
    address = page_of(thing)
    return client.post(address, filled(client.get(address)) | fields)


def delete(client: Client, thing: Any) -> Any:
    return client.post(page_of(thing, "delete"), {"post": "yes"})
