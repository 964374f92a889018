"""What the desk says after a change that guests do not hear of by themselves."""

import pytest

from symposium.accounts.models import Role
from symposium.events.models import Event
from tests.factories import make_event, make_member
from tests.factories.forms import filled, page_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("guests", "change", "says"),
    [
        (3, {"state": "cancelled"}, "3 guests have places and are not told"),
        (1, {"name": "Another name"}, "One guest has a place and is not told"),
        (3, {"summary": "Other words"}, ""),
        (0, {"state": "cancelled"}, ""),
    ],
)
def test_a_change_of_what_guests_were_promised_says_that_they_are_not_told(guests, change, says):
    event = make_event()
    Event.objects.filter(pk=event.pk).update(seats_taken=guests)
    organiser = sign_in(make_member(event, Role.ORGANISER))
    response = organiser.post(page_of(event), filled(organiser.get(page_of(event)), **change), follow=True)
    assert response.status_code == 200
    said = " ".join(str(message) for message in response.context["messages"])
    assert "changed successfully" in said
    assert (says in said) if says else ("told" not in said)
