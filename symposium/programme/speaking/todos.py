"""What speakers have said to their sessions, or not yet, as the event's page tells the team."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from speakers.models import SpeakerConsent
from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS
from symposium.events.dashboard import Todo, Urgency
from symposium.events.models import Event
from symposium.programme.models import Appearance
from symposium.programme.speaking.services import asked

Reply = Appearance.Reply


def refuses_recording() -> Exists:
    """Whether the speaker of an appearance has said that they are not to be recorded."""
    standing = SpeakerConsent.objects.standing().filter(speaker=OuterRef("speaker"), is_given=False)
    return Exists(standing.filter(kind=SpeakerConsent.Kind.RECORDING))


def todos(request: HttpRequest, event: Event) -> Iterable[Todo]:
    """Parts declined, parts not confirmed, and who is streamed against their word. One query."""
    if event.is_over() or event.is_cancelled or not may(request, EDITORS, event.pk):
        return
    streamed = Q() if event.stream_url else ~Q(session__stream_url="")
    found = asked(event).aggregate(
        declined=Count("pk", filter=Q(reply=Reply.DECLINED)),
        waiting=Count("pk", filter=Q(reply=Reply.NONE)),
        refused=Count("pk", filter=streamed & Q(refuses_recording())),
    )
    address = f"{reverse('admin:programme_session_changelist')}?event={event.pk}&speakers="
    for name, urgency in (("declined", Urgency.NOW), ("refused", Urgency.NOW), ("waiting", Urgency.SOON)):
        yield Todo(_words(name, found[name]), f"{address}{name}", urgency, found[name])


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
