"""What speakers wait for, as the event's page tells the team."""

from collections.abc import Iterable

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from speakers.models import Suggestion
from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS
from symposium.events.dashboard import Todo, Urgency
from symposium.events.models import Event


def todos(request: HttpRequest, event: Event) -> Iterable[Todo]:
    """Suggestions to decide, links not sent, deletion asked for. One query."""
    if not may(request, EDITORS, event.pk):
        return
    unsent = Q(personal_link=None) | Q(personal_link__sent_at=None)
    open_ones = Q(suggestions__state=Suggestion.State.OPEN)
    found = event.speakers.aggregate(
        waiting=Count("pk", filter=open_ones, distinct=True),
        unsent=Count("pk", filter=unsent & ~Q(email=""), distinct=True),
        deletions=Count("pk", filter=Q(personal_link__deletion_asked_at__isnull=False), distinct=True),
    )
    yield from _said(event, found)


def _said(event: Event, found: dict[str, int]) -> Iterable[Todo]:
    query = f"?event={event.pk}"
    speakers = reverse("admin:speakers_speaker_changelist")
    number = found["deletions"]
    words = ngettext(
        "%d speaker asks to have what is held about them deleted",
        "%d speakers ask to have what is held about them deleted",
        number,
    )
    yield Todo(words % number, f"{speakers}{query}&deletion=asked", Urgency.NOW, number)
    number = found["waiting"]
    words = ngettext(
        "%d speaker waits for you to look at a suggestion", "%d speakers wait for you to look at suggestions", number
    )
    yield Todo(
        words % number,
        f"{reverse('admin:speakers_suggestion_changelist')}{query}&state__exact=open",
        Urgency.NOW,
        number,
    )
    if event.is_over() or event.is_cancelled:
        return
    number = found["unsent"]
    words = ngettext(
        "%d speaker has not been sent a personal link", "%d speakers have not been sent a personal link", number
    )
    yield Todo(words % number, f"{reverse('admin:speakers_speaker_links')}{query}", Urgency.SOON, number)
