"""Nothing of what waits is met anywhere but on the desk's pages for it: one walk through all that shows sessions."""

import pytest
from django.test import Client
from django.urls import reverse

from registrations.models import BookableSession
from symposium.accounts.models import Role
from symposium.exchange.gathering import Gathering
from symposium.exchange.tables import TABLES
from symposium.programme.models import Appearance, Material
from symposium.programme.services import edit
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "Quasar"
PAGES = (
    *("", "programme/", "programme/?view=grid", "programme/comets/", "speakers/", "speakers/ada/", "now/"),
    *("display/hall/", "calendar/", "changes/", "changes.atom", "schedule.xml", "schedule.json", "calendar.ics"),
    *("programme.ics", "programme/comets.ics", "rooms/hall.ics", "rooms/dome.ics", "speakers/ada.ics"),
    *("speakers/grace.ics", "speakers/grace/", "display/dome/", "hosts/", "venue/"),
)
API = ("", "sessions/", "sessions/comets/", "speakers/", "speakers/grace/")


def test_nothing_of_a_change_shows_before_it_is_published(client: Client) -> None:
    event = factories.make_event(slug="night")
    hall, dome = (
        factories.make_room(event, name="Hall", slug="hall"),
        factories.make_room(event, name="Dome", slug="dome"),
    )
    ada, grace = factories.make_speaker(event, slug="ada"), factories.make_speaker(event, slug="grace")
    session = factories.make_session(event, title="Comets", slug="comets", room=hall)
    Appearance.objects.create(session=session, speaker=ada)
    BookableSession.objects.create(session=session, capacity=10)
    urls = [f"/events/night/{page}" for page in PAGES]
    urls += ["/", "/calendar.ics", "/calendar.ics?programme=1", "/sitemap.xml", "/search/?q=quasar"]
    urls += [f"/api/v1/events/night/{page}" for page in API]
    before = {url: client.get(url) for url in urls}
    copy = edit(
        session,
        by=None,
        title=f"{SECRET}s at last",
        abstract=f"<p>{SECRET}</p>",
        room=dome,
        slug=SECRET.lower(),
        **factories.later(session, hours=3),
    )
    Appearance.every.create(session=copy, speaker=grace)
    Material.every.create(session=copy, url="https://example.org/quasar", title=SECRET)
    event.refresh_from_db()
    for url, was in before.items():
        assert was.status_code in {200, 404}, url
        now = client.get(url)
        assert (now.status_code, now.content) == (was.status_code, was.content), url
        if etag := was.headers.get("ETag"):
            assert client.get(url, headers={"If-None-Match": etag}).status_code == 304, url
    assert client.get("/events/night/programme/quasar/").status_code == 404
    # It has tokens of its own for each visitor.
    assert SECRET not in client.get("/events/night/register/").content.decode()


def test_the_desks_lists_and_exports_hold_what_visitors_know(client: Client) -> None:
    event = factories.make_event(slug="night")
    session = factories.make_session(event, title="Comets")
    speaker = factories.make_speaker(event)
    Appearance.objects.create(session=session, speaker=speaker)
    user = factories.make_member(event, Role.OWNER)
    client.force_login(user)
    edit(session, by=None, title=f"{SECRET}s at last")
    for name in (
        "programme_session_changelist",
        "registrations_bookablesession_changelist",
        "speakers_speaker_changelist",
    ):
        assert SECRET not in client.get(reverse(f"admin:{name}")).content.decode(), name
    choices = {"app_label": "registrations", "model_name": "bookablesession", "field_name": "session", "term": ""}
    found = client.get("/admin/autocomplete/", choices | {"event": event.pk})
    assert SECRET not in found.content.decode()
    page = client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    assert SECRET not in page

    for table in TABLES.values():
        rows = [str(cell) for row in table.rows(event) for cell in row]
        assert SECRET not in " ".join(rows)
        assert " ".join(rows).count("Comets") == 1
    assert SECRET not in str(Gathering(event).gather())
