"""What speakers have said to their sessions, or not yet, as the event's page tells the team."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from speakers.models import SpeakerConsent
from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS
from symposium.events.dashboard import Todo, Urgency
from symposium.events.dashboard.facts import facts_of, number_of
from symposium.events.models import Event
from symposium.programme.models import Appearance
from symposium.programme.speaking.services import all_asked

Reply = Appearance.Reply


def refuses_recording() -> Exists:
    """Whether the speaker of an appearance has said that they are not to be recorded."""
    standing = SpeakerConsent.objects.standing().filter(speaker=OuterRef("speaker"), is_given=False)
    return Exists(standing.filter(kind=SpeakerConsent.Kind.RECORDING))


def parts_declined() -> Coalesce:
    """How many were."""
    return number_of(all_asked().filter(reply=Reply.DECLINED), "session__event")


def parts_waiting() -> Coalesce:
    """How many nobody has said anything to."""
    return number_of(all_asked().filter(reply=Reply.NONE), "session__event")


def parts_refused() -> Coalesce:
    """How many are streamed though their speakers do not agree to that."""
    streamed = ~Q(session__stream_url="") | ~Q(session__event__stream_url="")
    return number_of(all_asked().filter(streamed, refuses_recording()), "session__event")


def todos(request: HttpRequest, event: Event) -> Iterable[Todo]:
    """Parts declined, parts not confirmed, and who is streamed against their word."""
    if event.is_over() or event.is_cancelled or not may(request, EDITORS, event.pk):
        return
    numbers = facts_of(event).numbers
    address = f"{reverse('admin:programme_session_changelist')}?event={event.pk}&speakers="
    for name, urgency in (("declined", Urgency.NOW), ("refused", Urgency.NOW), ("waiting", Urgency.SOON)):
        number = numbers[f"parts_{name}"]
        yield Todo(_words(name, number), f"{address}{name}", urgency, number)


def _words(name: str, number: int) -> str:
    return {
        "declined": ngettext(
            "%d part in a session was declined by its speaker",
            "%d parts in sessions were declined by their speakers",
            number,
        ),
        "refused": ngettext(
            "%d part in a session is streamed, and its speaker does not agree to that",
            "%d parts in sessions are streamed, and their speakers do not agree to that",
            number,
        ),
        "waiting": ngettext(
            "%d part in a session is not confirmed by its speaker",
            "%d parts in sessions are not confirmed by their speakers",
            number,
        ),
    }[name] % number
