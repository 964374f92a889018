"""Places in single sessions: which sessions have some, how many, and who comes."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations import services
from registrations.models import BookableSession, Booking
from registrations.permissions import Action
from symposium.accounts.admin_base import NOBODY, ScopedAdmin
from symposium.accounts.admin_forms import ScopedForm
from symposium.accounts.admin_lists import EventFilter, FindsWords, on_the_wall
from symposium.accounts.scope import events_of, sees_all
from symposium.events.models import Event
from symposium.kit.pages import PRIVATE
from symposium.kit.spreadsheet import csv_lines
from symposium.programme.models import Session


class PlacesForm(ScopedForm):
    """How many places a session has: never fewer than are booked."""

    def clean_capacity(self) -> int:
        """The number, or why it cannot be."""
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.instance.taken:
            words = ngettext(
                "%d place is booked. Give it back first, or leave as many.",
                "%d places are booked. Give some back first, or leave as many.",
                self.instance.taken,
            )
            raise forms.ValidationError(words % self.instance.taken)
        return capacity


@admin.register(BookableSession)
class BookableSessionAdmin(ScopedAdmin):
    """Which sessions have places of their own, and how full they are."""

    event_path = "session__event"
    may_view = may_see_history = Action.SEE_BOOKINGS.roles
    may_add = may_change = may_delete = Action.CHANGE_BOOKINGS.roles
    may_choose = NOBODY
    is_entrance = True
    desk_order = 35
    form = PlacesForm
    list_display = ("session", "begins", "capacity", "taken", "free", "waiting", "event")
    list_filter = (EventFilter,)
    list_select_related = ("session__event",)
    search_fields = ("session__title",)
    ordering = (F("session__starts_at").asc(nulls_last=True), "pk")
    sortable_by = ()
    autocomplete_fields = ("session",)
    fields = ("session", "capacity", "has_waiting_list", "taken", "waiting")
    actions = ("export_who_comes",)

    def get_readonly_fields(self, request: HttpRequest, obj: BookableSession | None = None) -> Any:
        return ("session", "taken", "waiting") if obj else ("taken", "waiting")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "session":
            kwargs["queryset"] = self._sessions(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _sessions(self, request: HttpRequest) -> QuerySet[Session]:
        """Of the events whose guests the user looks after."""
        sessions: QuerySet[Session] = Session.objects.select_related("event")
        return (
            sessions
            if sees_all(request.user)
            else sessions.filter(event__in=events_of(request.user, self.may_add or ()))
        )

    def has_delete_permission(self, request: HttpRequest, obj: BookableSession | None = None) -> bool:
        """Not while anybody has booked: they would lose their places without a word."""
        is_booked = obj is not None and Booking.objects.standing().filter(bookable=obj).exists()
        return super().has_delete_permission(request, obj) and not is_booked

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Bookings that were given back go along; those that stand keep it from being deleted (above)."""
        deleted, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[BookableSession]) -> None:
        """Of the chosen ones those that nobody has booked."""
        for place in queryset:
            if self.has_delete_permission(request, place):
                place.delete()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Read behind the event's lock where it is about to be changed, as every deed at the registration desk does."""
        if request.method == "POST":
            with suppress(ValidationError, ValueError):
                found = self.get_queryset(request).filter(pk=BookableSession._meta.pk.to_python(object_id))
                Event.objects.select_for_update().filter(pk__in=found.order_by().values("session__event")).first()
        return super().get_object(request, object_id, from_field)

    def save_model(self, _request: HttpRequest, obj: BookableSession, _form: Any, _change: bool) -> None:  # noqa: FBT001
        """By the deed, which lets those in who wait."""
        made = services.change_places(obj.session, capacity=obj.capacity, has_waiting_list=obj.has_waiting_list)
        obj.__dict__.update({name: getattr(made, name) for name in ("taken", "waiting")})

    @admin.display(description=_("begins"))
    def begins(self, place: BookableSession) -> str:
        """On the event's wall."""
        session = place.session
        return on_the_wall(session.starts_at, session.event.timezone) or _now("to be announced")

    @admin.display(description=_("free"))
    def free(self, place: BookableSession) -> int:
        """How many are left."""
        return place.left

    @admin.display(description=_("event"))
    def event(self, place: BookableSession) -> str:
        """Of which event."""
        return place.session.event.name

    @admin.action(description=_("Export who comes as CSV"), permissions=["change"])
    def export_who_comes(self, request: HttpRequest, queryset: QuerySet[BookableSession]) -> StreamingHttpResponse:
        """A table for spreadsheets: who has a place in the chosen sessions, and who waits for one."""
        chosen = self.within(request, queryset, self.may_view).order_by().values("pk")
        return _who_comes(Booking.objects.standing().filter(bookable__in=chosen))


