"""What speakers need in order to speak: for guest care alone."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from speakers.models import Help, SpeakerNeeds
from symposium.accounts.admin_apart import ApartAdmin
from symposium.accounts.admin_lists import CappedPaginator, EventFilter
from symposium.accounts.models import Role
from symposium.kit.pages import PRIVATE


@admin.register(SpeakerNeeds)
class SpeakerNeedsAdmin(ApartAdmin):
    """It is read here, and changed by speakers on their own page."""

    event_path = "speaker__event"
    may_view = frozenset({Role.CARE})
    is_entrance = True
    desk_order = 37
    list_display = ("name", "helping", "telephone", "event")
    list_filter = (EventFilter,)
    list_select_related = ("speaker__event",)
    search_fields = ("speaker__name",)
    ordering = ("speaker__sort_name", "pk")
    sortable_by = ()
    show_full_result_count = False
    paginator = CappedPaginator
    fields: ClassVar[tuple[str, ...]] = ("name", "event", "helping", "words", "telephone", "changed_at")
    readonly_fields = fields

    def changelist_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """No browser keeps a copy."""
        found: HttpResponse = super().changelist_view(request, *args, **kwargs)
        found.headers["Cache-Control"] = PRIVATE
        return found

    @admin.display(description=_("speaker"))
    def name(self, needs: SpeakerNeeds) -> str:
        """Whose they are."""
        return needs.speaker.full_name

    @admin.display(description=_("event"))
    def event(self, needs: SpeakerNeeds) -> str:
        """At which event."""
        return str(needs.speaker.event)

    @admin.display(description=_("what helps"))
    def helping(self, needs: SpeakerNeeds) -> str:
        """In words."""
        said = [str(label) for value, label in Help.choices if value in needs.helps]
        return ", ".join([*said, *([needs.words] if needs.words else [])])
