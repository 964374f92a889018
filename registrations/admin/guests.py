"""The guest list: read by organisers, changed by deeds; the door sees names."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations import services
from registrations.models import Registration
from symposium.accounts.admin_base import NOBODY, ScopedAdmin, may
from symposium.accounts.admin_lists import CappedPaginator, EventFilter, on_the_wall
from symposium.accounts.models import Role
from symposium.accounts.scope import ORGANISERS, events_of, sees_all
from symposium.events.models import Event
from symposium.kit.spreadsheet import csv_lines

DOOR = frozenset({Role.DOOR})
AT_THE_DOOR = ("name", "affiliation", "state")
SHOWN = 20


@admin.register(Registration)
class RegistrationAdmin(ScopedAdmin):
    """Guests. None is deleted here: a registration is cancelled, which moves up the next in line and tells them."""

    may_view = ORGANISERS | DOOR
    may_change = may_see_history = ORGANISERS
    may_add = may_delete = may_choose = NOBODY
    is_entrance = True
    desk_order = 33
    list_filter = (EventFilter, "state")
    # The index 'guest_list' gives rows in this order; sorting a hundred thousand by name would not be quick.
    ordering = ("event_id", "-created_at", "-pk")
    sortable_by = ()
    show_full_result_count = False
    paginator = CappedPaginator
    list_per_page = 100
    actions = ("cancel_registrations", "export_csv")

    # --- who sees what ---------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        return super().get_queryset(request).filter(shadow_of=None)

    def count_at(self, request: HttpRequest, event_id: int) -> int:
        return self.narrowed(self.get_queryset(request), event_id)[: CappedPaginator.most].count()

    def _only_organises(self, request: HttpRequest) -> bool:
        """Whether addresses may be asked for: not while the list also holds guests of an event seen from the door."""
        seen = events_of(request.user, self.may_view)
        return sees_all(request.user) or seen == events_of(request.user, ORGANISERS)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*AT_THE_DOOR, "event", "registered") if self._only_organises(request) else (*AT_THE_DOOR, "event")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("name", "email") if self._only_organises(request) else ("name", "affiliation")

    def get_fields(self, request: HttpRequest, obj: Registration | None = None) -> tuple[str, ...]:
        if obj and may(request, ORGANISERS, obj.event_id):
            consent = ("consented_at", "privacy_version")
            return ("event", *AT_THE_DOOR, "email", "registered", "waiting_since", *consent)
        return AT_THE_DOOR

    def get_readonly_fields(self, request: HttpRequest, obj: Registration | None = None) -> Any:
        return [name for name in self.get_fields(request, obj) if name not in {"name", "affiliation"}]

    def view_on_site(self, _obj: Any) -> None:
        """A guest's own page is the guest's."""

    @admin.display(description=_("registered"))
    def registered(self, registration: Registration) -> str:
        """On the event's wall."""
        return on_the_wall(registration.created_at, registration.event.timezone)

    # --- saving ----------------------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Read behind the event's lock where it is about to be changed, as every deed at the registration desk does."""
        if request.method == "POST":
            with suppress(ValidationError):
                found = self.get_queryset(request).filter(pk=Registration._meta.pk.to_python(object_id))
                Event.objects.select_for_update().filter(pk__in=found.order_by().values("event")).first()
        return super().get_object(request, object_id, from_field)

    def save_model(self, _request: HttpRequest, obj: Registration, form: Any, _change: bool) -> None:  # noqa: FBT001
        """Writes what was typed and no other column: a page that was open meanwhile takes back no cancellation."""
        if form.changed_data:
            obj.save(update_fields=[*form.changed_data, "changed_at"])

    # --- deeds -----------------------------------------------------------------------------------------------------

    @admin.action(description=_("Cancel the chosen registrations"), permissions=["change"])
    def cancel_registrations(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
        """After a page that asks: each is cancelled and told, and who waits moves up."""
        standing = self.within(request, queryset, ORGANISERS).exclude(state=Registration.State.CANCELLED)
        if request.POST.get("post") != "yes":
            return self._ask(request, standing)
        chosen = list(standing)
        for registration in chosen:
            services.cancel(registration, by=services.By.of(request.user))
            self.log_change(request, registration, _now("Cancelled."))
        number = len(chosen)
        said = ngettext(
            "%d registration is cancelled; a mail says so.", "%d registrations are cancelled; mails say so.", number
        )
        self.message_user(request, said % number, messages.SUCCESS)
        return None

    def _ask(self, request: HttpRequest, standing: QuerySet[Registration]) -> HttpResponse | None:
        number = standing.count()
        if not number:
            self.message_user(request, _now("None of these can be cancelled."), messages.WARNING)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Cancel registrations"),
            "opts": self.opts,
            "number": number,
            "registrations": standing[:SHOWN],
            "more": max(number - SHOWN, 0),
            "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/registrations/registration/cancel_confirmation.html", context)

    @admin.action(description=_("Export as CSV"), permissions=["change"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Registration]) -> StreamingHttpResponse:
        """A table for spreadsheets, in which nothing that a guest typed is a formula."""
        head = [
            _now("Event"),
            _now("Name"),
            _now("Affiliation"),
            _now("E-mail address"),
            _now("State"),
            _now("Registered"),
        ]
        rows = self.within(request, queryset, ORGANISERS).select_related("event")
        headers = {
            "Content-Disposition": 'attachment; filename="registrations.csv"',
            "Cache-Control": "private, no-store",
        }
        return StreamingHttpResponse(
            csv_lines(head, _rows(rows)), content_type="text/csv; charset=utf-8", headers=headers
        )


def _rows(registrations: QuerySet[Registration]) -> Iterator[tuple[str, ...]]:
    for guest in registrations.iterator(chunk_size=2000):
        registered = on_the_wall(guest.created_at, guest.event.timezone)
        yield (guest.event.name, guest.name, guest.affiliation, guest.email, str(guest.get_state_display()), registered)
