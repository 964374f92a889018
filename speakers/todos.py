"""What speakers wait for, as the event's page tells the team."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from speakers.models import Speaker, Suggestion
from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS
from symposium.events.dashboard import Todo, Urgency
from symposium.events.dashboard.facts import facts_of, number_of
from symposium.events.models import Event


def todos(request: HttpRequest, event: Event) -> Iterable[Todo]:
    """Suggestions to decide, links not sent, deletion asked for."""
    if may(request, EDITORS, event.pk):
        yield from _said(event, facts_of(event).numbers)


def suggestions_waiting() -> Coalesce:
    """How many; a speaker has one at a time."""
    return number_of(Suggestion.objects.filter(state=Suggestion.State.OPEN), "speaker__event")


def links_unsent() -> Coalesce:
    """How many speakers with an address have no link yet."""
    unsent = Q(personal_link=None) | Q(personal_link__sent_at=None)
    return number_of(Speaker.objects.filter(unsent).exclude(email=""))


def deletions_asked() -> Coalesce:
    """How many speakers ask for it."""
    return number_of(Speaker.objects.filter(personal_link__deletion_asked_at__isnull=False))


def _said(event: Event, found: dict[str, int]) -> Iterable[Todo]:
    query = f"?event={event.pk}"
    speakers = reverse("admin:speakers_speaker_changelist")
    number = found["deletions_asked"]
    words = ngettext(
        "%d speaker asks to have what is held about them deleted",
        "%d speakers ask to have what is held about them deleted",
        number,
    )
    yield Todo(words % number, f"{speakers}{query}&deletion=asked", Urgency.NOW, number)
    number = found["suggestions_waiting"]
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
    number = found["links_unsent"]
    words = ngettext(
        "%d speaker has not been sent a personal link", "%d speakers have not been sent a personal link", number
    )
    yield Todo(words % number, f"{reverse('admin:speakers_speaker_links')}{query}", Urgency.SOON, number)
