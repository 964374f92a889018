"""Texts that an event keeps for its notices."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from symposium.accounts.admin_lists import EventFilter
from symposium.notices.admin.pages import MailPages
from symposium.notices.checking import placeholders_for
from symposium.notices.forms import WordsForm
from symposium.notices.models import NoticeTemplate


@admin.register(NoticeTemplate)
class NoticeTemplateAdmin(MailPages):
    """To begin a notice with; checked as notices are."""

    desk_order = 56
    form = WordsForm
    fields = ("event", "name", "subject", "text")
    list_display = ("name", "subject", "event")
    list_filter = (EventFilter,)
    list_select_related = ("event",)
    search_fields = ("name", "subject")
    ordering = ("name", "pk")
    sortable_by = ()
    change_form_template = "admin/notices/notice/change_form.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["placeholders"] = placeholders_for(None)
        return super().render_change_form(request, context, *args, **kwargs)
