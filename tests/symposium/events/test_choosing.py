"""Pages of the desk that are about one event: which, and what becomes of an address that names none there is."""

import pytest
from django.urls import reverse

from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db

PAGES = (
    *("registrations_registration_requests", "registrations_registration_lines", "registrations_registration_add"),
    *("programme_session_board", "programme_session_publish", "notices_notice_add"),
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("event", ["987654321", "nonsense", "9" * 30, "-1", "1\x00"])
def test_an_event_that_is_not_there_is_not_found(admin_client, name, event):
    make_event()
    assert admin_client.get(reverse(f"admin:{name}"), {"event": event}).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_without_one_it_is_chosen(admin_client, name):
    event = make_event(name="The one to choose")
    page = admin_client.get(reverse(f"admin:{name}"))
    assert f"{reverse(f'admin:{name}')}?event={event.pk}" in page.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_no_other_event_is_offered_or_opened(client, name):
    event, other = make_event(name="Ours"), make_event(name="Theirs")
    client.force_login(make_member(event, "organiser"))
    assert "Theirs" not in client.get(reverse(f"admin:{name}")).content.decode()
    for number in (other.pk, other.pk + 1):
        assert client.get(reverse(f"admin:{name}"), {"event": number}).status_code == 403
