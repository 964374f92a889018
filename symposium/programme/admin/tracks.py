"""Tracks at the desk."""

from django.contrib import admin

from symposium.accounts.admin_base import ScopedAdmin
from symposium.accounts.admin_lists import EventFilter
from symposium.programme.models import Track


@admin.register(Track)
class TrackAdmin(ScopedAdmin):
    """A strand of the programme."""

    is_entrance = True
    desk_order = 32
    list_display = ("name", "position", "event")
    list_filter = (EventFilter,)
    search_fields = ("name",)
    ordering = ("position", "name")
    fields = ("event", "name", "slug", "position")
