"""Files that were brought: what each would do, or did; the deeds of one stand on its page."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import may, number_in
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.accounts.admin_pages import user_of
from symposium.accounts.scope import sees_all
from symposium.events.models import Event
from symposium.exchange import services
from symposium.exchange.admin.clones import ClonePages
from symposium.exchange.admin.exports import ExportPages
from symposium.exchange.admin.looks import look_of
from symposium.exchange.forms import BringForm
from symposium.exchange.models import WAITING, Import
from symposium.exchange.permissions import Action
from symposium.exchange.readers import READERS, known_as

State = Import.State


@admin.register(Import)
class ImportAdmin(ExportPages, ClonePages):
    """Who brought what, and what became of it."""

    may_view = Action.IMPORT.roles
    desk_order = 70
    list_display = ("file_name", "source_label", "state", "brought", "who", "event")
    list_filter = (EventFilter, "state")
    list_select_related = ("event", "user")
    ordering = ("-created_at", "-pk")
    sortable_by = ()
    change_list_template = "admin/exchange/change_list.html"

    # --- lists -----------------------------------------------------------------------------------------------------

    @admin.display(description=_("kind of file"))
    def source_label(self, kept: Import) -> str:
        """What it is, for people."""
        reader = known_as(kept.source)
        return str(reader.label) if reader else kept.source

    @admin.display(description=_("brought"))
    def brought(self, kept: Import) -> str:
        """On the event's wall."""
        return on_the_wall(kept.created_at, kept.event.timezone if kept.event else "UTC")

    @admin.display(description=_("who"))
    def who(self, kept: Import) -> str:
        """Who brought it."""
        return str(kept.user or "")

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        ways = [(_now("Import"), "bring", Action.IMPORT), (_now("Export"), "export", Action.EXPORT_TABLES)]
        found = [
            (words, f"{reverse(f'admin:exchange_import_{name}')}?event={event_id}")
            for words, name, action in ways
            if may(request, action.roles, event_id)
        ]
        return found + self.way_to_clone(request, event_id)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the way to another."""
        event_id = number_in(request.GET.get("event"))
        address = reverse("admin:exchange_import_bring")
        mine = f"{address}?event={event_id}" if event_id and may(request, Action.IMPORT.roles, event_id) else ""
        context = {"bring_url": mine or (address if sees_all(request.user) else "")}
        found: HttpResponse = super().changelist_view(request, (extra_context or {}) | context)
        return found

    def get_urls(self) -> list[Any]:
        further = [*self.export_urls(), *self.clone_urls(), self.further("bring/", self.bring, "bring")]
        return [*further, *super().get_urls()]

    # --- bringing one ----------------------------------------------------------------------------------------------

    def bring(self, request: HttpRequest) -> HttpResponse:
        """Choose a file: for the event that the address names, or for a new one."""
        event = self._event_to_fill(request)
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        form = BringForm(*data, is_new=event is None)
        if request.method == "POST" and form.is_valid():
            try:
                kept = services.bring(
                    form.cleaned_data["file"], event=event, user=user_of(request), takes_event=form.takes_all
                )
            except services.NotReadableError as error:
                form.add_error("file", str(error))
            else:
                return redirect("admin:exchange_import_change", kept.pk)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        context = {"title": _now("Import"), "event": event, "form": form, "readers": READERS}
        return self.show(request, "bring", context, status=status)

    def _event_to_fill(self, request: HttpRequest) -> Event | None:
        if "event" in request.GET:
            return self.event_for(request, Action.IMPORT)
        if not may(request, Action.MAKE_EVENT.roles, None):
            raise PermissionDenied
        return None

    # --- one that was brought --------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, _form_url: str = "", _extra: Any = None
    ) -> HttpResponse:
        """What it would do or did, and what can be done about it."""
        return self._answer(request, lambda: self._page_of(request, object_id))

    def _page_of(self, request: HttpRequest, object_id: str) -> HttpResponse:
        kept = self.get_object(request, object_id)
        if kept is None:
            raise Http404
        if not self.has_view_permission(request, kept) or (kept.event is None and not sees_all(request.user)):
            raise PermissionDenied
        form = self._questions(kept, request)
        if request.method == "POST":
            return self._do(request, kept, form)
        if request.GET.get("part") == "progress":
            return self._progress(request, kept)
        return self._show_one(request, kept, form)

    def _progress(self, request: HttpRequest, kept: Import) -> HttpResponse:
        """How far it is, for the script of the page; nothing once it is done."""
        if kept.state not in WAITING:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return self.show(request, "_progress", {"kept": kept})

    def _questions(self, kept: Import, request: HttpRequest) -> Any:
        """The reader's form while it asks, else None."""
        reader = known_as(kept.source)
        if kept.state != State.ASKING or reader is None:
            return None
        asked = services.asks(reader, kept.path, kept.file_name, kept.event)
        return asked(request.POST if "answer" in request.POST else None) if asked else None

    def _show_one(self, request: HttpRequest, kept: Import, form: Any, *, status: int = 200) -> HttpResponse:
        context = {
            "title": kept.file_name,
            "event": kept.event,
            "kept": kept,
            "form": form,
            "label": self.source_label(kept),
            "look": look_of(kept),
            "is_waiting": kept.state in WAITING,
            "can_be_undone": kept.state == State.DONE and bool(kept.undo),
        }
        return self.show(request, "import", context, status=status)

    def _do(self, request: HttpRequest, kept: Import, form: Any) -> HttpResponse:
        if "answer" in request.POST and form is not None:
            if not form.is_valid():
                return self._show_one(request, kept, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
            services.answer(kept, {name: str(value) for name, value in form.cleaned_data.items()})
        elif "again" in request.POST:
            services.look_again(kept)
        elif "go" in request.POST:
            services.go_on(kept)
        elif "undo" in request.POST:
            services.undo(kept, user=user_of(request))
        else:
            raise Http404
        return redirect("admin:exchange_import_change", kept.pk)
