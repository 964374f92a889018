"""The guest list: read and changed by organisers and, for their own block, coordinators; the door sees names."""

from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from registrations import services
from registrations.admin.answers import file_view
from registrations.admin.bulk_guests import BulkGuests
from registrations.admin.changes import ChangePages
from registrations.admin.dossier import dossier, host_of, place_in_words
from registrations.admin.entries import EntryPage
from registrations.admin.guest_actions import GuestActions
from registrations.admin.guest_list import GuestChangeList, WayFilter, by_reference
from registrations.admin.lines import LinePages
from registrations.admin.queue import RequestPages
from registrations.admin.scoping import HostFilter
from registrations.admin.telling import TellingPages
from registrations.models import Registration
from registrations.permissions import DOOR, Action
from symposium.accounts.admin_base import NOBODY, event_in_hand
from symposium.accounts.admin_lists import CappedPaginator, EventFilter, FindsWords, on_the_wall
from symposium.accounts.scope import ORGANISERS, events_of, sees_all
from symposium.events.models import Event

AT_THE_DOOR = ("name", "affiliation", "state", "mode", "code")
BY_HAND = ("name", "form_of_address", "badge_name", "pronouns", "affiliation")


class GuestPages(RequestPages, LinePages, TellingPages, ChangePages, EntryPage):
    """The desk's further pages of guests."""


@admin.register(Registration)
class RegistrationAdmin(
    FindsWords, GuestActions, BulkGuests, RequestPages, LinePages, TellingPages, ChangePages, EntryPage
):
    """Guests. None is deleted here: a registration is cancelled, which moves up the next in line and tells them."""

    may_view = Action.VIEW_GUESTS.roles
    may_add = Action.ENTER_GUESTS.roles
    may_change = Action.CHANGE_GUESTS.roles
    may_see_history = Action.CHANGE_GUESTS.roles
    may_delete = may_choose = NOBODY
    is_entrance = True
    desk_order = 33
    # The index 'guest_list' gives rows in this order; sorting a hundred thousand by name would not be quick.
    ordering = ("event_id", "-created_at", "-pk")
    sortable_by = ()
    list_select_related = ("allocation__organisation",)
    search_help_text = _("By the beginnings of names and institutions, by address, or by the reference of a ticket.")
    list_per_page = 100
    change_form_template = "admin/registrations/registration/change_form.html"

    # --- who sees what ---------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        return super().get_queryset(request).filter(shadow_of=None)

    def count_at(self, request: HttpRequest, event_id: int) -> int:
        return self.narrowed(self.get_queryset(request), event_id)[: CappedPaginator.most].count()

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        ways = (self.way_to_requests, self.way_to_lines, self.way_to_telling)
        return [one for way in ways for one in way(request, event_id)]

    def sees_addresses(self, request: HttpRequest) -> bool:
        """Whether addresses may be asked for: not while the list also holds guests of an event seen from the door."""
        return sees_all(request.user) or not events_of(request.user, DOOR) - events_of(request.user, ORGANISERS)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        event = () if event_in_hand(request) else ("event",)
        if not self.sees_addresses(request):
            return (*AT_THE_DOOR[:-1], "company", "code", *event)
        return ("name", "affiliation", "place", "mode", "host", "company", "code", "registered", *event)

    def get_list_filter(self, request: HttpRequest) -> Any:
        more = (HostFilter, WayFilter) if self.sees_addresses(request) else ()
        return (EventFilter, "state", "mode", *more)

    def found_by(self, request: HttpRequest, text: str) -> Q:
        found, reference = super().found_by(request, text), by_reference(text)
        return found if reference is None else found | reference

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[GuestChangeList]:
        return GuestChangeList

    def sees_all_of(self, request: HttpRequest, guest: Registration | None) -> bool:
        """Whether the user may know more of a guest than the door does."""
        return guest is not None and self.has_role(request, Action.SEE_ADDRESSES.roles, guest)

    def get_fieldsets(self, request: HttpRequest, obj: Registration | None = None) -> Any:
        if not self.sees_all_of(request, obj):
            return [(None, {"fields": AT_THE_DOOR})]
        return [(None, {"fields": ("event", *BY_HAND, "email")})]

    def get_readonly_fields(self, request: HttpRequest, obj: Registration | None = None) -> Any:
        return ("event", "email", "state") if self.sees_all_of(request, obj) else AT_THE_DOOR

    def view_on_site(self, _obj: Any) -> None:
        """A guest's own page is the guest's."""

    @admin.display(description=_("state"))
    def place(self, guest: Any) -> str:
        """With the place in the line, or until when it is offered."""
        return place_in_words(guest, guest.position)

    @admin.display(description=_("guest of"))
    def host(self, guest: Registration) -> str:
        """Whose guest it is."""
        return host_of(guest)

    @admin.display(description=_("party"))
    def company(self, guest: Any) -> str:
        """How many they are, or with whom they come."""
        return str(guest.company)

    @admin.display(description=_("reference"))
    def code(self, guest: Registration) -> str:
        """What they can say at the door."""
        return guest.reference

    @admin.display(description=_("registered"))
    def registered(self, guest: Registration) -> str:
        """On the event's wall."""
        return on_the_wall(guest.created_at, guest.event.timezone)

    # --- the page of one guest -------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        own = [
            path("answers/<str:pk>/", self.page(require_safe(file_view)), name="registrations_registration_file"),
            *self.request_urls(),
            *self.line_urls(),
            *self.telling_urls(),
            *self.change_urls(),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        guest: Any = kwargs.get("obj")
        if self.sees_all_of(request, guest):
            context["dossier"] = dossier(request, guest)
            context["changes"] = self.changes_for(request, guest)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- saving ----------------------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Read behind the event's lock where it is about to be changed, as every deed at the registration desk does."""
        if request.method == "POST":
            with suppress(ValidationError):
                found = self.get_queryset(request).filter(pk=Registration._meta.pk.to_python(object_id))
                Event.objects.select_for_update().filter(pk__in=found.order_by().values("event")).first()
        return super().get_object(request, object_id, from_field)

    def save_model(self, request: HttpRequest, obj: Registration, form: Any, _change: bool) -> None:  # noqa: FBT001
        """Writes what was typed and no other column: a page that was open meanwhile takes back no cancellation."""
        if form.changed_data:
            typed = {name: form.cleaned_data[name] for name in form.changed_data}
            services.change_details(obj, by=services.By.of(request.user), **typed)
