"""What subscribers' calendars were given, to be read by organisers."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import NOBODY, ScopedAdmin
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.accounts.scope import ORGANISERS
from symposium.calendars.models import Entry


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    """One calendar entry. It follows what is published and is never written by hand."""

    may_view = may_see_history = ORGANISERS
    may_add = may_change = may_delete = may_choose = NOBODY
    is_entrance = True
    desk_order = 61
    list_display = ("__str__", "kind", "sequence", "revised", "withdrawn", "event")
    list_filter = (EventFilter, "kind")
    list_select_related = ("event",)
    ordering = ("event", "kind", "pk")
    sortable_by = ()

    def get_fields(self, _request: HttpRequest, _obj: Any = None) -> Any:
        return ["event", "kind", "uid", "sequence", "first_published", "revised", "withdrawn", "given"]

    def get_readonly_fields(self, request: HttpRequest, obj: Entry | None = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=_("first published"))
    def first_published(self, entry: Entry) -> str:
        """On the event's wall."""
        return on_the_wall(entry.published_at, entry.event.timezone)

    @admin.display(description=_("last revised"))
    def revised(self, entry: Entry) -> str:
        """On the event's wall."""
        return on_the_wall(entry.revised_at, entry.event.timezone)

    @admin.display(description=_("withdrawn"))
    def withdrawn(self, entry: Entry) -> str:
        """On the event's wall."""
        return on_the_wall(entry.withdrawn_at, entry.event.timezone)

    @admin.display(description=_("content"))
    def given(self, entry: Entry) -> str:
        """The last published content."""
        return format_html("<pre>{}</pre>", json.dumps(entry.content, indent=2, ensure_ascii=False))
