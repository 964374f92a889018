"""What speakers suggest: made on their page, beside what there is at the desk, taken over or not."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from speakers import private_files, services
from speakers.exceptions import ChangedMeanwhileError, SuggestionClosedError
from speakers.models import PersonalLink, Speaker, Suggestion
from speakers.profile import held
from symposium.accounts.models import Role, User
from symposium.events.models import Event
from tests import factories
from tests.factories.forms import filled
from tests.factories.speaking import make_linked, make_suggestion, picture, profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _private(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        }
    }
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def link(event: Event) -> PersonalLink:
    return make_linked(event, name="Ada Lovelace", sort_name="Lovelace, Ada")


@pytest.fixture
def editor(event: Event) -> User:
    return factories.make_member(event, Role.EDITOR)


@pytest.fixture
def desk(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def address(link: PersonalLink, name: str = "profile") -> str:
    return reverse(f"speaking-{name}", args=[link.token])


def suggested() -> dict[str, Any]:
    return {part: change["to"] for part, change in Suggestion.objects.waiting().get().changes.items()}


def page_of(suggestion: Suggestion) -> str:
    return reverse("admin:speakers_suggestion_change", args=[suggestion.pk])


# --- made -------------------------------------------------------------------------------------------------------------


def test_what_is_changed_waits_and_what_is_not_changed_is_no_suggestion(client: Client, link: PersonalLink) -> None:
    revision = Event.objects.get().revision
    response = client.post(address(link), profile(link.speaker, name="Ada King", pronunciation="AY-da"))
    assert response.url.endswith("?done=suggested")
    assert suggested() == {"name": "Ada King", "pronunciation": "AY-da"}
    assert Speaker.objects.get().name == "Ada Lovelace"
    assert Event.objects.get().revision == revision
    words = client.get(link.get_absolute_url()).content.decode()
    assert "Waiting for the organisers" in words
    assert "Ada King" in words
    assert "Ada King" not in client.get(link.speaker.get_absolute_url()).content.decode()


def test_a_form_with_nothing_new_suggests_nothing(client: Client, link: PersonalLink) -> None:
    speaker = link.speaker
    speaker.biography = "<p>A <strong>b</strong></p><ul><li><p>c</p></li></ul>"
    speaker.save()
    sent = filled(client.get(address(link)))
    assert client.post(address(link), sent).url.endswith("?done=same")
    assert not Suggestion.objects.exists()


def test_a_later_form_replaces_what_waits_and_keeps_what_it_does_not_ask_for(
    client: Client, link: PersonalLink
) -> None:
    client.post(address(link), profile(link.speaker, name="Ada King"))
    client.post(address(link, "portrait"), _portrait())
    assert suggested().keys() == {"name", "portrait", "portrait_alternative_text", "portrait_credit"}
    client.post(address(link), profile(link.speaker, name="Augusta Ada King"))
    assert suggested()["name"] == "Augusta Ada King"
    assert "portrait" in suggested()
    states = list(Suggestion.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["replaced", "replaced", "open"]


def test_who_goes_back_to_what_was_before_has_withdrawn_it(client: Client, link: PersonalLink) -> None:
    client.post(address(link), profile(link.speaker, name="Ada King"))
    client.post(address(link), profile(link.speaker))
    assert Suggestion.objects.get().state == "withdrawn"


def test_the_same_form_twice_is_one_suggestion(client: Client, link: PersonalLink) -> None:
    for _ in range(2):
        client.post(address(link), profile(link.speaker, name="Ada King"))
    assert Suggestion.objects.count() == 1


def test_names_of_every_script_and_rows_in_their_order(client: Client, link: PersonalLink) -> None:
    said = profile(link.speaker, name="  نجمة \u202e السماوي ", form_of_address="박사", biography="Über **alles**")
    said |= {
        "affiliations-TOTAL_FORMS": "3",
        "affiliations-0-organisation": "Second",
        "affiliations-0-ORDER": "2",
        "affiliations-1-organisation": "First",
        "affiliations-1-position": "Director",
        "affiliations-1-ORDER": "1",
        "links-0-label": "ORCID",
        "links-0-url": "orcid.org/0000",
    }
    assert client.post(address(link), said).status_code == 302
    found = suggested()
    assert found["name"] == "نجمة السماوي"
    assert [row["organisation"] for row in found["affiliations"]] == ["First", "Second"]
    assert found["links"] == [{"label": "ORCID", "url": "https://orcid.org/0000"}]
    assert found["biography"] == "<p>Über <strong>alles</strong></p>"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "Tell us your name."),
        ({"name": "\u200b\u200b"}, "Tell us your name."),
        ({"url": "javascript:alert(1)"}, "This is no address of a page."),
        ({"biography": "x" * 3001}, "1 character too long"),
        ({"links-0-label": "ORCID"}, "Tell us the address"),
        ({"affiliations-0-position": "Director"}, "Tell us the institution"),
        ({"links-0-label": "x", "links-0-url": "javascript:alert(1)"}, "This is no address of a page."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, link: PersonalLink, said: dict[str, str], words: str
) -> None:
    response = client.post(address(link), profile(link.speaker, pronunciation="AY-da", **said))
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert 'value="AY-da"' in page
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<a href="javascript:alert(1)" onclick="x">x</a>',
        "![x](x onerror=alert(1))",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_a_biography_brings_no_script(
    client: Client, link: PersonalLink, editor: User, desk: Client, typed: str
) -> None:
    client.post(address(link), profile(link.speaker, biography=typed))
    suggestion = Suggestion.objects.waiting().first()
    if suggestion is None:
        return
    pages = client.get(link.get_absolute_url()).content.decode() + desk.get(page_of(suggestion)).content.decode()
    services.decide(suggestion, values={"biography": suggested()["biography"]}, seen=held(link.speaker), by=editor)
    pages += client.get(link.speaker.get_absolute_url()).content.decode()
    for evil in ("<script>alert", "<img src=x", '<a href="javascript', "<a onclick"):
        assert evil not in pages


# --- portraits --------------------------------------------------------------------------------------------------------


def _portrait(**said: Any) -> dict[str, Any]:
    return {"portrait": picture(), "portrait_alternative_text": "A face", "portrait_credit": "A friend"} | said


def test_a_portrait_is_kept_apart_as_pixels_and_nobody_else_sees_it(client: Client, link: PersonalLink) -> None:
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"
    assert client.post(address(link, "portrait"), _portrait(portrait=picture(exif=exif))).status_code == 302
    path = suggested()["portrait"]
    with private_files.storage().open(path) as file:
        kept = file.read()
    assert kept[:4] == b"RIFF"
    assert b"Exif" not in kept
    assert Speaker.objects.get().portrait == ""
    shown = client.get(address(link, "new-portrait"))
    assert shown.headers["Content-Type"] == "image/webp"
    assert "no-store" in shown.headers["Cache-Control"]
    other = make_linked(link.speaker.event)
    assert client.get(address(other, "new-portrait")).status_code == 404
    assert client.get(f"/media/{path}").status_code == 404


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("evil.html", "<script>")
    return buffer.getvalue()


@pytest.mark.parametrize("body", [_archive(), b"\x89PNG\r\n\x1a\n" + _archive(), b"<svg onload=alert(1)>", b""])
def test_what_is_no_picture_is_refused_with_words(client: Client, link: PersonalLink, body: bytes) -> None:
    sent = SimpleUploadedFile("me.png", body, "image/png")
    response = client.post(address(link, "portrait"), _portrait(portrait=sent))
    assert response.status_code == 422
    assert 'value="A face"' in response.content.decode()
    assert not Suggestion.objects.exists()


def test_a_picture_that_is_too_large_is_refused_with_words(client: Client, link: PersonalLink, settings: Any) -> None:
    settings.IMAGE_UPLOAD_MAX_BYTES = 1024 * 1024
    sent = SimpleUploadedFile("me.jpg", picture().read() + b"\0" * 1024 * 1024, "image/jpeg")
    response = client.post(address(link, "portrait"), _portrait(portrait=sent))
    assert response.status_code == 422
    assert "larger than 1 MB" in response.content.decode()


def test_a_picture_of_a_form_that_must_be_mended_need_not_be_sent_again(client: Client, link: PersonalLink) -> None:
    response = client.post(address(link, "portrait"), _portrait(portrait_alternative_text=""))
    assert response.status_code == 422
    mark = response.context["form"].mark
    mended = {"kept": mark, "portrait_alternative_text": "A face", "portrait_credit": "A friend"}
    assert client.post(address(link, "portrait"), mended).status_code == 302
    assert private_files.storage().exists(suggested()["portrait"])
    forged = mended | {"kept": "speaking/other.webp"}
    assert client.post(address(make_linked(link.speaker.event), "portrait"), forged).status_code == 422


def test_pictures_go_when_they_are_replaced_and_when_nobody_waits_for_them(client: Client, link: PersonalLink) -> None:
    client.post(address(link, "portrait"), _portrait())
    path = suggested()["portrait"]
    private_files.keep(factories.make_picture())
    later = timezone.now() + private_files.UNNAMED_LAST * 2
    assert private_files.forget_portraits(later) == 1
    assert private_files.storage().exists(path)


def test_what_stands_in_public_at_another_event_can_be_suggested_here(client: Client, link: PersonalLink) -> None:
    there = factories.make_event(name="Earlier symposium")
    earlier = factories.make_speaker(
        there,
        name="Ada King",
        email=link.speaker.email.upper(),
        biography="<p>Counts.</p>",
        portrait=factories.make_picture(),
        portrait_alternative_text="A face",
    )
    factories.make_affiliation(earlier, name="Royal Society")
    assert "Earlier symposium" in client.get(link.get_absolute_url()).content.decode()
    assert "Earlier symposium" in client.get(address(link, "earlier")).content.decode()
    client.post(address(link, "earlier"))
    found = suggested()
    assert (found["name"], found["biography"]) == ("Ada King", "<p>Counts.</p>")
    assert found["affiliations"] == [{"organisation": "Royal Society", "position": ""}]
    assert private_files.storage().exists(found["portrait"])


@pytest.mark.parametrize("how", ["draft event", "draft speaker", "another address", "no address"])
def test_nothing_shows_of_another_event_that_is_not_public_there(client: Client, link: PersonalLink, how: str) -> None:
    there = factories.make_event(name="Secret symposium", state="draft" if how == "draft event" else "published")
    email = "somebody@example.org" if how == "another address" else link.speaker.email
    state = "draft" if how == "draft speaker" else "published"
    factories.make_speaker(there, name="Ada King", email="" if how == "no address" else email, state=state)
    if how == "no address":
        Speaker.objects.update(email="")
    assert "Secret symposium" not in client.get(link.get_absolute_url()).content.decode()
    assert client.post(address(link, "earlier")).status_code == 404
    assert not Suggestion.objects.exists()


# --- decided ----------------------------------------------------------------------------------------------------------


def test_the_desk_takes_over_part_by_part_bettered_and_the_rest_is_declined(
    client: Client, link: PersonalLink, desk: Client, editor: User, outbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client.post(address(link, "portrait"), _portrait())
    said = profile(link.speaker, name="Ada King", pronunciation="AY-da", biography="I *count*.")
    said |= {"affiliations-0-organisation": "Royal Society", "links-0-label": "Page", "links-0-url": "https://a.org/"}
    client.post(address(link), said)
    suggestion = Suggestion.objects.waiting().get()
    path, revision = suggested()["portrait"], Event.objects.get().revision
    form = filled(desk.get(page_of(suggestion)), name="Ada King, Countess of Lovelace", words="Thank you")
    form.pop("take_pronunciation")
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(page_of(suggestion), form | {"take": "yes"})
    assert response.status_code == 302
    speaker = Speaker.objects.get()
    assert (speaker.name, speaker.pronunciation) == ("Ada King, Countess of Lovelace", "")
    assert speaker.biography == "<p>I <em>count</em>.</p>"
    assert [str(one) for one in speaker.affiliations.all()] == ["Royal Society"]
    assert speaker.links.get().url == "https://a.org/"
    assert speaker.portrait.name.startswith("portraits/")
    assert not private_files.storage().exists(path)
    assert Event.objects.get().revision == revision + 1
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decided_by) == ("accepted", editor)
    assert "pronunciation" not in suggestion.taken
    public = client.get(speaker.get_absolute_url()).content.decode()
    assert "Countess" in public
    assert client.get(re.search(r'src="(/media/portraits/[^"]+)"', public)[1]).status_code == 200
    (mail,) = outbox()
    assert speaker.email in mail.to[0]
    assert "Thank you" in mail.body
    assert "They have left as it was: pronunciation" in mail.body
    own = client.get(link.get_absolute_url()).content.decode()
    assert "but for this:" in own
    assert "Thank you" in own


def test_declined_with_words_nothing_is_changed(client: Client, link: PersonalLink, desk: Client, outbox: Any) -> None:
    suggestion = make_suggestion(link.speaker, name=("Ada Lovelace", "X"))
    form = filled(desk.get(page_of(suggestion)), name="", words="We cannot print X.")
    form.pop("tells")
    assert desk.post(page_of(suggestion), form | {"decline": "yes"}).status_code == 302
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.taken) == ("declined", [])
    assert Speaker.objects.get().name == "Ada Lovelace"
    assert outbox() == []
    assert "We cannot print X." in client.get(link.get_absolute_url()).content.decode()


def test_what_the_team_changed_since_the_speaker_looked_is_said_and_not_ticked(
    link: PersonalLink, desk: Client
) -> None:
    suggestion = make_suggestion(link.speaker, name=("Ada Lovelace", "Ada King"), url=("", "https://a.org/"))
    Speaker.objects.update(name="Ada Byron")
    response = desk.get(page_of(suggestion))
    assert "The team has changed this since the speaker looked" in response.content.decode()
    assert [part.tick.value() for part in response.context["form"].parts] == [False, True]


def test_who_decides_on_an_old_page_overwrites_no_colleague(link: PersonalLink, desk: Client) -> None:
    suggestion = make_suggestion(link.speaker, name=("Ada Lovelace", "Ada King"), url=("", "https://a.org/"))
    form = filled(desk.get(page_of(suggestion)))
    Speaker.objects.update(name="Ada Byron")
    response = desk.post(page_of(suggestion), form | {"take": "yes"})
    assert response.status_code == 409
    words = response.content.decode()
    assert "Somebody has changed this since you looked" in words
    assert "Ada Byron" in words
    speaker = Speaker.objects.get()
    assert (speaker.name, speaker.url) == ("Ada Byron", "")
    # Seen by now, it is taken over.
    assert desk.post(page_of(suggestion), filled(response) | {"take": "yes", "take_name": "on"}).status_code == 302
    assert Speaker.objects.get().name == "Ada King"


@pytest.mark.parametrize("state", ["accepted", "declined", "replaced", "withdrawn"])
def test_what_was_decided_meanwhile_is_shown_and_not_decided_again(
    link: PersonalLink, desk: Client, state: str
) -> None:
    suggestion = make_suggestion(link.speaker, name=("Ada Lovelace", "Ada King"))
    form = filled(desk.get(page_of(suggestion)))
    Suggestion.objects.update(state=state, decided_at=timezone.now())
    later = make_suggestion(link.speaker, name=("Ada Lovelace", "Augusta"))
    response = desk.post(page_of(suggestion), form | {"take": "yes"})
    assert response.status_code == 409
    assert page_of(later) in response.content.decode()
    assert Speaker.objects.get().name == "Ada Lovelace"


def test_a_value_that_cannot_be_is_refused_by_its_field(link: PersonalLink, desk: Client) -> None:
    suggestion = make_suggestion(link.speaker, name=("Ada Lovelace", "Ada King"), url=("", "https://a.org/"))
    form = filled(desk.get(page_of(suggestion)), url="nonsense")
    response = desk.post(page_of(suggestion), form | {"take": "yes"})
    assert response.status_code == 422
    assert response.context["form"].errors["url"]
    form.pop("take_url")
    assert desk.post(page_of(suggestion), form | {"take": "yes"}).status_code == 302


def test_nothing_ticked_is_nothing_decided(link: PersonalLink, desk: Client) -> None:
    suggestion = make_suggestion(link.speaker, name=("Ada Lovelace", "Ada King"))
    form = filled(desk.get(page_of(suggestion)))
    form.pop("take_name")
    assert "Tick what you take over" in desk.post(page_of(suggestion), form | {"take": "yes"}).content.decode()
    suggestion.refresh_from_db()
    assert suggestion.is_open


def test_services_refuse_what_the_page_refuses(link: PersonalLink, editor: User) -> None:
    suggestion = make_suggestion(link.speaker, name=("Ada Lovelace", "Ada King"))
    with pytest.raises(ChangedMeanwhileError) as changed:
        services.decide(suggestion, values={"name": "Ada King"}, seen={"name": "Somebody"}, by=editor)
    assert changed.value.parts == ["name"]
    services.withdraw(link.speaker)
    with pytest.raises(SuggestionClosedError):
        services.decide(suggestion, values={}, seen={}, by=editor)
    assert not services.withdraw(link.speaker)


def test_a_host_of_the_event_is_known_by_its_name(link: PersonalLink, editor: User) -> None:
    host = factories.make_organisation(name="Royal Society")
    factories.make_hosting(link.speaker.event, host)
    elsewhere = factories.make_organisation(name="Hidden Society")
    rows = [{"organisation": name, "position": ""} for name in ("royal society", elsewhere.name)]
    suggestion = make_suggestion(link.speaker, affiliations=([], rows))
    services.decide(suggestion, values={"affiliations": rows}, seen={"affiliations": []}, by=editor)
    first, second = link.speaker.affiliations.all()
    assert first.organisation == host
    assert (second.organisation, second.name) == (None, "Hidden Society")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DOOR, Role.CARE, None])
def test_only_the_team_of_the_event_decides(link: PersonalLink, role: str | None) -> None:
    suggestion = make_suggestion(link.speaker, name=("Ada Lovelace", "Ada King"))
    other = factories.make_event()
    host = factories.make_organisation() if role == Role.COORDINATOR else None
    user = factories.make_member(link.speaker.event if role else other, role or Role.ORGANISER, host)
    client = Client()
    client.force_login(user)
    for way in (page_of(suggestion), reverse("admin:speakers_suggestion_portrait", args=[suggestion.pk])):
        assert client.get(way).status_code in {302, 403, 404}
    client.post(page_of(suggestion), {"take": "yes", "take_name": "on", "name": "X"})
    assert Speaker.objects.get().name == "Ada Lovelace"
