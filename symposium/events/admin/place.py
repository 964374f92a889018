"""Venue and rooms."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from symposium.accounts.admin_base import ScopedAdmin
from symposium.accounts.admin_inlines import ScopedStackedInline, ScopedTabularInline
from symposium.accounts.admin_lists import EventFilter
from symposium.events.models import Room, Venue

VENUE_FIELDS = (
    "name",
    "street",
    ("locality", "region"),
    ("postal_code", "country"),
    ("latitude", "longitude"),
    "url",
    "directions",
    "access",
)


class VenueInline(ScopedStackedInline):
    """The venue, on its event's page."""

    model = Venue
    fields = VENUE_FIELDS
    show_change_link = True


class RoomInline(ScopedTabularInline):
    """The rooms, on their venue's page."""

    model = Room
    fields = ("name", "slug", "capacity", "is_step_free", "position")


@admin.register(Venue)
class VenueAdmin(ScopedAdmin):
    """A venue with its rooms."""

    desk_order = 20
    list_display = ("name", "locality", "country", "event")
    list_filter = (EventFilter,)
    search_fields = ("name", "locality")
    ordering = ("name",)
    fields = ("event", *VENUE_FIELDS)
    inlines: ClassVar[list[type]] = [RoomInline]


@admin.register(Room)
class RoomAdmin(ScopedAdmin):
    """A room on its own page, for what points to it; one comes to rooms by their venue."""

    event_path = "venue__event"
    list_display = ("name", "venue", "capacity", "is_step_free")
    list_filter = (EventFilter,)
    search_fields = ("name",)
    ordering = ("position", "name")
    fields = ("venue", "name", "slug", "capacity", "is_step_free", "position")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("venue",)

    def has_module_permission(self, _request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Room | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(("venue",) if obj else ()))
