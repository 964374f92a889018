from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from symposium.events import services
from tests.factories import make_announcement, make_event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_news_that_was_held_back_is_published_when_its_time_has_come(client):
    event = make_event(slug="night")
    make_announcement(event, title="At last", published_at=timezone.now() + DAY)
    before = client.get("/events/night/news/")
    assert services.release_announcements() == 0
    assert "At last" not in before.content.decode()
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert services.release_announcements() == 1
        assert services.release_announcements() == 0
        after = client.get("/events/night/news/", headers={"If-None-Match": before.headers["ETag"]})
        assert "At last" in after.content.decode()
        assert "At last" in client.get("/events/night/news.atom").content.decode()


def test_a_published_event_that_has_ended_is_over_and_no_other():
    ended, coming = make_event(), make_event()
    cancelled, draft = make_event(state="cancelled"), make_event(state="draft")
    later = coming.ends_at + DAY
    coming.starts_at, coming.ends_at = later, later + DAY
    coming.save()
    assert services.close_past_events(ended.ends_at) == 1
    for event, state in [(ended, "over"), (coming, "published"), (cancelled, "cancelled"), (draft, "draft")]:
        event.refresh_from_db()
        assert event.state == state
    assert services.close_past_events(ended.ends_at) == 0
