"""From nothing to a public event, and from an event to its copy, in a browser under the desk's policy."""

import pytest
from django.conf import settings

from symposium.accounts.models import Role
from symposium.events.models import Event, Hosting
from tests import factories


@pytest.fixture
def owner(visitor, transactional_db, client):
    """At the desk, owner of one event that was."""
    event = factories.make_event(name="Stars 2026", summary="Stars in 2026.", timezone="Europe/London")
    factories.make_hosting(event, factories.make_organisation(name="Moon Institute"))
    factories.make_venue(event)
    client.force_login(factories.make_member(event, Role.OWNER, name="Ada"))
    page = visitor.page(timezone_id="Asia/Tokyo")
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": visitor.base}])
    page.goto("/admin/")
    return page


def test_an_event_begins_is_checked_and_published(owner, visitor):
    owner.get_by_role("link", name="New event").click()
    owner.get_by_label("Name", exact=True).fill("Night of Stars")
    owner.get_by_label("First day").fill("2027-06-01")
    owner.get_by_label("Place", exact=True).fill("The Dome")
    owner.get_by_label("Host 1").fill("Moon Institute")
    owner.get_by_text("violet").click()
    # The zone of the latest event stands there; the browser's is no better.
    assert owner.get_by_label("Time zone").input_value() == "Europe/London"
    owner.get_by_role("button", name="Begin the event").click()
    owner.get_by_text("2 things are missing").wait_for()
    owner.get_by_role("link", name="What it is, in one sentence").click()
    owner.locator("#id_summary").fill("An evening under the sky.")
    owner.locator("[name=_save]").click()
    owner.get_by_text("was changed successfully").wait_for()
    event = Event.objects.get(name="Night of Stars")
    owner.goto(f"/admin/events/event/{event.pk}/dashboard/")
    owner.get_by_role("link", name="At least one host that agrees to be listed").click()
    owner.get_by_label("agrees to be listed").check()
    owner.locator("[name=_save]").click()
    owner.get_by_text("was changed successfully").wait_for()
    owner.goto(f"/admin/events/event/{event.pk}/dashboard/")
    owner.get_by_role("link", name="Publish…").click()
    owner.get_by_role("button", name="Publish now").click()
    owner.get_by_text("Everybody can see the event now").wait_for()
    owner.get_by_role("link", name="View on site").click()
    owner.get_by_role("heading", name="Night of Stars", level=1).wait_for()
    assert Hosting.objects.get(event=event).consented
    assert visitor.complaints == []


def test_a_copy_shows_its_dates_first_and_then_says_what_it_is(owner, visitor):
    owner.get_by_role("link", name="Stars 2026").click()
    owner.get_by_role("link", name="Copy this event").click()
    owner.get_by_label("Name", exact=True).fill("Stars again")
    owner.get_by_label("First day").fill("2028-02-02")
    owner.get_by_role("button", name="Show the new dates").click()
    owner.get_by_role("cell", name="Wednesday 2 February 2028").first.wait_for()
    owner.get_by_role("button", name="Make the copy").click()
    banner = owner.get_by_role("complementary", name="This is a copy")
    banner.get_by_text("things still say what the original says").click()
    assert banner.get_by_role("link", name="In one sentence: the same as before").is_visible()
    owner.get_by_role("link", name="Preview").click()
    owner.get_by_text("This is a copy of Stars 2026.").wait_for()
    assert visitor.complaints == []
