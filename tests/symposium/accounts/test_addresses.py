"""What stands in an address of the desk is never worth an error page."""

import pytest

from tests.factories import make_event, make_session, make_user

pytestmark = pytest.mark.django_db
LONG = "9" * 26


@pytest.fixture
def server(client):
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.mark.parametrize("add", ["events/event", "programme/session", "speakers/speaker", "events/photograph"])
@pytest.mark.parametrize("query", ["starts_at=junk", "room=x", f"event={LONG}", "event=%00", "when=2026", "capacity=-"])
def test_junk_in_the_address_of_a_form_is_ignored(server, add, query):
    assert server.get(f"/admin/{add}/add/?{query}").status_code == 200


def test_an_event_in_the_address_of_a_form_is_chosen(server):
    event = make_event()
    page = server.get(f"/admin/programme/session/add/?event={event.pk}").content.decode()
    assert f'<option value="{event.pk}" selected' in page


@pytest.mark.parametrize("event", [LONG, "x", "-1", "%00", "٣"])
def test_junk_in_the_address_of_choices_is_ignored(server, event):
    make_session(make_event())
    query = f"app_label=programme&model_name=session&field_name=room&term=a&event={event}"
    assert server.get(f"/admin/autocomplete/?{query}").status_code == 200
