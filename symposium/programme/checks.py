"""What an event's dashboard asks of its programme and of those who appear in it."""

from collections.abc import Iterator

from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from speakers.models import Speaker
from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS
from symposium.events.dashboard import Check, Todo, Urgency
from symposium.events.dashboard.facts import facts_of, number_of
from symposium.events.models import Event
from symposium.programme.models import Session


def programme_checks(event: Event) -> Iterator[Check]:
    """Whether there is a programme, and what of it visitors will see; one query."""
    found = Event.objects.filter(pk=event.pk).annotate(
        sessions_shown=number_of(Session.objects.published()), speakers_shown=number_of(Speaker.objects.published())
    )
    sessions, speakers = found.values_list("sessions_shown", "speakers_shown").get()
    shows = ngettext("%(number)d session", "%(number)d sessions", sessions) % {"number": sessions}
    url = f"{reverse('admin:programme_session_changelist')}?event={event.pk}"
    yield Check(_("A programme"), url, bool(sessions), shows=shows if sessions else "")
    if speakers:
        shows = ngettext("%(number)d speaker", "%(number)d speakers", speakers) % {"number": speakers}
        url = f"{reverse('admin:speakers_speaker_changelist')}?event={event.pk}"
        yield Check(_("Speakers"), url, is_done=True, shows=shows)


def speakers_without_portrait() -> Coalesce:
    """How many are announced without a portrait."""
    return number_of(Speaker.objects.published().filter(portrait=""))


def speaker_todos(request: HttpRequest, event: Event) -> Iterator[Todo]:
    """Speakers without a portrait, while that is of use."""
    if not may(request, EDITORS, event.pk) or event.is_over() or event.is_cancelled:
        return
    lacking = facts_of(event).numbers["speakers_without_portrait"]
    words = ngettext("%(number)d speaker has no portrait", "%(number)d speakers have no portrait", lacking) % {
        "number": lacking
    }
    url = f"{reverse('admin:speakers_speaker_changelist')}?event={event.pk}"
    yield Todo(words, url, Urgency.SOME_TIME, lacking)