class SessionFilter(admin.SimpleListFilter):
    """By session: those of the event in hand, or of all that the user may see."""

    title = _("session")
    parameter_name = "bookable"
    most = 200

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[Any, Any]]:
        places = admin.site._registry[BookableSession].get_queryset(request)
        event = request.GET.get("event", "")
        if event.isascii() and event.isdecimal() and len(event) < 16:
            places = places.filter(session__event=int(event))
        return [(place.pk, str(place)) for place in places[: self.most]]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen is None:
            return queryset
        known = {str(pk) for pk, _name in self.lookup_choices}
        return queryset.filter(bookable=chosen) if chosen in known else queryset.none()


@admin.register(Booking)
class BookingAdmin(FindsWords):
    """Who has booked what. A booking is made by the guest; staff can give it back."""

    event_path = "bookable__session__event"
    may_view = may_see_history = Action.SEE_BOOKINGS.roles
    may_change = Action.CHANGE_BOOKINGS.roles
    may_add = may_delete = may_choose = NOBODY
    desk_order = 36
    list_display = ("guest", "bookable", "state", "since", "event")
    list_filter = (EventFilter, SessionFilter, "state")
    list_select_related = ("registration", "bookable__session__event")
    found_through = "registration"
    ordering = ("-pk",)
    sortable_by = ()
    list_per_page = 100
    actions = ("give_back", "export_bookings")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        return super().get_queryset(request).filter(registration__shadow_of=None)

    def get_fields(self, _request: HttpRequest, _obj: Any = None) -> Any:
        return ("guest", "bookable", "state", "since", "waiting_since")

    def get_readonly_fields(self, request: HttpRequest, obj: Booking | None = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=_("guest"))
    def guest(self, booking: Booking) -> str:
        """Whose it is."""
        return booking.registration.name

    @admin.display(description=_("since"))
    def since(self, booking: Booking) -> str:
        """On the event's wall."""
        return on_the_wall(booking.created_at, booking.bookable.session.event.timezone)

    @admin.display(description=_("event"))
    def event(self, booking: Booking) -> str:
        """Of which event."""
        return booking.bookable.session.event.name

    @admin.action(description=_("Give the chosen places back"), permissions=["change"])
    def give_back(self, request: HttpRequest, queryset: QuerySet[Booking]) -> None:
        """Who waits for one of them has it, and is told."""
        standing = self.within(request, queryset, self.may_change).exclude(state=Booking.State.CANCELLED)
        chosen = list(standing.select_related("registration__event"))
        for booking in chosen:
            services.unbook(booking, by=services.By.of(request.user))
            self.log_change(request, booking, _now("Given back."))
        said = ngettext("%d place is given back.", "%d places are given back.", len(chosen)) % len(chosen)
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description=_("Export as CSV"), permissions=["change"])
    def export_bookings(self, request: HttpRequest, queryset: QuerySet[Booking]) -> StreamingHttpResponse:
        """A table for spreadsheets."""
        return _who_comes(self.within(request, queryset, self.may_view))


def _who_comes(bookings: QuerySet[Booking]) -> StreamingHttpResponse:
    head = [_now("Session"), _now("Begins"), _now("Name"), _now("Affiliation"), _now("State"), _now("Since")]
    rows = bookings.filter(registration__shadow_of=None).select_related("registration", "bookable__session__event")
    ordered = rows.order_by("bookable__session__starts_at", "bookable", "state", "created_at", "pk")
    headers = {"Content-Disposition": 'attachment; filename="bookings.csv"', "Cache-Control": PRIVATE}
    return StreamingHttpResponse(
        csv_lines(head, _lines(ordered)), content_type="text/csv; charset=utf-8", headers=headers
    )


def _lines(bookings: QuerySet[Booking]) -> Iterator[tuple[str, ...]]:
    for booking in bookings.iterator(chunk_size=2000):
        session, guest = booking.bookable.session, booking.registration
        zone = session.event.timezone
        begins, since = on_the_wall(session.starts_at, zone), on_the_wall(booking.created_at, zone)
        yield (session.title, begins, guest.name, guest.affiliation, str(booking.get_state_display()), since)
