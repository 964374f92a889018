"""A speaker's own page: who opens it, what it shows, and what is said on it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from speakers import services
from speakers.models import PersonalLink, Speaker, SpeakerConsent, SpeakerNeeds, Suggestion
from symposium.events.models import Event
from symposium.programme.models import Appearance
from tests import factories
from tests.factories.speaking import make_link, make_linked, profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.make_event(name="Symposium of tests")


@pytest.fixture
def link(event: Event) -> PersonalLink:
    return make_linked(event, name="Ada Lovelace", form_of_address="Dr")


def page(client: Client, link: PersonalLink, name: str = "speaking", **more: Any) -> Any:
    return client.get(reverse(name, kwargs={"token": link.token, **more}))


# --- who opens it -----------------------------------------------------------------------------------------------------


def test_the_link_opens_the_page_of_its_speaker_and_is_noted_once(client: Client, link: PersonalLink) -> None:
    response = page(client, link)
    assert response.status_code == 200
    assert "Dr Ada Lovelace" in response.content.decode()
    link.refresh_from_db()
    first = link.opened_at
    assert first is not None
    page(client, link)
    link.refresh_from_db()
    assert link.opened_at == first


def test_nobody_keeps_the_page_and_no_robot_lists_it(client: Client, link: PersonalLink) -> None:
    response = page(client, link)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex"' in response.content.decode()


def test_a_browser_that_fetches_ahead_has_opened_nothing(client: Client, link: PersonalLink) -> None:
    client.get(link.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    client.head(link.get_absolute_url())
    link.refresh_from_db()
    assert link.opened_at is None


@pytest.mark.parametrize("name", ["speaking", "speaking-profile", "speaking-data", "speaking-calendar"])
def test_a_revoked_link_opens_nothing(client: Client, link: PersonalLink, name: str) -> None:
    token = link.token
    assert services.revoke(link.speaker)
    assert client.get(reverse(name, args=[token])).status_code == 404
    services.send(Speaker.objects.all())
    link.refresh_from_db()
    assert client.get(reverse(name, args=[token])).status_code == 404
    assert client.get(reverse(name, args=[link.token])).status_code == 200


def test_a_link_that_was_never_sent_opens_nothing(client: Client, event: Event) -> None:
    link = PersonalLink.objects.create(speaker=factories.make_speaker(event))
    assert page(client, link).status_code == 404


@pytest.mark.parametrize("token", ["", "A" * 43, "nonsense"])
def test_a_wrong_link_is_as_good_as_none(client: Client, link: PersonalLink, token: str) -> None:
    # Not the last character alone: of a token's last letters several stand for the same.
    assert client.get(f"/speaking/{token or link.token[1:] + link.token[0]}/").status_code == 404


def test_the_link_of_a_guest_opens_no_speakers_page(client: Client, event: Event, link: PersonalLink) -> None:
    guest = factories.make_registration(event)
    assert client.get(f"/speaking/{guest.token}/").status_code == 404
    assert client.get(f"/registrations/{link.token}/").status_code == 404


def test_a_draft_event_shows_itself_to_whom_it_has_sent_a_link_and_links_to_no_page_of_it(client: Client) -> None:
    event = factories.make_event(state=Event.State.DRAFT)
    link = make_linked(event)
    factories.make_appearance(factories.make_session(event, title="Secret keynote"), link.speaker)
    words = page(client, link).content.decode()
    assert "Secret keynote" in words
    assert f'href="{event.get_absolute_url()}"' not in words


# --- what it shows ----------------------------------------------------------------------------------------------------


def test_nothing_of_another_speaker_shows_but_their_names_beside_them(client: Client, link: PersonalLink) -> None:
    event = link.speaker.event
    other = factories.make_speaker(event, name="Other Person", email="other@example.org", biography="<p>Hidden</p>")
    make_link(other)
    SpeakerNeeds.objects.create(speaker=other, words="OTHERNEED")
    session = factories.make_session(event, title="Together")
    factories.make_appearance(session, link.speaker)
    theirs = factories.make_appearance(session, other, reply="declined", reply_words="OTHERREASON")
    alone = factories.make_session(event, title="Alone")
    factories.make_appearance(alone, other)
    words = page(client, link).content.decode() + page(client, link, "speaking-data").content.decode()
    assert "Other Person" in words
    for hidden in ("other@example.org", "Hidden", "OTHERNEED", "OTHERREASON", "Alone"):
        assert hidden not in words
    reply = page(client, link, "speaking-reply", session=alone.slug, part="speaker")
    assert reply.status_code == 404
    assert theirs.reply == "declined"


def test_drafts_show_only_where_their_speaker_is_asked_already(client: Client, link: PersonalLink) -> None:
    event = link.speaker.event
    hidden = factories.make_session(event, title="Not yet", state="draft")
    asked = factories.make_session(event, title="Asked early", state="draft")
    secret = factories.make_speaker(event, name="Unannounced", state="draft")
    factories.make_appearance(hidden, link.speaker)
    factories.make_appearance(asked, link.speaker, asks_early=True)
    factories.make_appearance(asked, secret)
    words = page(client, link).content.decode()
    assert "Asked early" in words
    assert "Not yet" not in words
    assert "Unannounced" not in words
    assert page(client, link, "speaking-reply", session=hidden.slug, part="speaker").status_code == 404


def test_the_page_costs_as_many_queries_with_ten_sessions_as_with_one(
    client: Client, link: PersonalLink, django_assert_max_num_queries: Any
) -> None:
    with factories.publishing():
        for number in range(10):
            session = factories.make_session(link.speaker.event, at=number % 8, title=f"Part {number}")
            factories.make_appearance(session, link.speaker)
            factories.make_appearance(session, factories.make_speaker(link.speaker.event))
    page(client, link)
    with django_assert_max_num_queries(11):
        page(client, link)


def test_times_stand_in_the_readers_zone_too(client: Client, link: PersonalLink) -> None:
    session = factories.make_session(link.speaker.event)
    factories.make_appearance(session, link.speaker)
    words = client.get(f"{link.get_absolute_url()}?zone=Asia/Tokyo").content.decode()
    assert "Asia/Tokyo" in words
    assert client.get(f"{link.get_absolute_url()}?zone=Nowhere").status_code == 200


# --- confirming -------------------------------------------------------------------------------------------------------


def reply_to(client: Client, link: PersonalLink, appearance: Appearance, answer: str, **said: Any) -> Any:
    address = reverse("speaking-reply", args=[link.token, appearance.session.slug, appearance.part])
    return client.post(address, {"reply": answer, **said})


def test_a_part_is_confirmed_declined_with_words_and_confirmed_again(
    client: Client, link: PersonalLink, outbox: Any
) -> None:
    event = link.speaker.event
    appearance = factories.make_appearance(factories.make_session(event, title="Keynote"), link.speaker)
    revision = Event.objects.get().revision
    assert reply_to(client, link, appearance, "confirmed").status_code == 302
    appearance.refresh_from_db()
    assert (appearance.reply, appearance.replied_for) == ("confirmed", appearance.session.starts_at)
    assert outbox() == []
    reply_to(client, link, appearance, "declined", words="I am on the Moon.")
    reply_to(client, link, appearance, "declined", words="I am on the Moon.")
    appearance.refresh_from_db()
    assert (appearance.reply, appearance.reply_words) == ("declined", "I am on the Moon.")
    (mail,) = outbox()
    assert mail.to == ["organisers@example.org"]
    assert "Dr Ada Lovelace cannot take part: Keynote" in mail.subject
    assert "I am on the Moon." in mail.body
    reply_to(client, link, appearance, "confirmed")
    appearance.refresh_from_db()
    assert (appearance.reply, appearance.reply_words) == ("confirmed", "")
    # No visitor sees any of it.
    assert Event.objects.get().revision == revision
    link.refresh_from_db()
    assert link.answered_at is not None


def test_a_confirmed_part_that_moves_asks_again(client: Client, link: PersonalLink) -> None:
    session = factories.make_session(link.speaker.event, at=1)
    appearance = factories.make_appearance(session, link.speaker)
    reply_to(client, link, appearance, "confirmed")
    assert "has moved since" not in page(client, link).content.decode()
    session.starts_at, session.ends_at = session.starts_at + timedelta(hours=2), session.ends_at + timedelta(hours=2)
    session.save()
    assert "has moved since" in page(client, link).content.decode()


@pytest.mark.parametrize("how", ["session cancelled", "event cancelled", "over"])
def test_what_does_not_take_place_any_more_is_not_answered(client: Client, link: PersonalLink, how: str) -> None:
    event = link.speaker.event
    session = factories.make_session(event, state="cancelled" if how == "session cancelled" else "published")
    appearance = factories.make_appearance(session, link.speaker)
    if how == "event cancelled":
        Event.objects.filter(pk=event.pk).update(state=Event.State.CANCELLED)
    if how == "over":
        past = timezone.now() - timedelta(days=3)
        type(session).objects.filter(pk=session.pk).update(starts_at=None, ends_at=None)
        Event.objects.filter(pk=event.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
    response = reply_to(client, link, appearance, "confirmed")
    assert response.status_code == 409
    assert "nothing to answer any more" in response.content.decode()
    appearance.refresh_from_db()
    assert appearance.reply == ""


def test_an_answer_without_a_word_is_asked_again(client: Client, link: PersonalLink) -> None:
    appearance = factories.make_appearance(factories.make_session(link.speaker.event), link.speaker)
    response = reply_to(client, link, appearance, "perhaps", words="Let me think")
    assert response.status_code == 422
    assert "Say whether you take part." in response.content.decode()
    assert "Let me think" in response.content.decode()


# --- what is theirs alone ---------------------------------------------------------------------------------------------


def test_consents_hold_at_once_each_with_its_date_and_stay_as_a_record(client: Client, link: PersonalLink) -> None:
    address = reverse("speaking-consents", args=[link.token])
    client.post(address, {"recording": "yes", "slides": "no"})
    client.post(address, {"recording": "yes", "slides": "no"})
    said = dict(SpeakerConsent.objects.values_list("kind", "is_given"))
    assert said == {"recording": True, "slides": False}
    client.post(address, {"recording": "no"})
    recording = SpeakerConsent.objects.filter(kind="recording")
    assert list(recording.order_by("pk").values_list("is_given", flat=True)) == [True, False]
    assert recording.get(is_given=True).ended_at == recording.get(is_given=False).said_at
    # What was not asked again stands.
    assert SpeakerConsent.objects.standing().get(kind="slides").is_given is False


def test_needs_are_kept_changed_and_deleted(client: Client, link: PersonalLink) -> None:
    address = reverse("speaking-needs", args=[link.token])
    client.post(address, {"helps": ["step_free"], "words": "A stool", "telephone": "+44 20"})
    assert SpeakerNeeds.objects.get().helps == ["step_free"]
    assert "A stool" not in page(client, link).content.decode()
    assert "A stool" in client.get(address).content.decode()
    assert client.post(address, {"helps": ["nonsense"]}).status_code == 422
    client.post(address, {})
    assert not SpeakerNeeds.objects.exists()


def test_all_that_is_held_comes_as_a_file(client: Client, link: PersonalLink) -> None:
    speaker = link.speaker
    factories.make_affiliation(speaker, name="Institute of Slow Orbits")
    factories.make_appearance(factories.make_session(speaker.event, title="Keynote"), speaker, reply="confirmed")
    SpeakerNeeds.objects.create(speaker=speaker, words="A stool")
    services.change_consents(speaker, {"recording": False})
    services.suggest(speaker, {"name": "Ada King"})
    services.send_lost(speaker.email)
    response = page(client, link, "speaking-data")
    assert response.headers["Content-Disposition"].startswith("attachment")
    held = json.loads(response.content)
    assert held["needs"]["words"] == "A stool"
    assert held["consents"][0]["is_given"] is False
    assert held["suggestions"][0]["changes"]["name"]["to"] == "Ada King"
    assert held["sessions"][0]["reply"] == "confirmed"
    assert held["mails"][0]["to_address"] == speaker.email
    assert held["speaker"]["affiliations"][0]["organisation"] == "Institute of Slow Orbits"


def test_every_table_about_a_speaker_stands_in_that_file() -> None:
    about = {
        relation.related_model.__name__
        for relation in Speaker._meta.related_objects
        if relation.related_model._meta.app_label == "speakers"
    }
    told = {"Affiliation", "Link", "PersonalLink", "SpeakerConsent", "SpeakerNeeds", "Suggestion"}
    assert about - {"HistoricalSpeaker"} == told, "add the new table to speakers/held.py, and here"


def test_deletion_is_asked_for_once_and_the_page_says_so(client: Client, link: PersonalLink) -> None:
    address = reverse("speaking-deletion", args=[link.token])
    client.post(address)
    link.refresh_from_db()
    first = link.deletion_asked_at
    client.post(address)
    link.refresh_from_db()
    assert link.deletion_asked_at == first is not None
    assert "The organisers will write to you" in page(client, link).content.decode()


def test_all_is_right_counts_as_an_answer(client: Client, link: PersonalLink) -> None:
    client.post(reverse("speaking-right", args=[link.token]))
    link.refresh_from_db()
    assert link.answered_at is not None


# --- forms that are refused -------------------------------------------------------------------------------------------


def test_a_form_without_its_cookie_does_nothing_and_keeps_what_was_typed(link: PersonalLink) -> None:
    strict = Client(enforce_csrf_checks=True)
    address = reverse("speaking-profile", args=[link.token])
    response = strict.post(address, profile(link.speaker, name="Ada King"))
    assert response.status_code == 403
    words = response.content.decode()
    assert "did not send back the cookie" in words
    assert "Ada King" in words
    assert not Suggestion.objects.exists()


def test_one_link_sends_only_so_many_forms_in_an_hour(client: Client, link: PersonalLink, monkeypatch: Any) -> None:
    monkeypatch.setattr("speakers.views.base.MOST_DEEDS", 2)
    address = reverse("speaking-right", args=[link.token])
    answers = [client.post(address).status_code for _ in range(3)]
    assert answers == [302, 302, 429]
