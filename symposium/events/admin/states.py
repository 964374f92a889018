"""Publishing an event, and what may become of it afterwards: each with its consequences in words, asked once."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from symposium.accounts.scope import ORGANISERS
from symposium.events.admin.pages import EventPages, sent
from symposium.events.admin.state_form import PublishForm, ReasonForm
from symposium.events.dashboard import Leftover, checks_of, leftovers_of
from symposium.events.life import NotReadyError, move_event, publish_event, ways_from
from symposium.events.models import Event

State = Event.State
ASKING = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Step:
    """A state to which an event may go: what the button says, and what comes of it."""

    state: str
    button: str
    sentences: tuple[str, ...]


class StatePages(EventPages):
    """The pages on which an event's state is changed."""

    def state_urls(self) -> list[Any]:
        """Their addresses."""
        return [
            self.further("<str:pk>/publish/", ASKING(self.publish), "publish"),
            self.further("<str:pk>/state/", ASKING(self.state_page), "state"),
        ]

    # --- publishing ------------------------------------------------------------------------------------------------

    def publish(self, request: HttpRequest, pk: str) -> HttpResponse:
        """What becomes public, what is missing, when registration opens; one press does it."""
        event = self.event_at(request, pk, ORGANISERS)
        if not event.is_draft:
            self.message_user(request, _("This event is public already."), messages.WARNING)
            return redirect("admin:events_event_dashboard", event.pk)
        leftovers = leftovers_at(event)
        form = PublishForm(sent(request), event=event, has_leftovers=bool(leftovers))
        if request.method == "POST" and form.is_valid():
            try:
                publish_event(event, opens_at=form.chosen)
            except NotReadyError:
                words = _("Not published: something that it cannot do without is missing. Nothing was changed.")
                self.message_user(request, words, messages.ERROR)
            else:
                return self._published(request, event)
        checks = checks_of(event)
        context = {
            "event": event,
            "form": form,
            "shows": [check.shows for check in checks if check.is_done and check.shows],
            "missing": [check for check in checks if check.is_must and not check.is_done],
            "lacking": [check for check in checks if not check.is_must and not check.is_done],
            "leftovers": leftovers,
        }
        status = 422 if request.method == "POST" else 200
        return self.show_page(request, "publish", _("Publish"), status=status, **context)

    def _published(self, request: HttpRequest, event: Event) -> HttpResponse:
        self.log_change(request, event, _("Published."))
        self.message_user(request, _("Published. Everybody can see the event now, and calendars have it."))
        return redirect("admin:events_event_dashboard", event.pk)

    # --- afterwards ------------------------------------------------------------------------------------------------

    def state_page(self, request: HttpRequest, pk: str) -> HttpResponse:
        """What ``?to=`` would mean; one press does it."""
        event = self.event_at(request, pk, ORGANISERS)
        to = request.GET.get("to", "")
        if to not in State.values:
            raise Http404
        if to not in ways_from(event):
            words = _("This event is %(state)s, so that cannot be done.") % {"state": event.get_state_display()}
            self.message_user(request, words, messages.WARNING)
            return redirect("admin:events_event_dashboard", event.pk)
        form = ReasonForm(sent(request))
        if request.method == "POST" and form.is_valid():
            return self._move(request, event, to, form.cleaned_data["reason"])
        step = step_to(event, to)
        context = {"event": event, "form": form, "step": step, "asks_reason": to in {State.POSTPONED, State.CANCELLED}}
        return self.show_page(request, "state", step.button, status=422 if form.errors else 200, **context)

    def _move(self, request: HttpRequest, event: Event, to: str, reason: str) -> HttpResponse:
        if move_event(event, to=to, reason=reason):
            event.refresh_from_db(fields=["state", "seats_taken", "online_taken"])
            words = _("This event is %(state)s now.") % {"state": event.get_state_display()}
            self.log_change(request, event, words)
            self.message_user(request, words)
            self.warn_of_guests(request, event)
        return redirect("admin:events_event_dashboard", event.pk)

    def warn_of_guests(self, request: HttpRequest, event: Event) -> None:
        """Say who is not told of a change by itself."""
        raise NotImplementedError


def leftovers_at(event: Event) -> list[Leftover]:
    """What a copy that is not public yet still says as its original does; empty for what is none."""
    copied = getattr(event, "copied", None) if event.is_draft else None
    return leftovers_of(event, copied.original) if copied and copied.original else []


def steps_from(event: Event) -> list[Step]:
    """What may become of a public event."""
    return [step_to(event, state) for state in ways_from(event)]


def step_to(event: Event, to: str) -> Step:
    """What a state means, for who is about to choose it."""
    guests = event.seats_taken + event.online_taken
    stay = ngettext(
        "%(number)s guest keeps their place and is not told by itself: the dashboard leads to the mail.",
        "%(number)s guests keep their places and are not told by themselves: the dashboard leads to the mail.",
        guests,
    ) % {"number": guests}
    told = (stay,) if guests else ()
    words: dict[str, tuple[str, tuple[str, ...]]] = {
        State.POSTPONED: (
            _("Postpone"),
            (_("Every page says so. Registration closes, and calendars mark the day as doubtful."), *told),
        ),
        State.CANCELLED: (
            _("Cancel the event"),
            (_("Every page says so and stays where it is. Registration closes, and calendars show it as off."), *told),
        ),
        State.OVER: (
            _("Close the event"),
            (_("Its pages become the record. The clock does this by itself when the last day has passed."),),
        ),
        State.PUBLISHED: (
            _("It takes place"),
            (_("Pages and calendars show it as taking place, on the days that are written now."), *told),
        ),
    }
    return Step(to, *words[to])
