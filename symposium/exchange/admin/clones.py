"""Copying an event: choose, see the new dates, then press once."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from symposium.accounts.admin_base import may
from symposium.accounts.admin_pages import user_of
from symposium.events.admin.pages import sent
from symposium.events.models import Event
from symposium.exchange.admin.clone_form import CloneForm
from symposium.exchange.admin.pages import ExchangePages
from symposium.exchange.cloning import Move, NotClonedError, Part, clone_event
from symposium.exchange.permissions import Action
from symposium.kit import zones
from symposium.programme.models import Session

NAME = "admin:exchange_import_clone"


class ClonePages(ExchangePages):
    """The page on which an event is copied."""

    def clone_urls(self) -> list[Any]:
        """Its address."""
        view = require_http_methods(["GET", "HEAD", "POST"])(self.clone)
        return [self.further("clone/", view, "clone")]

    def way_to_clone(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """The way from the event's pages."""
        is_mine = may(request, Action.COPY.roles, event_id)
        return [(_("Copy this event"), f"{reverse(NAME)}?event={event_id}")] if is_mine else []

    def clone(self, request: HttpRequest) -> HttpResponse:
        """Ask; show where the dates go; with ``sure``, make the copy."""
        event = self.event_for(request, Action.COPY)
        form = CloneForm(sent(request), original=event)
        is_valid = form.is_valid()
        if is_valid and "sure" in request.POST:
            return self._clone(request, event, form)
        context = {
            "title": _("Copy “%(event)s”") % {"event": event},
            "event": event,
            "form": form,
            "dates": dates_of(event, form.move, form.cleaned_data["parts"]) if is_valid else [],
            "address": f"{reverse(NAME)}?event={event.pk}",
        }
        return self.show(request, "clone", context, status=422 if form.errors else 200)

    def _clone(self, request: HttpRequest, event: Event, form: CloneForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            made = clone_event(
                event, name=said["name"], first_day=said["first_day"], parts=said["parts"], by=user_of(request)
            )
        except NotClonedError as error:
            for problem in error.problems:
                form.add_error(None, ": ".join(filter(None, [problem.field, problem.words])))
            context = {"title": _("Copy “%(event)s”") % {"event": event}, "event": event, "form": form}
            return self.show(request, "clone", context, status=422)
        words = _("This is the copy, a draft. Go through what is still the original’s; then publish it.")
        self.message_user(request, words, messages.SUCCESS)
        return redirect("admin:events_event_dashboard", made.pk)


def dates_of(event: Event, move: Move, parts: list[Part]) -> list[tuple[str, str, str]]:
    """What has a date: what it is, when it was, when it will be, on the event's wall."""
    moments: list[tuple[str, datetime | None]] = [(_("It begins"), event.starts_at), (_("It ends"), event.ends_at)]
    if Part.REGISTRATION in parts:
        moments.append((_("Registration opens"), event.registration_opens_at))
        moments.append((_("Registration closes"), event.registration_closes_at))
    if Part.BLOCKS in parts:
        blocks = event.allocations.exclude(releases_at=None).select_related("organisation")
        moments += [(_("Seats of %(host)s go back") % {"host": block}, block.releases_at) for block in blocks]
    if Part.PROGRAMME in parts:
        first = Session.objects.filter(event=event).exclude(starts_at=None).order_by("starts_at").first()
        moments.append((_("First session"), first.starts_at if first else None))
    said = zones.say_moment
    return [
        (words, said(moment, event.timezone, with_zone=False), said(move(moment), event.timezone, with_zone=False))
        for words, moment in moments
        if moment
    ]
