"""What waits for a publication of the programme, as the event's page tells the team."""

from collections.abc import Iterable

from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS
from symposium.events.dashboard.facts import facts_of, number_of
from symposium.events.dashboard.registry import Todo, Urgency
from symposium.events.models import Event
from symposium.programme.changes import all_waiting


def changes_waiting() -> Coalesce:
    """How many sessions have something that waits."""
    return number_of(all_waiting())


def todos(request: HttpRequest, event: Event) -> Iterable[Todo]:
    """Changes that visitors do not see yet."""
    if not may(request, EDITORS, event.pk):
        return
    number = facts_of(event).numbers["changes_waiting"]
    words = ngettext(
        "%d change of the programme is not published yet",
        "%d changes of the programme are not published yet",
        number,
    )
    url = f"{reverse('admin:programme_session_publish')}?event={event.pk}"
    yield Todo(words % number, url, Urgency.SOON, number)
