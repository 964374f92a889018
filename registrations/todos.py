"""What guests need of an event's organisers."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations import services
from registrations.models import Allocation, RegistrationRules, SiteAccess
from registrations.permissions import GATE
from registrations.services.figures import Numbers, numbers_of
from symposium.accounts.admin_base import may
from symposium.accounts.models import Role
from symposium.accounts.scope import ORGANISERS, events_of
from symposium.events.dashboard import Todo, Urgency
from symposium.events.models import Event

# How soon a block's unused seats must go back to be worth a word.
BLOCKS_SOON = timedelta(days=7)


def guest_todos(request: HttpRequest, event: Event) -> Iterator[Todo]:
    """Requests, offers and blocks that run out, details that should be gone."""
    if may(request, ORGANISERS, event.pk):
        numbers = numbers_of(event)
        yield _requests(event, numbers)
        yield _offers(event, numbers)
        yield from _blocks(event)
        yield from _untold(event)
    if event.is_over() and event.pk in events_of(request.user, GATE | {Role.OWNER}) and _holds_site_access(event):
        words = _(
            "Details for the gate’s office are still held. They are deleted by themselves some days after the end."
        )
        yield Todo(words, _page("siteaccess_changelist", event), Urgency.SOME_TIME)


def _page(name: str, event: Event, query: str = "") -> str:
    return f"{reverse(f'admin:registrations_{name}')}?event={event.pk}{query}"


def _requests(event: Event, numbers: Numbers) -> Todo:
    words = ngettext(
        "%(number)d guest has asked for a place and waits for your answer",
        "%(number)d guests have asked for places and wait for your answer",
        numbers.pending,
    )
    url = _page("registration_requests", event)
    return Todo(words % {"number": numbers.pending}, url, Urgency.NOW, numbers.pending)


def _offers(event: Event, numbers: Numbers) -> Todo:
    number = numbers.offers_soon
    words = ngettext(
        "%(number)d offered place goes to the next in line within a day, unless it is accepted",
        "%(number)d offered places go to the next in line within a day, unless they are accepted",
        number,
    )
    return Todo(words % {"number": number}, _page("registration_lines", event), Urgency.SOON, number)


def _blocks(event: Event) -> Iterator[Todo]:
    soon = timezone.now() + BLOCKS_SOON
    rows = Allocation.objects.standing().filter(event=event, releases_at__lt=soon).select_related("organisation")
    for block in rows.order_by("releases_at", "pk"):
        words = ngettext(
            "%(number)d unused seat of %(host)s goes back to everybody within a week",
            "%(number)d unused seats of %(host)s go back to everybody within a week",
            block.left,
        )
        url = reverse("admin:registrations_allocation_change", args=[block.pk])
        yield Todo(words % {"number": block.left, "host": block}, url, Urgency.SOON, block.left)


def _untold(event: Event) -> Iterator[Todo]:
    """Of an event that is off or postponed everybody should have heard."""
    is_off = event.is_cancelled or event.is_postponed
    if is_off and event.seats_taken + event.online_taken and services.to_be_told(event).exists():
        words = _("Guests have not been told yet how the event stands. Look at the mail, then send it.")
        yield Todo(words, _page("registration_telling", event), Urgency.NOW)


def _holds_site_access(event: Event) -> bool:
    """Whether details are held; no guest is looked at where none were asked for."""
    if not RegistrationRules.objects.filter(event=event).exclude(site_access_fields=[]).exists():
        return False
    return SiteAccess.objects.filter(registration__event=event).exists()
