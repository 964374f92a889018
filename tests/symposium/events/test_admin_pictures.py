"""Pictures at the desk: what comes in as a file goes out as pixels, or is refused by its field."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from symposium.accounts.models import Role
from symposium.events.models import Event, Photograph
from tests import factories
from tests.factories.desk import make_photograph
from tests.factories.forms import errors, save, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def organiser(event: Event) -> Client:
    return sign_in(factories.make_member(event, Role.ORGANISER))


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, form, **options)
    return buffer.getvalue()


def bad_files() -> dict[str, bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("payload.html", "<script>")
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    return {"zip": archive.getvalue(), "bomb": bomb.getvalue(), "huge": b"\x89PNG" + b"\0" * (30 * 1024 * 1024)}


@pytest.mark.parametrize("kind", ["zip", "bomb", "huge"])
def test_a_file_that_is_no_fair_picture_gets_a_message_by_its_field(event: Event, organiser: Client, kind: str) -> None:
    photograph = make_photograph(event)
    stored = photograph.image.name
    upload = SimpleUploadedFile("dish.png", bad_files()[kind], "image/png")
    response = save(organiser, photograph, image=upload)
    assert list(errors(response)) == ["image"]
    photograph.refresh_from_db()
    assert photograph.image.name == stored


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_only_pixels_are_kept_of_a_picture(event: Event, organiser: Client, form: str) -> None:
    photograph = make_photograph(event)
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (34.0, 8.0, 0.0)}
    upload = SimpleUploadedFile("dish.png", picture(form, exif=exif) + b"PK\x03\x04 appended")
    assert save(organiser, photograph, image=upload).status_code == 302
    photograph.refresh_from_db()
    body = photograph.image.open().read()
    assert body[8:12] == b"WEBP"
    assert b"appended" not in body
    assert not Image.open(io.BytesIO(body)).getexif()
    assert (photograph.width, photograph.height) == (40, 30)


def test_a_logo_is_kept_no_larger_than_it_is_shown(event: Event, organiser: Client) -> None:
    organisation = factories.make_hosting(event).organisation
    upload = SimpleUploadedFile("logo.png", picture(size=(3000, 300)), "image/png")
    assert save(organiser, organisation, logo=upload).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.logo.width, organisation.logo.height) == (1200, 120)


def test_a_photograph_is_not_published_before_it_is_complete(event: Event, organiser: Client) -> None:
    photograph = make_photograph(event, credit="", licence="")
    response = save(organiser, photograph, is_published="on")
    assert errors(response) == {"is_published": ["It cannot be published yet. Still missing: Credit and Licence."]}
    listed = organiser.get(reverse("admin:events_photograph_changelist")).content.decode()
    assert "credit, licence" in listed
    assert save(organiser, photograph, is_published="on", credit="A person", licence="CC0").status_code == 302
    assert Photograph.objects.get().is_published
