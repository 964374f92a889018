"""Publishing, and what may become of an event afterwards: asked once, done whole, refused with words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.kit import zones
from tests import factories
from tests.factories.forms import errors, filled, save, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Event:
    """Ready to be published."""
    event = factories.make_event(state="draft", summary="About stars.", name="Stars", timezone="Europe/London")
    factories.make_venue(event)
    factories.make_hosting(event)
    return event


@pytest.fixture
def organiser(draft: Event) -> Client:
    return sign_in(factories.make_member(draft, Role.ORGANISER))


def page(event: Event, name: str = "publish") -> str:
    return f"/admin/events/event/{event.pk}/{name}/"


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_publishing_shows_what_becomes_public_and_does_it_with_one_press(draft: Event, organiser: Client) -> None:
    factories.make_session(draft)
    factories.make_speaker(draft)
    before = draft.revision
    asked = organiser.get(page(draft))
    text = asked.content.decode()
    for words in ("1 host", "1 session", "1 speaker", "/events/stars/", "Publish now"):
        assert words in text
    response = organiser.post(page(draft), filled(asked))
    assert response.url == page(draft, "dashboard")
    draft.refresh_from_db()
    assert draft.state == "published"
    assert draft.revision > before
    assert Client().get("/events/stars/").status_code == 200


def test_what_is_missing_is_named_and_nothing_is_published(draft: Event, organiser: Client) -> None:
    Event.objects.update(summary="", contact_email="")
    draft.hostings.update(consented=False)
    draft.venue.delete()
    for response in (organiser.get(page(draft)), organiser.post(page(draft))):
        text = response.content.decode()
        assert "It cannot be published yet" in text
        assert len(response.context["missing"]) == 4
        assert f"/admin/events/event/{draft.pk}/change/#id_summary" in text
        assert "Publish now" not in text
    assert response.status_code == 422
    draft.refresh_from_db()
    assert draft.is_draft


def test_something_that_went_missing_meanwhile_stops_it(draft: Event, organiser: Client) -> None:
    data = filled(organiser.get(page(draft)))
    draft.hostings.all().delete()
    assert "something that it cannot do without is missing" in said(organiser.post(page(draft), data))
    draft.refresh_from_db()
    assert draft.is_draft


def test_registration_opens_by_date_on_the_events_wall(draft: Event, organiser: Client) -> None:
    day = (draft.starts_at - timedelta(days=20)).date()
    data = filled(organiser.get(page(draft)), opens_at_0=day.isoformat(), opens_at_1="12:00")
    organiser.post(page(draft), data)
    draft.refresh_from_db()
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zones.zone("Europe/London"))
    assert draft.registration_opens_at == noon


def test_registration_opens_at_the_moment_already_chosen_though_the_clock_shows_it_twice(
    draft: Event, organiser: Client
) -> None:
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    starts_at = second + timedelta(days=40)
    times = {"registration_opens_at": second, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=8)}
    Event.objects.filter(pk=draft.pk).update(**times)
    assert organiser.post(page(draft), filled(organiser.get(page(draft)))).status_code == 302
    draft.refresh_from_db()
    assert (draft.is_draft, draft.registration_opens_at) == (False, second)


def test_registration_that_would_open_after_it_closes_is_refused_by_its_field(draft: Event, organiser: Client) -> None:
    late = (draft.starts_at + timedelta(days=2)).date().isoformat()
    response = organiser.post(page(draft), filled(organiser.get(page(draft)), opens_at_0=late, opens_at_1="12:00"))
    assert "Registration closes before that" in response.context["form"].errors["opens_at"][0]
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_second_press_in_another_tab_is_told_that_it_is_public(draft: Event, organiser: Client) -> None:
    data = filled(organiser.get(page(draft)))
    organiser.post(page(draft), data)
    revision = Event.objects.get().revision
    assert "public already" in said(organiser.post(page(draft), data))
    assert Event.objects.get().revision == revision


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DOOR])
def test_promises_are_the_organisers(draft: Event, role: Role) -> None:
    client = sign_in(factories.make_member(draft, role))
    for name in ("publish", "state"):
        assert client.post(page(draft, name) + "?to=cancelled").status_code == 403
    stranger = sign_in(factories.make_member(factories.make_event(), Role.OWNER))
    assert stranger.get(page(draft)).status_code == 403
    assert stranger.get("/admin/events/event/999999/publish/").status_code == 403
    draft.refresh_from_db()
    assert draft.is_draft


def test_an_event_is_postponed_with_a_reason_and_comes_back(draft: Event, organiser: Client) -> None:
    Event.objects.update(state="published", seats_taken=2)
    asked = organiser.get(page(draft, "state") + "?to=postponed")
    assert "2 guests keep their places" in asked.content.decode()
    response = organiser.post(page(draft, "state") + "?to=postponed", {"reason": "Fog."})
    assert "2 guests have places and are not told" in said(response)
    draft.refresh_from_db()
    assert (draft.state, draft.state_reason) == ("postponed", "Fog.")
    organiser.post(page(draft, "state") + "?to=published")
    draft.refresh_from_db()
    assert (draft.state, draft.state_reason) == ("published", "")


def test_a_way_that_is_not_open_is_refused_with_words(draft: Event, organiser: Client) -> None:
    # From a draft there is one way, and none leads back to it; nothing is over before it has begun.
    for state, to in (("draft", "cancelled"), ("published", "draft"), ("published", "over"), ("over", "cancelled")):
        Event.objects.update(state=state)
        response = organiser.post(page(draft, "state") + f"?to={to}")
        assert "so that cannot be done" in said(response)
        assert Event.objects.get().state == state
    assert organiser.get(page(draft, "state") + "?to=nonsense").status_code == 404


def test_what_is_past_does_not_come_back(draft: Event, organiser: Client) -> None:
    past = timezone.now() - timedelta(days=3)
    Event.objects.update(state="over", starts_at=past, ends_at=past + timedelta(hours=3))
    organiser.post(page(draft, "state") + "?to=published")
    assert Event.objects.get().state == "over"


# --- the event's form is no way round ------------------------------------------------------------------------------


def test_a_draft_is_not_published_by_its_form(draft: Event, organiser: Client) -> None:
    assert save(organiser, draft, state="published", name="Stars!").status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.name) == ("draft", "Stars!")


def test_what_was_public_does_not_become_a_draft_again(draft: Event, organiser: Client) -> None:
    Event.objects.update(state="published")
    response = save(organiser, draft, state="draft")
    assert "Postpone or cancel it instead" in errors(response)["state"][0]
    assert Event.objects.get().state == "published"
