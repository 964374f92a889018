"""A speaker's own calendar."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from speakers.models import PersonalLink
from symposium.events.models import Event
from tests import factories
from tests.factories.speaking import make_linked

pytestmark = pytest.mark.django_db


def entries(client: Client, link: PersonalLink) -> dict[str, Any]:
    response = client.get(reverse("speaking-calendar", args=[link.token]))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Type"].startswith("text/calendar")
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(response.content).walk("VEVENT")}


def test_it_has_what_they_take_part_in_tentative_until_confirmed_under_the_public_uid(client: Client) -> None:
    event = factories.make_event()
    link = make_linked(event)
    for title, reply in (("Confirmed", "confirmed"), ("Open", ""), ("Declined", "declined")):
        factories.make_appearance(factories.make_session(event, title=title), link.speaker, reply=reply)
    factories.make_appearance(factories.make_session(event, title="Not mine"), factories.make_speaker(event))
    found = entries(client, link)
    assert found.keys() == {"Confirmed", "Open"}
    assert (found["Confirmed"]["STATUS"], found["Open"]["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    public = client.get(reverse("speaker-feed", args=[event.slug, link.speaker.slug])).content.decode()
    assert str(found["Confirmed"]["UID"]) in public


def test_what_is_not_public_yet_is_in_it_and_names_nobody_who_is_not_announced(client: Client) -> None:
    event = factories.make_event(state=Event.State.DRAFT)
    link = make_linked(event)
    session = factories.make_session(event, title="Secret keynote")
    factories.make_appearance(session, link.speaker)
    factories.make_appearance(session, factories.make_speaker(event, name="Unannounced", state="draft"))
    hidden = factories.make_session(event, title="Hidden", state="draft")
    factories.make_appearance(hidden, link.speaker)
    found = entries(client, link)
    assert found.keys() == {"Secret keynote"}
    assert "Unannounced" not in str(found["Secret keynote"].to_ical())
    assert entries(client, link)["Secret keynote"]["UID"] == found["Secret keynote"]["UID"]


def test_who_has_no_session_with_a_time_has_an_empty_calendar(client: Client) -> None:
    link = make_linked(factories.make_event())
    factories.make_appearance(factories.make_session(link.speaker.event, at=None), link.speaker)
    assert entries(client, link) == {}
