"""What the board has for the event's list of what is to be done."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS
from symposium.events.dashboard import Todo, Urgency
from symposium.events.models import Event
from symposium.programme.board.clashes import Facts, find_clashes
from symposium.programme.board.reading import slots_of


def clashes_to_mend(request: HttpRequest, event: Event) -> Iterator[Todo]:
    """Clashes of rooms and people, for whoever may move sessions; two queries. Seats and bookings the board knows."""
    if event.is_over() or not may(request, EDITORS, event.pk):
        return
    number = sum(not clash.is_hint for clash in find_clashes(slots_of(event), Facts()))
    words = ngettext(
        "%(number)d clash of rooms or people in the programme",
        "%(number)d clashes of rooms or people in the programme",
        number,
    )
    url = f"{reverse('admin:programme_session_board')}?event={event.pk}"
    yield Todo(words % {"number": number}, url, Urgency.NOW if event.is_running() else Urgency.SOON, number)
