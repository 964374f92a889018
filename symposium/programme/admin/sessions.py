"""Sessions at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_forms import speak_for
from symposium.accounts.admin_lists import EventFilter, ScopedRelatedFilter, on_the_wall
from symposium.programme.admin.board import BoardPages
from symposium.programme.admin.copies import CopyPages, WaitingFilter
from symposium.programme.admin.forms import AppearanceInline, MaterialInline, SessionForm
from symposium.programme.admin.lists import DayFilter, SessionList
from symposium.programme.models import Appearance, Session
from symposium.programme.speaking.desk import RepliesFilter, people_with_replies

# The triggers of migration 0002, in words; the first speaks on the event's page, which knows no sessions.
speak_for("event_around_sessions", "starts_at", lambda: _now("A session lies outside these times. Move it first."))
speak_for("session_within_event", "starts_at", lambda: _now("The session must lie within its event."))


@admin.register(Session)
class SessionAdmin(SessionList, BoardPages, CopyPages):
    """One entry of the programme."""

    form = SessionForm
    is_entrance = True
    desk_order = 30
    list_display = ("title", "begins", "kind", "state", "waiting", "room", "track", "people", "event")
    list_filter = (
        EventFilter,
        DayFilter,
        "state",
        WaitingFilter,
        RepliesFilter,
        "kind",
        ("track", ScopedRelatedFilter),
    )
    list_select_related = ("event", "room", "track", "working_copy")
    search_fields = ("title",)
    ordering = (F("starts_at").asc(nulls_last=True), "pk")
    inlines: ClassVar[list[type]] = [AppearanceInline, MaterialInline]
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("room", "track")
    fieldsets = (
        (None, {"fields": ("event", "title", "kind", "state", "state_reason", "abstract", "record")}),
        (_("When and where"), {"fields": (("starts_at", "ends_at"), "room", "track", "is_plenary", "stream_url")}),
        (_("Address"), {"fields": ("slug",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        people = Appearance.every.select_related("speaker")
        return super().get_queryset(request).prefetch_related(Prefetch("appearances", people))

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, session: Session) -> str:
        """On the event's wall."""
        return on_the_wall(session.starts_at, session.event.timezone) or _now("to be announced")

    @admin.display(description=_("not published yet"))
    def waiting(self, session: Session) -> str:
        """What the next publication does with it."""
        return self.say_waiting(session)

    @admin.display(description=_("people"))
    def people(self, session: Session) -> str:
        """Who appears, and who has confirmed or declined."""
        return people_with_replies(session.appearances.all())

    def get_search_fields(self, request: HttpRequest) -> Any:
        return (*super().get_search_fields(request), "appearances__speaker__name")
