"""The programme: sessions with those who appear in them, and tracks."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import ScopedAdmin
from symposium.accounts.admin_contents import ContentList
from symposium.accounts.admin_forms import speak_for
from symposium.accounts.admin_inlines import ScopedTabularInline
from symposium.accounts.admin_lists import EventFilter, ScopedRelatedFilter, on_the_wall
from symposium.accounts.bulk import Shifts
from symposium.programme.models import Appearance, Material, Session, Track

# The triggers of migration 0002, in words; the first speaks on the event's page, which knows no sessions.
speak_for("event_around_sessions", "starts_at", lambda: _now("A session lies outside these times. Move it first."))
speak_for("session_within_event", "starts_at", lambda: _now("The session must lie within its event."))


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


class AppearanceFormSet(BaseInlineFormSet):
    """Those who appear are people of the session's event, also when both are new."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            speaker = getattr(form, "cleaned_data", {}).get("speaker")
            if speaker and self.instance.event_id and speaker.event_id != self.instance.event_id:
                form.add_error("speaker", ValidationError(_now("This person belongs to another event.")))


class AppearanceInline(ScopedTabularInline):
    """Who appears, and as what."""

    model = Appearance
    formset = AppearanceFormSet
    fields = ("speaker", "part", "rank")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("speaker",)


class MaterialInline(ScopedTabularInline):
    """What the session leaves behind."""

    model = Material
    fields = ("kind", "title", "url", "rank")


@admin.register(Session)
class SessionAdmin(ContentList):
    """One entry of the programme."""

    is_entrance = True
    desk_order = 30
    list_display = ("title", "begins", "kind", "state", "room", "track", "people", "event")
    list_filter = (EventFilter, "state", "kind", ("track", ScopedRelatedFilter))
    list_select_related = ("event", "room", "track")
    search_fields = ("title",)
    table_columns = ("title", "starts_at", "ends_at", "kind", "state", "room", "track", "people", "is_plenary", "slug")
    bulk_fields = (
        *("state", "kind", "track", "room", "is_plenary"),
        Shifts(("starts_at", "ends_at"), _("Move in time")),
    )
    date_hierarchy = "starts_at"
    ordering = (F("starts_at").asc(nulls_last=True), "pk")
    inlines: ClassVar[list[type]] = [AppearanceInline, MaterialInline]
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("room", "track")
    fieldsets = (
        (None, {"fields": ("event", "title", "kind", "state", "state_reason", "abstract", "record")}),
        (_("When and where"), {"fields": (("starts_at", "ends_at"), "room", "track", "is_plenary", "stream_url")}),
        (_("Address"), {"fields": ("slug",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return super().get_queryset(request).prefetch_related("appearances__speaker")

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, session: Session) -> str:
        """On the event's wall."""
        return on_the_wall(session.starts_at, session.event.timezone) or _now("to be announced")

    @admin.display(description=_("people"))
    def people(self, session: Session) -> str:
        """Who appears."""
        names = [a.speaker.full_name if a.speaker else _now("to be announced") for a in session.appearances.all()]
        return ", ".join(names)

    def get_search_fields(self, request: HttpRequest) -> Any:
        return (*super().get_search_fields(request), "appearances__speaker__name")
