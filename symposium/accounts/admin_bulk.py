"""Lists whose rows can be changed together."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from symposium.accounts.admin_base import ScopedAdmin
from symposium.accounts.bulk import MOST, BulkField
from symposium.accounts.bulk_pages import BulkPages


class BulkEdit(ScopedAdmin):
    """A list whose rows can be changed together."""

    # Columns that can be set, or fields of their own (``bulk.Shifts``).
    bulk_fields: ClassVar[Sequence[str | BulkField]] = ()
    actions: Any = ("bulk_change",)

    # --- what a page may say otherwise -----------------------------------------------------------------------------

    def apply_bulk(self, _request: HttpRequest, obj: Any, values: dict[str, Any]) -> None:
        """Give a row its new values and save it. Raises ValidationError, Refused or IntegrityError to refuse."""
        for name, value in values.items():
            setattr(obj, name, value)
        obj.full_clean()
        obj.save()

    def may_bulk(self, request: HttpRequest, obj: Any, one: BulkField) -> bool:
        """Whether the user may change that of a row."""
        return self.has_change_permission(request, obj) and not set(one.columns) & set(
            self.get_readonly_fields(request, obj)
        )

    def bulk_rows(self, request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
        """The rows as they are changed, in the order of the list."""
        return list(rows)

    def bulk_key(self, row: Any) -> Any:
        """By what a row is asked for again."""
        return row.pk

    def bulk_value(self, row: Any, name: str) -> Any:
        """What stands in a column of a row, or will once what waits is published."""
        return getattr(row, name)

    # --- the way to it ---------------------------------------------------------------------------------------------

    @admin.action(description=_("Change …"), permissions=["change"])
    def bulk_change(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Of the chosen rows, or of all that the list holds as it is filtered."""
        chosen = list(self.within(request, queryset, self.may_change).values_list("pk", flat=True)[: MOST + 1])
        if len(chosen) > MOST:
            words = _now(
                "These are too many to look through: at most %(most)d are changed at once. Filter the list first."
            )
            self.message_user(request, words % {"most": MOST}, messages.WARNING)
            return None
        pages = BulkPages(self, request)
        return pages.choose(pages.rows(chosen))

    def get_urls(self) -> list[Any]:
        def page(view: Callable[[BulkPages], HttpResponse], *methods: str) -> Callable[..., HttpResponse]:
            def answer(request: HttpRequest) -> HttpResponse:
                return self._answer(request, lambda: view(BulkPages(self, request)))

            return self.admin_site.admin_view(require_http_methods(methods)(answer))

        name = f"{self.opts.app_label}_{self.opts.model_name}_bulk"
        own = [
            path("bulk/", page(BulkPages.view, "POST"), name=name),
            path("bulk/undo/", page(BulkPages.undo_view, "GET", "HEAD", "POST"), name=f"{name}_undo"),
        ]
        return [*own, *super().get_urls()]

    def saves_in_parts(self, request: HttpRequest) -> bool:
        """These pages publish by themselves, and what they rehearse not at all."""
        match = request.resolver_match
        is_bulk = match is not None and "_bulk" in (match.url_name or "")
        return is_bulk or super().saves_in_parts(request)
