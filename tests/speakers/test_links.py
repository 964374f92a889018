"""Personal links at the desk: to whom they go, what the mail says, who is reminded; and links that were lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from speakers import services
from speakers.models import PersonalLink, Speaker, SpeakerNeeds
from symposium.accounts.models import Role
from symposium.events.dashboard import todos_at
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories.forms import filled, page_of, save
from tests.factories.speaking import make_link, make_linked, make_suggestion

pytestmark = pytest.mark.django_db
LINKS = reverse("admin:speakers_speaker_links")


@pytest.fixture
def event() -> Event:
    return factories.make_event(name="Symposium of tests")


@pytest.fixture
def desk(event: Event) -> Client:
    client = Client()
    client.force_login(factories.make_member(event, Role.EDITOR))
    return client


def speaker(event: Event, name: str = "Ada Lovelace", **fields: Any) -> Speaker:
    return factories.make_speaker(
        event, name=name, **{"email": f"{name.split(maxsplit=1)[0].lower()}@example.org"} | fields
    )


# --- sent and reminded ------------------------------------------------------------------------------------------------


def test_links_go_to_those_who_have_an_address_and_no_link_yet(event: Event, desk: Client, outbox: Any) -> None:
    ada, _has_none = speaker(event), speaker(event, "Nemo", email="")
    make_linked(event, name="Grace Hopper")
    other = speaker(factories.make_event(), "Stranger")
    page = desk.get(f"{LINKS}?event={event.pk}").content.decode()
    assert "Send it to 1 speaker" in page
    assert "1 of them has no e-mail address" in page
    assert "Stranger" not in page
    asked = desk.post(LINKS, {"event": event.pk, "words": "We look forward to you."}).content.decode()
    assert "We look forward to you." in asked
    assert not OutgoingMail.objects.exists()
    # The link itself is the speaker's alone.
    assert not re.search(r"/speaking/[\w-]{43}/", asked)
    for _ in range(2):
        desk.post(LINKS, {"event": event.pk, "words": "We look forward to you.", "sure": "yes"})
    (mail,) = outbox()
    link = PersonalLink.objects.get(speaker=ada)
    assert mail.to == ["Ada Lovelace <ada@example.org>"]
    assert "We look forward to you." in mail.body
    assert link.get_absolute_url() in mail.body
    assert not PersonalLink.objects.filter(speaker=other).exists()


def test_only_those_are_reminded_who_have_not_answered_and_had_no_mail_for_a_day(event: Event, desk: Client) -> None:
    waits = make_linked(event, name="Waits")
    answered = make_linked(event, name="Answered")
    PersonalLink.objects.filter(pk=answered.pk).update(answered_at=timezone.now())
    fresh = make_linked(event, name="Fresh")
    PersonalLink.objects.filter(pk=fresh.pk).update(sent_at=timezone.now() - timedelta(hours=1))
    speaker(event, "Never")
    for _ in range(2):
        desk.post(LINKS, {"event": event.pk, "deed": "remind", "words": "", "sure": "yes"})
    assert list(OutgoingMail.objects.values_list("to_address", flat=True)) == [waits.speaker.email]


def test_the_action_of_the_list_writes_to_the_chosen_alone(event: Event, desk: Client) -> None:
    ada, _ben = speaker(event), speaker(event, "Ben")
    address = reverse("admin:speakers_speaker_changelist")
    page = desk.post(f"{address}?event={event.pk}", {"action": "send_links", "_selected_action": [ada.pk]})
    assert "Send it to 1 speaker" in page.content.decode()
    desk.post(LINKS, {"event": event.pk, "chosen": [ada.pk], "words": "", "sure": "yes"})
    assert list(OutgoingMail.objects.values_list("to_address", flat=True)) == ["ada@example.org"]


def test_one_speaker_gets_their_link_again(event: Event, desk: Client, outbox: Any) -> None:
    link = make_linked(event)
    page = desk.get(page_of(link.speaker)).content.decode()
    assert "deed=again" in page
    desk.post(LINKS, {"event": event.pk, "deed": "again", "chosen": [link.speaker_id], "words": "", "sure": "yes"})
    (mail,) = outbox()
    assert link.get_absolute_url() in mail.body


@pytest.mark.parametrize("how", ["over", "cancelled"])
def test_nobody_is_asked_for_anything_once_it_is_over_or_off(event: Event, how: str) -> None:
    speaker(event)
    fields: dict[str, Any] = {"state": Event.State.CANCELLED}
    if how == "over":
        past = timezone.now() - timedelta(days=9)
        fields = {"starts_at": past, "ends_at": past + timedelta(hours=1), "registration_closes_at": None}
    Event.objects.filter(pk=event.pk).update(**fields)
    assert services.send(Speaker.objects.all()) == 0


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DOOR, Role.CARE, None])
def test_only_the_team_sends_links(event: Event, role: str | None) -> None:
    ada = speaker(event)
    where = event if role else factories.make_event()
    host = factories.make_organisation() if role == Role.COORDINATOR else None
    client = Client()
    client.force_login(factories.make_member(where, role or Role.ORGANISER, host))
    assert client.get(f"{LINKS}?event={event.pk}").status_code == 403
    assert client.post(LINKS, {"event": event.pk, "words": "", "sure": "yes"}).status_code == 403
    for name in ("revoke", "deletion"):
        assert client.post(reverse(f"admin:speakers_speaker_{name}", args=[ada.pk])).status_code in {403, 404}
    assert not OutgoingMail.objects.exists()


def test_speakers_of_another_event_cannot_be_chosen(event: Event, desk: Client) -> None:
    other = speaker(factories.make_event(), "Stranger")
    desk.post(LINKS, {"event": event.pk, "deed": "again", "chosen": [other.pk], "words": "", "sure": "yes"})
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("query", ["", "?event=", "?event=x", "?event=1&deed=nonsense"])
def test_addresses_that_say_nothing_lead_nowhere(event: Event, desk: Client, query: str) -> None:
    assert desk.get(LINKS + query.replace("=1", f"={event.pk}")).status_code == 404


# --- revoked ----------------------------------------------------------------------------------------------------------


def test_a_revoked_link_can_be_sent_anew(event: Event, desk: Client, client: Client) -> None:
    link = make_linked(event)
    address = reverse("admin:speakers_speaker_revoke", args=[link.speaker_id])
    assert "finds nothing there any more" in desk.get(address).content.decode()
    assert client.get(link.get_absolute_url()).status_code == 200
    desk.post(address)
    assert client.get(link.get_absolute_url()).status_code == 404
    assert services.may_be_sent(Speaker.objects.all()).exists()


def test_another_address_revokes_the_link(event: Event, desk: Client, client: Client) -> None:
    link = make_linked(event)
    save(desk, link.speaker, email="new@example.org")
    assert client.get(link.get_absolute_url()).status_code == 404


def test_another_name_does_not(event: Event, desk: Client, client: Client) -> None:
    link = make_linked(event)
    save(desk, link.speaker, name="Ada King")
    assert client.get(link.get_absolute_url()).status_code == 200


# --- lost -------------------------------------------------------------------------------------------------------------


def test_who_lost_their_link_gets_all_that_were_sent_to_that_address(event: Event, outbox: Any) -> None:
    link = make_link(speaker(event))
    second = make_link(speaker(factories.make_event(), email="ADA@example.org"))
    PersonalLink.objects.create(speaker=speaker(event, "Ada Unsent", email="ada@example.org"))
    assert services.send_lost("Ada@Example.org") == 2
    bodies = " ".join(mail.body for mail in outbox())
    assert link.get_absolute_url() in bodies
    assert second.get_absolute_url() in bodies


def test_known_or_not_the_page_says_the_same(event: Event, client: Client) -> None:
    make_link(speaker(event))
    address = reverse("speaking-lost")
    answers = [client.post(address, {"email": one}) for one in ("ada@example.org", "nobody@example.org")]
    assert {answer.url for answer in answers} == {f"{address}?sent"}
    assert "Look into your mail" in client.get(f"{address}?sent").content.decode()
    assert client.post(address, {"email": "nonsense"}).status_code == 422


def test_lost_links_are_asked_for_only_so_often(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("speakers.views.lost.MOST_OF_CLIENT", 1)
    address = reverse("speaking-lost")
    answers = [client.post(address, {"email": "ada@example.org"}).status_code for _ in range(2)]
    assert answers == [302, 429]


# --- the list, and what is to be done ---------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_link_portrait_and_wish(event: Event, desk: Client) -> None:
    speaker(event, "Unsent")
    sent = make_linked(event, name="Sent")
    opened = make_linked(event, name="Opened")
    PersonalLink.objects.filter(pk=opened.pk).update(opened_at=timezone.now(), deletion_asked_at=timezone.now())
    Speaker.objects.filter(pk=sent.speaker_id).update(portrait="portraits/x.webp", portrait_alternative_text="x")
    address = reverse("admin:speakers_speaker_changelist")

    def names(query: str) -> list[str]:
        found = desk.get(f"{address}?event={event.pk}&{query}").context["cl"].result_list
        return sorted(one.name for one in found)

    assert names("link=unsent") == ["Unsent"]
    assert names("link=sent") == ["Sent"]
    assert names("link=opened") == ["Opened"]
    assert names("portrait=yes") == ["Sent"]
    assert names("portrait=no") == ["Opened", "Unsent"]
    assert names("deletion=asked") == ["Opened"]
    assert names("link=nonsense") == names("portrait=nonsense") == names("deletion=x") == []


def test_the_list_costs_as_many_queries_with_many_speakers_as_with_few(
    event: Event, desk: Client, django_assert_max_num_queries: Any
) -> None:
    with factories.publishing():
        for _ in range(30):
            factories.make_affiliation(make_linked(event).speaker)
    address = f"{reverse('admin:speakers_speaker_changelist')}?event={event.pk}"
    desk.get(address)
    with django_assert_max_num_queries(10):
        desk.get(address)


def todos_for(event: Event, role: str) -> list[str]:
    request = RequestFactory().get("/")
    host = factories.make_organisation() if role == Role.COORDINATOR else None
    request.user = factories.make_member(event, role, host)
    return [f"{todo.words} {todo.url}" for todo in todos_at(request, event)]


def test_the_team_is_told_who_waits(event: Event, desk: Client) -> None:
    speaker(event)
    link = make_linked(event)
    make_suggestion(link.speaker, name=("A", "B"))
    services.ask_deletion(link)
    said = "\n".join(todos_for(event, Role.EDITOR))
    assert "1 speaker waits for you to look at a suggestion" in said
    assert "1 speaker has not been sent a personal link" in said
    assert "1 speaker asks to have what is held about them deleted" in said
    for line in said.splitlines():
        if "/speakers/" in line:
            assert desk.get(line.rpartition(" ")[2]).status_code == 200
    for role in (Role.DOOR, Role.COORDINATOR, Role.CARE):
        assert not [line for line in todos_for(event, role) if "speaker" in line]


def test_a_wish_that_was_dealt_with_is_no_longer_told(event: Event, desk: Client) -> None:
    link = make_linked(event)
    services.ask_deletion(link)
    desk.post(reverse("admin:speakers_speaker_deletion", args=[link.speaker_id]))
    assert "deleted" not in "\n".join(todos_for(event, Role.EDITOR))


# --- needs ------------------------------------------------------------------------------------------------------------


def test_needs_are_for_guest_care_alone(event: Event) -> None:
    ada = speaker(event)
    needs = SpeakerNeeds.objects.create(speaker=ada, helps=["step_free"], words="A stool")
    care, boss, client = (factories.make_member(event, Role.CARE), factories.make_user(is_superuser=True), Client())
    client.force_login(care)
    words = client.get(reverse("admin:speakers_speakerneeds_changelist")).content.decode()
    assert "a way to the stage without steps, A stool" in words
    assert "A stool" in client.get(page_of(needs)).content.decode()
    client.force_login(boss)
    assert client.get(page_of(needs)).status_code in {302, 403, 404}
    for page in (page_of(ada), reverse("admin:speakers_speaker_delete", args=[ada.pk])):
        shown = client.get(page).content.decode()
        assert "A stool" not in shown
        assert "Needs of" not in shown.partition("<main")[2].partition('id="nav-sidebar"')[0]


def test_deleting_a_speaker_takes_all_that_they_said_along(event: Event, desk: Client) -> None:
    link = make_linked(event)
    make_suggestion(link.speaker, name=("A", "B"))
    SpeakerNeeds.objects.create(speaker=link.speaker, words="A stool")
    services.change_consents(link.speaker, {"slides": True})
    address = reverse("admin:speakers_speaker_delete", args=[link.speaker_id])
    desk.post(address, filled(desk.get(address)) | {"post": "yes"})
    assert not Speaker.objects.exists()
    assert not SpeakerNeeds.objects.exists()
