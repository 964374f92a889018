"""Pages on which many rows of a list are changed: choose what, look at what it would do, do all of it, take it back."""

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from symposium.accounts.admin_base import ScopedAdmin, event_in_hand, number_in
from symposium.accounts.admin_pages import write_in
from symposium.accounts.bulk import (
    MOST,
    BulkField,
    BulkForm,
    Line,
    Sets,
    line_of,
    lines_of,
    mark_of,
    plain,
    read,
    rehearse,
    save_all,
)
from symposium.kit.pages import PRIVATE

# Where the last change is kept, to be taken back.
KEPT = "bulk_change"


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
        return self._choose(request, self._rows(request, chosen))

    def get_urls(self) -> list[Any]:
        def page(view: Callable[..., HttpResponse], *methods: str) -> Callable[..., HttpResponse]:
            def answer(request: HttpRequest) -> HttpResponse:
                return self._answer(request, lambda: view(request))

            return update_wrapper(self.admin_site.admin_view(require_http_methods(methods)(answer)), view)

        name = f"{self.opts.app_label}_{self.opts.model_name}_bulk"
        own = [
            path("bulk/", page(self.bulk_view, "POST"), name=name),
            path("bulk/undo/", page(self.bulk_undo_view, "GET", "HEAD", "POST"), name=f"{name}_undo"),
        ]
        return [*own, *super().get_urls()]

    def saves_in_parts(self, request: HttpRequest) -> bool:
        """These pages publish by themselves, and what they rehearse not at all."""
        match = request.resolver_match
        is_bulk = match is not None and "_bulk" in (match.url_name or "")
        return is_bulk or super().saves_in_parts(request)

    # --- the pages -------------------------------------------------------------------------------------------------

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """What was chosen, looked at or confirmed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        sent = [number_in(text) for text in request.POST.get("rows", "").split(",")[:MOST]]
        rows = self._rows(request, [pk for pk in sent if pk is not None])
        form = self._form(request, rows, request.POST) if rows else None
        if form is None or "again" in request.POST or not form.is_valid():
            return self._choose(request, rows, form)
        if "sure" not in request.POST:
            return self._preview(request, form, self._lines(request, form, rows))
        with transaction.atomic():
            # One after the other: who presses twice finds the second time what the first has done.
            self._hold(request)
            return self._do(request, form, self._anew(request, form, rows))

    def bulk_undo_view(self, request: HttpRequest) -> HttpResponse:
        """The last change of this list: what taking it back would do; with a press, it is taken back."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            lines = self._lines_back(request, holds=request.method == "POST")
            fine = [line for line in lines if not line.problem]
            if request.method == "POST" and fine and save_all(self, request, fine):
                request.session.pop(KEPT, None)
                self._log(request, fine)
                words = ngettext("%d is as it was before.", "%d are as they were before.", len(fine)) % len(fine)
                self.message_user(request, words, messages.SUCCESS)
                return redirect(self._list_url(request))
        return self._show(request, "undo", _now("Take the change back"), lines=lines, fine=fine)

    def _do(self, request: HttpRequest, form: BulkForm, lines: list[Line]) -> HttpResponse:
        if request.POST.get("mark") != mark_of(lines):
            words = _now(
                "Somebody has changed some of these meanwhile, or it was done already. This is how it stands now."
            )
            self.message_user(request, words, messages.WARNING)
            return self._preview(request, form, lines)
        left_out = set(request.POST.get("left_out", "").split(","))
        fine = [line for line in lines if line.is_new and not line.problem and str(line.key) not in left_out]
        if not save_all(self, request, fine):
            rows = [line.row for line in lines]
            return self._preview(request, form, self._anew(request, form, rows))
        self._keep(request, fine)
        self._log(request, fine)
        self._say_done(request, len(fine))
        return redirect(self._list_url(request))

    def _lines(self, request: HttpRequest, form: BulkForm, rows: list[Any]) -> list[Line]:
        given = form.given()
        lines = lines_of(self, rows, given)
        for line in lines:
            if not all(self.may_bulk(request, line.row, one) for one in given):
                line.problem = _now("You may not change that here.")
        return lines

    def _anew(self, request: HttpRequest, form: BulkForm, rows: list[Any]) -> list[Line]:
        """What would become of the rows as the database has them now."""
        return self._lines(request, form, self._rows(request, [self.bulk_key(row) for row in rows]))

    def _hold(self, request: HttpRequest) -> None:
        """Lock the event in hand, as everybody does who changes what belongs to it."""
        model: Any = self.model
        for step in self.event_path.split("__"):
            model = model if step == "pk" else model._meta.get_field(step).remote_field.model
        model._base_manager.select_for_update().filter(pk=event_in_hand(request)).first()

    def _say_done(self, request: HttpRequest, number: int) -> None:
        done = ngettext("%d is changed.", "%d are changed.", number) % number
        link = format_html('<a href="{}">{}</a>', self._bulk_url("_undo"), _now("Take it back"))
        self.message_user(request, format_html("{} {}", done, link) if number else _now("Nothing was to be changed."))

    # --- what they stand on ----------------------------------------------------------------------------------------

    def _rows(self, request: HttpRequest, chosen: Sequence[Any]) -> list[Any]:
        """Those of the user's own, whose event is in hand from now on; none where they are of several events."""
        found = self.get_queryset(request).filter(pk__in=chosen[:MOST]).order_by(*self.get_ordering(request), "pk")
        rows = [row for row in self.bulk_rows(request, found) if self.has_change_permission(request, row)]
        events = {self.event_id_of(row) for row in rows}
        if len(events) != 1:
            return []
        vars(request)["_event_in_hand"] = events.pop()
        write_in(self.zone_of(request, rows[0]))
        return rows

    def _fields(self) -> list[BulkField]:
        return [Sets(one) if isinstance(one, str) else one for one in self.bulk_fields]

    def _form(self, request: HttpRequest, rows: list[Any], data: Any = None) -> BulkForm:
        event_id = self.event_id_of(rows[0]) or 0
        mine = [one for one in self._fields() if any(self.may_bulk(request, row, one) for row in rows)]
        return BulkForm({one: one.formfield(self, request, event_id) for one in mine}, data)

    def _choose(self, request: HttpRequest, rows: list[Any], form: BulkForm | None = None) -> HttpResponse:
        if not rows:
            self.message_user(
                request, _now("Choose rows of one event: filter the list by event first."), messages.WARNING
            )
            return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        form = form or self._form(request, rows)
        title = _now("Change %(number)d %(things)s") % {"number": len(rows), "things": self._things(len(rows))}
        names = [str(row) for row in rows]
        return self._show(request, "choose", title, rows=rows, form=form, names=names[:12], more=len(names) - 12)

    def _preview(self, request: HttpRequest, form: BulkForm, lines: list[Line]) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "rows": [line.row for line in lines], "mark": mark_of(lines)}
        rehearse(self, request, lines)
        context["wrong"] = wrong = [line for line in lines if line.problem]
        context["fine"] = [line for line in lines if line.is_new and not line.problem]
        context["same"] = sum(not line.is_new and not line.problem for line in lines)
        context["left_out"] = ",".join(str(line.key) for line in wrong)
        return self._show(request, "preview", _now("Look at what changes"), **context)

    def _show(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        known = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "keys": ",".join(str(self.bulk_key(row)) for row in context.get("rows", ())),
            "bulk_url": self._bulk_url(),
            "list_url": self._list_url(request),
            **context,
        }
        status = 422 if getattr(context.get("form"), "errors", None) else 200
        response = TemplateResponse(request, f"admin/bulk/{template}.html", known, status=status)
        response.headers["Cache-Control"] = PRIVATE
        return response

    def _bulk_url(self, more: str = "") -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_bulk{more}")

    def _list_url(self, request: HttpRequest) -> str:
        event_id = event_in_hand(request)
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return f"{url}?event={event_id}" if event_id else url

    def _things(self, number: int) -> str:
        return str(self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural)

    def _log(self, request: HttpRequest, lines: Sequence[Line]) -> None:
        for line in lines:
            names = [str(line.row._meta.get_field(name).verbose_name) for name in line.values]
            self.log_change(request, line.row, [{"changed": {"fields": names}}])

    # --- taking it back --------------------------------------------------------------------------------------------

    def _keep(self, request: HttpRequest, done: Sequence[Line]) -> None:
        """Of each row what it held and holds, in the session: for whoever did it, until they sign out or do another."""
        rows = {
            str(line.key): {
                name: [plain(line.row, name, before), plain(line.row, name, line.values[name])]
                for name, before in line.before.items()
            }
            for line in done
        }
        request.session[KEPT] = {"list": self.opts.label_lower, "rows": rows}

    def _lines_back(self, request: HttpRequest, *, holds: bool) -> list[Line]:
        kept = request.session.get(KEPT) or {}
        if kept.get("list") != self.opts.label_lower:
            return []
        rows = self._rows(request, list(kept["rows"]))
        if holds:
            self._hold(request)
            rows = self._rows(request, list(kept["rows"]))
        return [self._line_back(row, kept["rows"][str(self.bulk_key(row))]) for row in rows]

    def _line_back(self, row: Any, kept: dict[str, list[str | None]]) -> Line:
        values = {name: read(row, name, before) for name, (before, _after) in kept.items()}
        line = line_of(self, row, values)
        if any(plain(row, name, line.before[name]) != after for name, (_before, after) in kept.items()):
            line.problem = _now("Somebody has changed this since; it stays as it is now.")
        elif any(before is not None and values[name] is None for name, (before, _after) in kept.items()):
            line.problem = _now("What it was before is gone.")
        return line
