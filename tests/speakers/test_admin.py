"""Speakers at the desk."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from speakers.models import Speaker
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def editor(event: Event) -> Client:
    client = Client()
    client.force_login(factories.make_member(event, Role.EDITOR))
    return client


def page_of(speaker: Speaker) -> str:
    return reverse("admin:speakers_speaker_change", args=[speaker.pk])


def portrait() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 2000), "navy").save(buffer, "JPEG")
    return SimpleUploadedFile("me.jpg", buffer.getvalue(), "image/jpeg")


def test_a_portrait_is_kept_as_pixels_of_a_fair_size(event: Event, editor: Client) -> None:
    speaker = factories.make_speaker(event)
    data = filled(editor.get(page_of(speaker)), portrait=portrait(), portrait_alternative_text="A face")
    assert editor.post(page_of(speaker), data).status_code == 302
    speaker.refresh_from_db()
    assert str(speaker.portrait.name).endswith(".webp")
    assert (speaker.portrait.width, speaker.portrait.height) == (960, 1200)


def test_a_portrait_without_words_is_refused(event: Event, editor: Client) -> None:
    speaker = factories.make_speaker(event)
    response = editor.post(page_of(speaker), filled(editor.get(page_of(speaker)), portrait=portrait()))
    assert "A portrait needs alternative text." in str(response.context["adminform"].form.errors)


def test_a_speaker_with_institutions_is_saved_as_one_published_change(event: Event, editor: Client) -> None:
    speaker = factories.make_speaker(event)
    factories.make_affiliation(speaker)
    before = Event.objects.get().revision
    data = filled(editor.get(page_of(speaker)), name="Vera", **{"affiliations-0-position": "Director"})
    assert editor.post(page_of(speaker), data).status_code == 302
    assert Event.objects.get().revision == before + 1


def test_an_affiliation_chooses_or_names_not_both(event: Event, editor: Client) -> None:
    speaker = factories.make_speaker(event)
    factories.make_affiliation(speaker, organisation=factories.make_hosting(event).organisation)
    response = editor.post(page_of(speaker), filled(editor.get(page_of(speaker)), **{"affiliations-0-name": "Other"}))
    assert "not both" in str([inline.formset.errors for inline in response.context["inline_admin_formsets"]])


def test_institutions_of_a_draft_elsewhere_cannot_be_chosen(event: Event, editor: Client) -> None:
    hidden = factories.make_hosting(factories.make_event(state="draft")).organisation
    public = factories.make_hosting(factories.make_event()).organisation
    asked = {"app_label": "speakers", "model_name": "affiliation", "field_name": "organisation"}
    names = {found["text"] for found in editor.get("/admin/autocomplete/", asked).json()["results"]}
    assert public.name in names
    assert hidden.name not in names
    speaker = factories.make_speaker(event)
    data = filled(editor.get(page_of(speaker)))
    data |= {"affiliations-TOTAL_FORMS": "1", "affiliations-0-organisation": hidden.pk, "affiliations-0-rank": "1"}
    assert editor.post(page_of(speaker), data).status_code == 200
