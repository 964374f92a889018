"""The pages on which many rows of a list are changed: choose what, look at what it would do, do it, take it back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from symposium.accounts.admin_base import event_in_hand, number_in
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

# Where the last change is kept in the session, to be taken back.
KEPT = "bulk_change"


class BulkPages:
    """One request to them; ``page`` is the list's own (``admin_bulk.BulkEdit``)."""

    def __init__(self, page: Any, request: HttpRequest) -> None:
        self.page, self.request = page, request

    def view(self) -> HttpResponse:
        """What was chosen, looked at or confirmed."""
        if not self.page.has_change_permission(self.request):
            raise PermissionDenied
        sent = [number_in(text) for text in self.request.POST.get("rows", "").split(",")[:MOST]]
        rows = self.rows([pk for pk in sent if pk is not None])
        form = self._form(rows, self.request.POST) if rows else None
        if form is None or "again" in self.request.POST or not form.is_valid():
            return self.choose(rows, form)
        if "sure" not in self.request.POST:
            return self._preview(form, self._lines(form, rows))
        with transaction.atomic():
            # One after the other: who presses twice finds the second time what the first has done.
            self._hold()
            return self._do(form, self._anew(form, rows))

    def undo_view(self) -> HttpResponse:
        """The last change of this list: what taking it back would do; with a press, it is taken back."""
        if not self.page.has_change_permission(self.request):
            raise PermissionDenied
        with transaction.atomic():
            lines = self._lines_back(holds=self.request.method == "POST")
            fine = [line for line in lines if not line.problem]
            if self.request.method == "POST" and fine and save_all(self.page, self.request, fine):
                self.request.session.pop(KEPT, None)
                self._log(fine)
                words = ngettext("%d is as it was before.", "%d are as they were before.", len(fine)) % len(fine)
                self.page.message_user(self.request, words, messages.SUCCESS)
                return redirect(self._list_url())
        return self._show("undo", _("Take the change back"), lines=lines, fine=fine)

    def _do(self, form: BulkForm, lines: list[Line]) -> HttpResponse:
        if self.request.POST.get("mark") != mark_of(lines):
            words = _(
                "Somebody has changed some of these meanwhile, or it was done already. This is how it stands now."
            )
            self.page.message_user(self.request, words, messages.WARNING)
            return self._preview(form, lines)
        left_out = set(self.request.POST.get("left_out", "").split(","))
        fine = [line for line in lines if line.is_new and not line.problem and str(line.key) not in left_out]
        if not save_all(self.page, self.request, fine):
            rows = [line.row for line in lines]
            return self._preview(form, self._anew(form, rows))
        self._keep(fine)
        self._log(fine)
        self._say_done(len(fine))
        return redirect(self._list_url())

    def _lines(self, form: BulkForm, rows: list[Any]) -> list[Line]:
        given = form.given()
        lines = lines_of(self.page, rows, given)
        for line in lines:
            if not all(self.page.may_bulk(self.request, line.row, one) for one in given):
                line.problem = _("You may not change that here.")
        return lines

    def _anew(self, form: BulkForm, rows: list[Any]) -> list[Line]:
        """What would become of the rows as the database has them now."""
        return self._lines(form, self.rows([self.page.bulk_key(row) for row in rows]))

    def _hold(self) -> None:
        """Lock the event in hand, as everybody does who changes what belongs to it."""
        model: Any = self.page.model
        for step in self.page.event_path.split("__"):
            model = model if step == "pk" else model._meta.get_field(step).remote_field.model
        model._base_manager.select_for_update().filter(pk=event_in_hand(self.request)).first()

    def _say_done(self, number: int) -> None:
        done = ngettext("%d is changed.", "%d are changed.", number) % number
        link = format_html('<a href="{}">{}</a>', self._bulk_url("_undo"), _("Take it back"))
        self.page.message_user(
            self.request, format_html("{} {}", done, link) if number else _("Nothing was to be changed.")
        )

    # --- what they stand on ----------------------------------------------------------------------------------------

    def rows(self, chosen: Sequence[Any]) -> list[Any]:
        """Those of the user's own, whose event is in hand from now on; none where they are of several events."""
        found = (
            self.page.get_queryset(self.request)
            .filter(pk__in=chosen[:MOST])
            .order_by(*self.page.get_ordering(self.request), "pk")
        )
        rows = [
            row
            for row in self.page.bulk_rows(self.request, found)
            if self.page.has_change_permission(self.request, row)
        ]
        events = {self.page.event_id_of(row) for row in rows}
        if len(events) != 1:
            return []
        vars(self.request)["_event_in_hand"] = events.pop()
        write_in(self.page.zone_of(self.request, rows[0]))
        return rows

    def _fields(self) -> list[BulkField]:
        return [Sets(one) if isinstance(one, str) else one for one in self.page.bulk_fields]

    def _form(self, rows: list[Any], data: Any = None) -> BulkForm:
        event_id = self.page.event_id_of(rows[0]) or 0
        mine = [one for one in self._fields() if any(self.page.may_bulk(self.request, row, one) for row in rows)]
        return BulkForm({one: one.formfield(self.page, self.request, event_id) for one in mine}, data)

    def choose(self, rows: list[Any], form: BulkForm | None = None) -> HttpResponse:
        if not rows:
            self.page.message_user(
                self.request, _("Choose rows of one event: filter the list by event first."), messages.WARNING
            )
            return redirect(reverse(f"admin:{self.page.opts.app_label}_{self.page.opts.model_name}_changelist"))
        form = form or self._form(rows)
        title = _("Change %(number)d %(things)s") % {"number": len(rows), "things": self._things(len(rows))}
        names = [str(row) for row in rows]
        return self._show("choose", title, rows=rows, form=form, names=names[:12], more=len(names) - 12)

    def _preview(self, form: BulkForm, lines: list[Line]) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "rows": [line.row for line in lines], "mark": mark_of(lines)}
        rehearse(self.page, self.request, lines)
        context["wrong"] = wrong = [line for line in lines if line.problem]
        context["fine"] = [line for line in lines if line.is_new and not line.problem]
        context["same"] = sum(not line.is_new and not line.problem for line in lines)
        context["left_out"] = ",".join(str(line.key) for line in wrong)
        return self._show("preview", _("Look at what changes"), **context)

    def _show(self, template: str, title: str, **context: Any) -> HttpResponse:
        known = {
            **self.page.admin_site.each_context(self.request),
            "opts": self.page.opts,
            "title": title,
            "keys": ",".join(str(self.page.bulk_key(row)) for row in context.get("rows", ())),
            "bulk_url": self._bulk_url(),
            "list_url": self._list_url(),
            **context,
        }
        status = 422 if getattr(context.get("form"), "errors", None) else 200
        response = TemplateResponse(self.request, f"admin/bulk/{template}.html", known, status=status)
        response.headers["Cache-Control"] = PRIVATE
        return response

    def _bulk_url(self, more: str = "") -> str:
        return reverse(f"admin:{self.page.opts.app_label}_{self.page.opts.model_name}_bulk{more}")

    def _list_url(self) -> str:
        event_id = event_in_hand(self.request)
        url = reverse(f"admin:{self.page.opts.app_label}_{self.page.opts.model_name}_changelist")
        return f"{url}?event={event_id}" if event_id else url

    def _things(self, number: int) -> str:
        return str(self.page.opts.verbose_name if number == 1 else self.page.opts.verbose_name_plural)

    def _log(self, lines: Sequence[Line]) -> None:
        for line in lines:
            names = [str(line.row._meta.get_field(name).verbose_name) for name in line.values]
            self.page.log_change(self.request, line.row, [{"changed": {"fields": names}}])

    # --- taking it back --------------------------------------------------------------------------------------------

    def _keep(self, done: Sequence[Line]) -> None:
        """Of each row what it held and holds, in the session: for whoever did it, until they sign out or do another."""
        rows = {
            str(line.key): {
                name: [plain(line.row, name, before), plain(line.row, name, line.values[name])]
                for name, before in line.before.items()
            }
            for line in done
        }
        self.request.session[KEPT] = {"list": self.page.opts.label_lower, "rows": rows}

    def _lines_back(self, *, holds: bool) -> list[Line]:
        kept = self.request.session.get(KEPT) or {}
        if kept.get("list") != self.page.opts.label_lower:
            return []
        rows = self.rows(list(kept["rows"]))
        if holds:
            self._hold()
            rows = self.rows(list(kept["rows"]))
        return [self._line_back(row, kept["rows"][str(self.page.bulk_key(row))]) for row in rows]

    def _line_back(self, row: Any, kept: dict[str, list[str | None]]) -> Line:
        values = {name: read(row, name, before) for name, (before, _after) in kept.items()}
        line = line_of(self.page, row, values)
        if any(plain(row, name, line.before[name]) != after for name, (_before, after) in kept.items()):
            line.problem = _("Somebody has changed this since; it stays as it is now.")
        elif any(before is not None and values[name] is None for name, (before, _after) in kept.items()):
            line.problem = _("What it was before is gone.")
        return line
