"""Pictures, milestones and news of an event."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import ScopedAdmin
from symposium.accounts.admin_contents import ContentList
from symposium.accounts.admin_forms import ScopedForm
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.events.admin.crops import drawn_crops
from symposium.events.models import Announcement, Milestone, Photograph
from symposium.events.models.story import LACKING
from symposium.kit.renditions import rendition_path


class CompleteFilter(admin.SimpleListFilter):
    """Pictures that could be published, and those that still lack something."""

    title = _("what belongs beside it")
    parameter_name = "complete"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """The two choices."""
        return [("yes", _now("complete")), ("no", _now("something is missing"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Photograph]) -> QuerySet[Photograph]:
        """Those chosen."""
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.exclude(LACKING) if self.value() == "yes" else queryset.filter(LACKING)


class PhotographForm(ScopedForm):
    """Says what a picture still lacks before it can be published."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        needed = ("alternative_text", "caption", "credit", "licence")
        lacking = [str(self.fields[name].label) for name in needed if name in self.fields and not cleaned.get(name)]
        if cleaned.get("is_published") and lacking:
            words = {"things": get_text_list(lacking, _now("and"))}
            self.add_error("is_published", _now("It cannot be published yet. Still missing: %(things)s.") % words)
        return cleaned


@admin.register(Photograph)
class PhotographAdmin(ContentList):
    """Pictures with all that they need beside them."""

    form = PhotographForm
    is_entrance = True
    desk_order = 40
    list_display = ("picture", "__str__", "credit", "licence", "lacks", "is_published", "position")
    list_display_links = ("picture", "__str__")
    list_filter = (EventFilter, "is_published", CompleteFilter)
    search_fields = ("caption", "credit", "alternative_text")
    table_columns = (
        *("caption", "alternative_text", "credit", "licence", "licence_url", "source_url"),
        *("lacks", "is_published", "position"),
    )
    bulk_fields = ("credit", "licence", "licence_url", "is_published")
    readonly_fields = ("lacks", "crops")
    fieldsets = (
        (None, {"fields": ("event", "image", "alternative_text", "caption", "lacks", "is_published")}),
        (_("Whose it is"), {"fields": ("credit", "licence", "licence_url", "source_url")}),
        (_("Look"), {"fields": (("focal_x", "focal_y"), "crops", "position")}),
    )

    @admin.display(description=_("picture"))
    def picture(self, photograph: Photograph) -> str:
        """A small copy."""
        if not photograph.image:
            return ""
        return format_html(
            '<img src="{}" alt="" width="96" loading="lazy">', rendition_path(str(photograph.image), 480)
        )

    @admin.display(description=_("still missing"))
    def lacks(self, photograph: Photograph) -> str:
        """What stands between it and the public."""
        return get_text_list(photograph.missing(), _now("and")) or _now("nothing")

    @admin.display(description=_("as pages cut it"))
    def crops(self, photograph: Photograph) -> str:
        """The whole with its focal point, and what is left of it at the top of the event's page, as saved."""
        if not photograph.image or not photograph.width:
            return ""
        return drawn_crops(photograph)


class MilestoneForm(ScopedForm):
    """A milestone shows a picture of its own event."""

    def clean_photograph(self) -> Photograph | None:
        """Not one of another event."""
        photograph: Photograph | None = self.cleaned_data["photograph"]
        event = self.cleaned_data.get("event") or (self.instance.pk and self.instance.event)
        if photograph and event and photograph.event_id != event.pk:
            raise ValidationError(_now("This photograph belongs to another event."))
        return photograph


@admin.register(Milestone)
class MilestoneAdmin(ContentList):
    """The story, in its order."""

    form = MilestoneForm
    is_entrance = True
    desk_order = 41
    list_display = ("title", "date_in_words", "kind", "event")
    list_filter = (EventFilter, "kind")
    search_fields = ("title",)
    bulk_fields = ("kind",)
    fields = ("event", "title", "when", "when_in_words", "kind", "words", "photograph")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("photograph",)

    @admin.display(description=_("date"), ordering="sorts_from")
    def date_in_words(self, milestone: Milestone) -> str:
        """As the page says it."""
        return milestone.date_in_words


@admin.register(Announcement)
class AnnouncementAdmin(ScopedAdmin):
    """News."""

    is_entrance = True
    desk_order = 42
    list_display = ("title", "published", "event")
    list_filter = (EventFilter,)
    search_fields = ("title",)
    fields = ("event", "title", "words", "published_at", "slug")

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, announcement: Announcement) -> str:
        """When, on the event's wall."""
        if announcement.published_at is None:
            return _now("draft")
        return on_the_wall(announcement.published_at, announcement.event.timezone)
