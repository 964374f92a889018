"""What an event's own things need of its organisers."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from symposium.accounts.admin_base import may
from symposium.accounts.scope import EDITORS, ORGANISERS
from symposium.events.dashboard import Todo, Urgency
from symposium.events.dashboard.checklist import field_of, silent_hosts
from symposium.events.dashboard.facts import Facts, facts_of
from symposium.events.models import Event


def event_todos(request: HttpRequest, event: Event) -> Iterator[Todo]:
    """Hosts that have not agreed, pictures without what belongs beside them, a record that is not written."""
    if not may(request, EDITORS, event.pk):
        return
    facts = facts_of(event)
    yield _hosts(event, facts)
    yield _pictures(event, facts)
    if event.is_over() and not event.is_cancelled and not event.record:
        words = _("The event is over: write what came of it. Its page opens with that.")
        yield Todo(words, field_of(event, "record"), Urgency.SOME_TIME)
    if may(request, ORGANISERS, event.pk):
        yield from _registration(event)


def _hosts(event: Event, facts: Facts) -> Todo:
    silent = facts.hosts - facts.listed_hosts
    words = ngettext(
        "%(number)d host has not agreed to be listed, so no page names it",
        "%(number)d hosts have not agreed to be listed, so no page names them",
        silent,
    )
    return Todo(words % {"number": silent}, silent_hosts(event, facts), Urgency.SOON, silent)


def _pictures(event: Event, facts: Facts) -> Todo:
    number = facts.lacking_pictures
    words = ngettext(
        "%(number)d picture lacks its credit, licence, caption or alternative text",
        "%(number)d pictures lack their credit, licence, caption or alternative text",
        number,
    )
    url = f"{reverse('admin:events_photograph_changelist')}?event={event.pk}&complete=no"
    return Todo(words % {"number": number}, url, Urgency.SOME_TIME, number)


def _registration(event: Event) -> Iterator[Todo]:
    if event.is_over() or event.is_cancelled:
        return
    if event.policy != Event.Policy.CLOSED and not event.privacy_notice:
        words = _("Guests register and can read no privacy notice. Write one.")
        yield Todo(words, field_of(event, "privacy_notice"), Urgency.NOW)
    if event.is_postponed:
        words = _("The event is postponed. Once the new date is known, write it down and publish it again.")
        yield Todo(words, field_of(event, "starts_at_0"), Urgency.SOON)
