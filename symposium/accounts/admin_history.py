"""The desk's pages of what became of one object: who changed what, and how it was then, to be restored."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from symposium.accounts.admin_forms import Refusal
from symposium.accounts.models import Membership, Role
from symposium.accounts.scope import EDITORS, events_of, organisations_of, sees_all
from symposium.history.models import Change, Edit
from symposium.history.restoring import CannotRestore, Step, restore, steps_to
from symposium.history.telling import ToldEdit, tell
from symposium.kit.published import Published

PER_PAGE = 30


def number(text: str | None) -> int | None:
    """A key of an edit that came by an address; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None


def hide_strangers(request: HttpRequest, edits: Iterable[Edit]) -> None:
    """Institutions are known at many events: who of another event changed one is not named."""
    shared = [edit for edit in edits if edit.event_id is None]
    if not shared or sees_all(request.user):
        return
    colleagues = Membership.objects.filter(event__in=events_of(request.user, EDITORS))
    known: set[int | None] = set(colleagues.values_list("user", flat=True))
    mine = organisations_of(request.user)
    coordinators = Membership.objects.filter(role=Role.COORDINATOR, organisation__in=mine)
    known |= {*coordinators.values_list("user", flat=True), request.user.pk}
    for edit in shared:
        if edit.user_id not in known and edit.who:
            edit.who = _("somebody of another event")


def page_of_edits(edits: QuerySet[Edit], before: int | None) -> tuple[list[Edit], int | None]:
    """So many of them from the newest, or from an older one; and where the next page begins."""
    older = edits if before is None else edits.filter(pk__lt=before)
    found = list(older.select_related("event").order_by("-pk")[: PER_PAGE + 1])
    return found[:PER_PAGE], found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None


class HistoryPages(admin.ModelAdmin):
    """History and its restoring, for what public pages show; all else has Django's log of actions."""

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<path:object_id>/history/<int:edit>/", view, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        if not issubclass(self.model, Published):
            return super().history_view(request, object_id, *args, **kwargs)
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        # What waits of it in a working copy is told once it is published.
        obj = getattr(obj, "revises", None) or obj
        mine = Change.objects.of(self.opts.label_lower, obj.pk)
        edits, older = page_of_edits(Edit.objects.filter(pk__in=mine.values("edit")), number(request.GET.get("before")))
        hide_strangers(request, edits)
        told = tell(edits, mine.filter(edit__in=edits))
        newest = None if "before" in request.GET or not edits else edits[0].pk
        return self._show(request, "object", obj, title=_("History"), told=told, older=older, newest=newest)

    def restore_view(self, request: HttpRequest, object_id: str, edit: int) -> HttpResponse:
        """How an object was after an edit: what would become of it is looked at, then done."""
        answer = self._answer  # type: ignore[attr-defined]
        return answer(request, lambda: self._restore(request, object_id, edit), publishes_itself=True)  # type: ignore[no-any-return]

    def _restore(self, request: HttpRequest, object_id: str, pk: int) -> HttpResponse:
        obj = self._restorable(request, object_id)
        edit = Edit.objects.filter(pk=pk).first()
        if edit is None or not Change.objects.of(self.opts.label_lower, obj.pk).filter(edit=edit).exists():
            raise Http404
        steps = steps_to(obj, edit, fixed=[str(name) for name in self.get_readonly_fields(request, obj)])
        problems: list[str] = []
        if request.method == "POST":
            chosen = [step for step in steps if step.name in request.POST.getlist("step")]
            words, problems = self._try(request, obj, chosen)
            if not problems:
                self.message_user(request, words, messages.SUCCESS)
                return HttpResponseRedirect(self._address("history", obj))
        hide_strangers(request, [edit])
        told = ToldEdit(edit)
        context = {"steps": steps, "problems": problems, "then": told, "title": _("Restore an earlier state")}
        return self._show(request, "restore", obj, **context)

    def _restorable(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.get_object(request, unquote(object_id)) if issubclass(self.model, Published) else None
        if obj is None:
            raise Http404
        sees = self.has_role(request, self.may_see_history, obj)  # type: ignore[attr-defined]
        if not sees or not self.has_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def _try(self, request: HttpRequest, obj: Any, steps: list[Step]) -> tuple[str, list[str]]:
        """Do the steps: what is said of it, and what stands against them. Nothing is done then."""
        if not steps:
            return "", [_("Choose at least one thing to restore.")]
        try:
            return self.put_back(request, obj, steps), []
        except CannotRestore as refused:
            return "", refused.problems
        except IntegrityError as error:
            return "", [Refusal.of(error).message]

    def put_back(self, request: HttpRequest, obj: Any, steps: list[Step]) -> str:
        """Do what was chosen, and say so; for a page whose saves wait for something else.

        Raises CannotRestore, IntegrityError.
        """
        restore(steps, user=request.user)
        return _("It is as it was then. What it was until now stands in the history and can be restored too.")

    def _address(self, page: str, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[obj.pk])

    def _show(self, request: HttpRequest, template: str, obj: Any, **context: Any) -> TemplateResponse:
        known = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": obj,
            "subtitle": str(obj),
            "may_restore": self.has_change_permission(request, obj),
            "history_url": self._address("history", obj),
            "restore_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_restore",
            **context,
        }
        return TemplateResponse(request, f"admin/history/{template}.html", known)
