"""The desk's first page: what needs whom today; and the banner of a copy, on every page of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from symposium.accounts.admin_base import event_in_hand, may
from symposium.accounts.scope import COORDINATORS, EDITORS, ORGANISERS, memberships, sees_all
from symposium.events.admin.dashboard import lists_of
from symposium.events.admin.event_form import say_places
from symposium.events.admin.pages import may_start
from symposium.events.admin.states import leftovers_at
from symposium.events.dashboard import Todo, todos_at
from symposium.events.models import Event

register = template.Library()
# Of how many events the desk says what is to be done, and how many of the past it names.
MOST_ASKED, MOST_PAST, MOST_SHOWN = 6, 5, 30
MOST_TODOS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: how it stands, and what this member of staff can do for it now."""

    event: Event
    url: str
    places: str
    todos: list[Todo] = field(default_factory=list)
    more: int = 0
    lists: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """Events of one kind, under a heading."""

    title: str
    entries: list[Entry]


@register.simple_tag(takes_context=True)
def desk_groups(context: Any) -> list[Group]:
    """The user's events: those that take place now, those that come, drafts, and the latest of those that were."""
    request = context["request"]
    events, now = _mine(request), timezone.now()
    running = [event for event in events if event.is_running(now)]
    drafts = [event for event in events if event.is_draft]
    past = [event for event in events if not event.is_draft and (event.is_over(now) or event.is_cancelled)]
    coming = [event for event in events if event not in (*running, *drafts, *past)]
    kinds = (
        (_("Today"), running),
        (_("Coming"), sorted(coming, key=lambda event: event.starts_at)),
        (_("Drafts"), sorted(drafts, key=lambda event: event.starts_at)),
        (_("Past"), past[:MOST_PAST]),
    )
    asked = {event.pk for _title, some in kinds[:3] for event in some[:MOST_ASKED]}
    return [Group(title, [_entry(request, one, asked) for one in some]) for title, some in kinds if some]


def _mine(request: HttpRequest) -> list[Event]:
    """The events at which the user works; a coordinator's desk is another."""
    events = Event.objects.order_by("-starts_at")
    if not sees_all(request.user):
        ids = {event for role, event, _organisation in memberships(request.user) if role not in COORDINATORS}
        events = events.filter(pk__in=ids)
    return list(events[:MOST_SHOWN])


def _entry(request: HttpRequest, event: Event, asked: Iterable[int]) -> Entry:
    if not may(request, EDITORS, event.pk):
        return Entry(event, "", "", lists=lists_of(_desk(), request, event.pk))
    todos = todos_at(request, event) if event.pk in asked else []
    places = say_places(event) if may(request, ORGANISERS, event.pk) and not event.is_draft else ""
    url = reverse("admin:events_event_dashboard", args=[event.pk])
    return Entry(event, url, places, todos[:MOST_TODOS], max(len(todos) - MOST_TODOS, 0))


def _desk() -> Any:
    return admin.site.get_model_admin(Event)


@register.simple_tag(takes_context=True)
def may_start_events(context: Any) -> bool:
    """Whether the user may begin an event."""
    return may_start(context["request"])


@register.inclusion_tag("admin/events/event/_copy.html", takes_context=True)
def copy_banner(context: Any) -> dict[str, Any]:
    """That the event of the page is a copy, until it is published: no query where no event is in hand."""
    request = context.get("request")
    event_id = event_in_hand(request) if request else None
    event = context.get("event") or context.get("original")
    if not isinstance(event, Event) or event.pk != event_id:
        event = None
    if event_id is None or not may(request, EDITORS, event_id):
        return {}
    if event is None or "copied" not in event._state.fields_cache:
        event = Event.objects.filter(pk=event_id).select_related("copied__original").first()
    copied = getattr(event, "copied", None) if event and event.is_draft else None
    return {"event": event, "copied": copied, "leftovers": leftovers_at(event) if event and copied else []}
