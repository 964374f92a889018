"""Speakers with their institutions."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from speakers.models import Affiliation, Link, Speaker
from symposium.accounts.admin_contents import ContentList
from symposium.accounts.admin_inlines import ScopedTabularInline
from symposium.accounts.admin_lists import EventFilter
from symposium.events.admin.hosts import Tie, ties


def public_affiliations() -> QuerySet[Affiliation]:
    """Those of speakers whom every visitor may see."""
    return Affiliation.objects.filter(speaker__in=Speaker.objects.public())


ties.append(Tie(Affiliation, "speaker__event", public_affiliations))


class AffiliationInline(ScopedTabularInline):
    """Where a speaker comes from."""

    model = Affiliation
    fields = ("organisation", "name", "position", "rank")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("organisation",)


class LinkInline(ScopedTabularInline):
    """Pages about a speaker elsewhere."""

    model = Link
    fields = ("label", "url", "rank")


@admin.register(Speaker)
class SpeakerAdmin(ContentList):
    """A person as an event presents them."""

    is_entrance = True
    desk_order = 31
    list_display = ("full_name", "affiliation", "state", "has_portrait", "event")
    list_filter = (EventFilter, "state")
    search_fields = ("name", "sort_name")
    table_columns = (
        *("form_of_address", "name", "sort_name", "pronunciation", "affiliation", "state", "email", "url"),
        *("has_portrait", "portrait_credit", "slug"),
    )
    bulk_fields = ("state", "portrait_credit")
    ordering = ("sort_name", "name")
    inlines: ClassVar[list[type]] = [AffiliationInline, LinkInline]
    longest_sides: ClassVar[dict[str, int]] = {"portrait": 1200}
    fieldsets = (
        (None, {"fields": ("event", "state", "form_of_address", "name", "sort_name", "pronunciation", "slug")}),
        (_("What visitors read"), {"fields": ("biography", "url")}),
        (_("Portrait"), {"fields": ("portrait", "portrait_alternative_text", "portrait_credit")}),
        (_("For the organisers"), {"fields": ("email",)}),
    )

    def save_model(self, request: HttpRequest, obj: Speaker, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if obj.portrait and not obj.portrait_credit:
            words = _("The portrait has no credit yet. The page of credits says that nobody is named.")
            self.message_user(request, words, messages.WARNING)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        return super().get_queryset(request).prefetch_related("affiliations__organisation")

    @admin.display(description=_("name"), ordering="sort_name")
    def full_name(self, speaker: Speaker) -> str:
        """With the form of address."""
        return speaker.full_name

    @admin.display(description=_("from"))
    def affiliation(self, speaker: Speaker) -> str:
        """The institutions."""
        return "; ".join(affiliation.organisation_name for affiliation in speaker.affiliations.all())

    @admin.display(description=_("portrait"), boolean=True)
    def has_portrait(self, speaker: Speaker) -> bool:
        """Whether there is one."""
        return bool(speaker.portrait)
