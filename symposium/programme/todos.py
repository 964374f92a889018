"""What waits for a publication of the programme, as the event's page tells the team."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS
from symposium.events.dashboard.registry import Todo, Urgency
from symposium.events.models import Event
from symposium.programme.changes import waiting


def todos(request: HttpRequest, event: Event) -> Iterable[Todo]:
    """Changes that visitors do not see yet. One query."""
    if not may(request, EDITORS, event.pk):
        return
    number = waiting(event.pk).count()
    words = ngettext(
        "%d change of the programme is not published yet",
        "%d changes of the programme are not published yet",
        number,
    )
    url = f"{reverse('admin:programme_session_publish')}?event={event.pk}"
    yield Todo(words % number, url, Urgency.SOON, number)
