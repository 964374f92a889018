"""What all of the sample's events share: making each once, and leaving alone what is there."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from PIL import Image

from symposium.events.models import Event, Hosting, Photograph
from symposium.kit import zones
from symposium.kit.images import encode
from symposium.kit.revisions import publishing
from symposium.kit.slugs import moved_to
from symposium.organisations.models import Organisation
from symposium.sample.drawings import SCENES
from symposium.sample.logos import LOGOS

DRAWN = {
    "credit": "Drawn for this sample",
    "licence": "CC0 1.0",
    "licence_url": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def once(slug: str, make: Callable[[str], Event], then: Callable[[Event], object] | None = None) -> Event | None:
    """Make an event whole or not at all; None when it is there already, under this address or a later one.

    An event that is there is never touched: what its organisers changed or took away stays so. It is made in one
    publication, so that its calendar entries begin with SEQUENCE 0; ``then`` follows in the same transaction.
    """
    if Event.objects.filter(slug=slug).exists() or moved_to(Event.objects.all(), slug):
        return None
    with transaction.atomic():
        with publishing():
            event = make(slug)
        if then:
            then(event)
    return event


def moment(words: str, zone_name: str) -> datetime:
    """'2027-05-18 09:00' on the wall of a zone."""
    return datetime.fromisoformat(words).replace(tzinfo=zones.zone(zone_name))


def organisation(slug: str, name: str, **fields: Any) -> Organisation:
    """The institution of that address or name; made when there is none."""
    found = Organisation.objects.filter(Q(slug=slug) | Q(name=name)).first()
    return found or Organisation.objects.create(slug=slug, name=name, **fields)


def hostings(event: Event, hosts: Iterable[Mapping[str, Any]]) -> None:
    """Tie institutions to an event in the order given. 'role' and 'consented' belong to the tie."""
    for rank, host in enumerate(hosts, start=1):
        role, consented = host.get("role", Hosting.Role.CO_HOST), host.get("consented", True)
        described = {key: value for key, value in host.items() if key not in {"role", "consented"}}
        Hosting.objects.create(
            event=event, organisation=organisation(**described), role=role, consented=consented, rank=rank
        )


def keep(picture: Image.Image, folder: str) -> str:
    """The storage's name of a picture; one that is stored already is not stored again."""
    file = encode(picture)
    name = f"{folder}/{file.name}"
    return name if default_storage.exists(name) else default_storage.save(name, file)


def logo_fields(slug: str) -> dict[str, str]:
    """The logo of a made-up institution, for both kinds of page; nothing for one that has none."""
    if slug not in LOGOS:
        return {}
    draw, by_day, by_night = LOGOS[slug]
    return {
        "logo": keep(draw(by_day), "logos"),
        "logo_dark": keep(draw(by_night), "logos") if by_night else "",
    }


def illustrations(event: Event, drawn: Iterable[tuple[str, str, str]]) -> dict[str, Photograph]:
    """Published pictures by the name of their scene, from (scene, alternative text, caption)."""
    made: dict[str, Photograph] = {}
    for position, (scene, seen, caption) in enumerate(drawn, start=1):
        made[scene] = Photograph.objects.create(
            event=event,
            image=keep(SCENES[scene](), "photographs"),
            alternative_text=seen,
            caption=f"{caption} An illustration, not a photograph.",
            position=position,
            is_published=True,
            **DRAWN,
        )
    return made
