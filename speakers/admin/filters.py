"""By what the list of speakers is narrowed."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from speakers.models import Speaker, Stage
from speakers.models.links import STAGES


class StageFilter(admin.SimpleListFilter):
    """How far they have come with their personal link."""

    title = _("personal link")
    parameter_name = "link"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[Any, Any]]:
        return Stage.choices

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Speaker]) -> QuerySet[Speaker]:
        """None for what is no stage."""
        if self.value() is None:
            return queryset
        stage = STAGES.get(self.value())  # type: ignore[call-overload]
        return queryset.none() if stage is None else queryset.filter(stage)


class PortraitFilter(admin.SimpleListFilter):
    """Whether there is a portrait."""

    title = _("portrait")
    parameter_name = "portrait"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[Any, Any]]:
        return [("yes", _("there")), ("no", _("missing"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Speaker]) -> QuerySet[Speaker]:
        """None for what is neither."""
        if self.value() == "yes":
            return queryset.exclude(portrait="")
        if self.value() == "no":
            return queryset.filter(portrait="")
        return queryset if self.value() is None else queryset.none()


class DeletionFilter(admin.SimpleListFilter):
    """Those who ask to have what is held about them deleted; the event's page leads here."""

    title = _("deletion")
    parameter_name = "deletion"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[Any, Any]]:
        return [("asked", _("asked for"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Speaker]) -> QuerySet[Speaker]:
        """None for anything else."""
        if self.value() == "asked":
            return queryset.filter(personal_link__deletion_asked_at__isnull=False)
        return queryset if self.value() is None else queryset.none()
