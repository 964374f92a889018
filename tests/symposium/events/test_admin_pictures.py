"""Pictures at the desk: what comes in as a file goes out as pixels, or is refused by its field."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from symposium.accounts.models import Role
from symposium.events.admin.crops import placed
from symposium.events.models import Event, Photograph
from tests import factories
from tests.factories.desk import make_photograph
from tests.factories.forms import errors, filled, page_of, save, sign_in

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
    assert "credit and licence" in listed
    assert save(organiser, photograph, is_published="on", credit="A person", licence="CC0").status_code == 302
    assert Photograph.objects.get().is_published


def test_the_list_can_be_narrowed_to_what_is_incomplete(event: Event, organiser: Client) -> None:
    make_photograph(event, caption="Whole")
    make_photograph(event, caption="Half", credit="")
    address = reverse("admin:events_photograph_changelist")
    for choice, shown, hidden in (("no", "Half", "Whole"), ("yes", "Whole", "Half")):
        page = organiser.get(address, {"complete": choice}).content.decode()
        assert shown in page
        assert hidden not in page


def test_the_form_says_what_is_missing_and_shows_what_pages_cut(event: Event, organiser: Client) -> None:
    photograph = factories.make_photograph(event, licence="", is_published=False, focal_x=20, focal_y=90)
    page = organiser.get(page_of(photograph)).content.decode()
    assert re.search(r"Still missing:.*?licence", page, re.DOTALL)
    assert page.count('<svg class="crop"') == 2
    assert "style=" not in page[page.index('<span class="crops">') :].partition("</span>")[0]
    assert organiser.get(reverse("admin:events_photograph_add")).status_code == 200


def test_a_crop_keeps_the_focal_point_in_view_and_leaves_no_edge() -> None:
    for size in ((600, 400), (300, 900), (1600, 500)):
        for x, y in ((0, 0), (100, 100), (33, 71)):
            photograph = Photograph(width=size[0], height=size[1], focal_x=x, focal_y=y)
            width, height, left, top = placed(photograph, 320, 180)
            assert left <= 0 <= left + width - 320
            assert top <= 0 <= top + height - 180
            assert -1 <= left + width * round(x, -1) / 100 <= 321
            assert -1 <= top + height * round(y, -1) / 100 <= 181


@pytest.mark.parametrize("name", ["photograph", "speaker", "organisation"])
def test_no_page_of_the_desk_leads_to_a_master(event: Event, organiser: Client, name: str) -> None:
    picture = factories.make_picture(900, 600)
    thing = {
        "photograph": lambda: factories.make_photograph(event, image=picture),
        "speaker": lambda: factories.make_speaker(event, portrait=picture, portrait_alternative_text="A face"),
        "organisation": lambda: factories.make_hosting(event, factories.make_organisation(logo=picture)).organisation,
    }[name]()
    page = organiser.get(page_of(thing)).content.decode()
    addresses = set(re.findall(r'"(/media/[^"]+)"', page))
    assert addresses
    for address in addresses:
        assert organiser.get(address).status_code == 200, address


def test_pictures_without_words_are_kept_with_a_warning(event: Event, organiser: Client) -> None:
    def said(thing: Any, **changes: Any) -> str:
        data = filled(organiser.get(page_of(thing)), **changes)
        response = organiser.post(page_of(thing), data, follow=True)
        return " ".join(str(message) for message in response.context["messages"])

    def upload() -> SimpleUploadedFile:
        return SimpleUploadedFile("a.png", picture(), "image/png")

    speaker = factories.make_speaker(event)
    assert "no credit yet" in said(speaker, portrait=upload(), portrait_alternative_text="A face")
    assert "no credit yet" not in said(speaker, portrait_credit="Ada")
    organisation = factories.make_hosting(event).organisation
    assert "for dark pages alone" in said(organisation, logo_dark=upload())
    assert "hears the institution’s name" in said(organisation, logo=upload())
    assert "hears" not in said(organisation, logo_alternative_text="Institute")
