"""What happened at an event: who changed what, from what to what; and what was deleted and may come back."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from symposium.accounts.admin_base import NOBODY, ScopedAdmin, event_in_hand, may, number_in
from symposium.accounts.admin_forms import Refusal
from symposium.accounts.admin_history import page_of_edits
from symposium.accounts.scope import EDITORS, events_of, sees_all
from symposium.events.models import Event
from symposium.history.forgetting import forget_deleted
from symposium.history.models import Change, ChangeQuerySet, Edit
from symposium.history.recovering import bring_back, what_comes_back
from symposium.history.restoring import CannotRestore
from symposium.history.telling import tell
from symposium.history.values import model_of

MOST_DELETED = 200


def noun_of(change: Change) -> str:
    """What kind of thing it is, or was."""
    model = model_of(change.model)
    return str(capfirst(model._meta.verbose_name)) if model else change.model


@admin.register(Edit)
class EditAdmin(ScopedAdmin):
    """The whole of what happened at an event, and what can be brought back."""

    may_view = EDITORS
    may_add = may_change = may_delete = may_choose = may_see_history = NOBODY
    is_entrance = True
    desk_order = 72

    def get_urls(self) -> list[Any]:
        def page(view: Any) -> Any:
            def answer(request: HttpRequest, **found: Any) -> HttpResponse:
                return self._answer(request, lambda: view(request, **found), self.take_in_hand, publishes_itself=True)

            return self.admin_site.admin_view(answer)

        return [
            path("deleted/", page(self.deleted_view), name="history_edit_deleted"),
            path("deleted/<int:pk>/", page(self.back_view), name="history_edit_back"),
            *super().get_urls(),
        ]

    def count_at(self, _request: HttpRequest, _event_id: int) -> None:
        """A number says nothing."""

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """What was deleted."""
        if not may(request, self.may_view, event_id):
            return []
        return [(_("deleted"), f"{reverse('admin:history_edit_deleted')}?event={event_id}")]

    # --- what the user may see -------------------------------------------------------------------------------------

    def _pages(self, request: HttpRequest, event_id: int | None) -> dict[str, ScopedAdmin]:
        """The pages whose history is the user's to see at that event, by the label of what they show."""
        pages = [page for page in self.admin_site._registry.values() if isinstance(page, ScopedAdmin)]
        return {page.opts.label_lower: page for page in pages if may(request, page.may_see_history, event_id)}

    def _seen(self, request: HttpRequest, event_id: int | None) -> ChangeQuerySet:
        """The changes that the user may see there: of what has a page by its roles, of parts by those of the whole."""
        if sees_all(request.user):
            return Change.objects.all()
        mine = self._pages(request, event_id)
        paged = [page.opts.label_lower for page in self.admin_site._registry.values()]
        return Change.objects.filter(Q(model__in=mine) | Q(whole__in=mine) & ~Q(model__in=paged))

    def _events(self, request: HttpRequest) -> QuerySet[Event]:
        events = Event.objects.order_by("-starts_at")
        return events if sees_all(request.user) else events.filter(pk__in=events_of(request.user, EDITORS))

    def _choose(self, request: HttpRequest, title: str, address: str) -> HttpResponse:
        """At which event."""
        events = self._events(request).values_list("name", "pk")[:200]
        named = [(name, f"{address}?event={pk}") for name, pk in events]
        return self._page(request, "choose", title=title, events=named)

    # --- what happened ---------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """All that happened at one event, the newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._answer(request, lambda: self._list(request), self.take_in_hand)

    def _list(self, request: HttpRequest) -> HttpResponse:
        event_id = event_in_hand(request)
        if event_id is None:
            return self._choose(request, _("What happened"), reverse("admin:history_edit_changelist"))
        seen = self._seen(request, event_id)
        chosen, wanted = self._chosen(request, seen)
        edits = Edit.objects.filter(wanted, Exists(chosen.filter(edit=OuterRef("pk"))), event=event_id)
        found, older = page_of_edits(edits, number_in(request.GET.get("before")))
        told = tell(found, chosen.filter(edit__in=found))
        query = request.GET.copy()
        query["before"] = str(older or "")
        return self._page(
            request,
            "list",
            title=_("What happened"),
            event=Event.objects.get(pk=event_id),
            told=told,
            older=query.urlencode() if older else "",
            is_older="before" in request.GET,
            is_narrowed=any(request.GET.get(name) for name in ("who", "kind", "day")),
            **self._choices(request, event_id),
        )

    def _chosen(self, request: HttpRequest, seen: ChangeQuerySet) -> tuple[ChangeQuerySet, Q]:
        """What the filters leave; what is no choice of theirs leaves all."""
        wanted = Q()
        if who := number_in(request.GET.get("who")):
            wanted &= Q(user=who)
        if kind := model_of(request.GET.get("kind", "")):
            seen = seen.filter(model=kind._meta.label_lower)
        if day := _day(request.GET.get("day", "")):
            first = datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
            wanted &= Q(at__gte=first, at__lt=first + timedelta(days=1))
        return seen, wanted

    def _choices(self, request: HttpRequest, event_id: int) -> dict[str, Any]:
        people = Edit.objects.filter(event=event_id).exclude(user=None).order_by().values_list("user", "who").distinct()
        labels = Change.objects.filter(edit__event=event_id).order_by().values_list("model", flat=True).distinct()
        seen = self._seen(request, event_id).filter(edit__event=event_id, model__in=labels)
        kinds = {label: model_of(label) for label in seen.order_by().values_list("model", flat=True).distinct()}
        named: dict[int, str] = dict(people)
        return {
            "people": sorted(named.items(), key=lambda one: one[1]),
            "kinds": sorted(
                ((label, str(capfirst(model._meta.verbose_name_plural))) for label, model in kinds.items() if model),
                key=lambda one: one[1],
            ),
            "who": request.GET.get("who", ""),
            "kind": request.GET.get("kind", ""),
            "day": request.GET.get("day", ""),
        }

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """One thing that happened, whole. Nobody writes one."""
        pk = number_in(object_id)
        edit = self.get_queryset(request).filter(pk=pk).first() if pk else None
        if request.method == "POST" or object_id is None or not self.has_view_permission(request, edit):
            raise PermissionDenied
        if edit is None:
            raise Http404

        def show() -> HttpResponse:
            self.get_object(request, object_id)
            told = tell([edit], self._seen(request, edit.event_id).filter(edit=edit), most=None)
            return self._page(request, "one", title=_("What happened"), event=edit.event, told=told[0])

        return self._answer(request, show)

    # --- what was deleted ------------------------------------------------------------------------------------------

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """What was deleted in the last 30 days: of one event; for whoever runs the server, also whole events."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        event_id = event_in_hand(request)
        if event_id is None and not sees_all(request.user):
            return self._choose(request, _("Deleted"), reverse("admin:history_edit_deleted"))
        gone = self._seen(request, event_id).recoverable()
        at_none = ~Q(edit__event__in=Event.objects.values("pk")) | Q(edit__event=None)
        gone = gone.filter(edit__event=event_id) if event_id else gone.filter(at_none)
        found = list(gone.select_related("edit").order_by("-pk")[:MOST_DELETED])
        rows = [(change, noun_of(change), self._may_bring_back(request, change, event_id)) for change in found]
        event = Event.objects.filter(pk=event_id).first() if event_id else None
        return self._page(request, "deleted", title=_("Deleted"), event=event, rows=rows)

    def _may_bring_back(self, request: HttpRequest, change: Change, event_id: int | None) -> bool:
        """Whoever may add such a thing there; a part, whoever may change what it is a part of."""
        page: Any = self._pages(request, event_id).get(change.model)
        if page is not None:
            return may(request, page.may_add, event_id) or (page.model is Event and sees_all(request.user))
        whole: Any = self._pages(request, event_id).get(change.whole)
        return sees_all(request.user) or (whole is not None and may(request, whole.may_change, event_id))

    def back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would come back with it; then it does, or is forgotten for good."""
        change = Change.objects.recoverable().select_related("edit").filter(pk=pk).first()
        event_id = change.edit.event_id if change else None
        if change is None or not self._seen(request, event_id).filter(pk=pk).exists():
            raise Http404
        if not self._may_bring_back(request, change, event_id):
            raise PermissionDenied
        event = Event.objects.filter(pk=event_id).first() if event_id else None
        problems: list[str] = []
        if request.method == "POST":
            here = reverse("admin:history_edit_deleted") + (f"?event={event.pk}" if event else "")
            if "forget" in request.POST:
                forget_deleted(change)
                self.message_user(request, _("It is forgotten for good."), messages.SUCCESS)
                return HttpResponseRedirect(here)
            problems = self._bring_back(request, change)
            if not problems:
                return HttpResponseRedirect(here)
        mine, loosened = what_comes_back(change)
        parts = [(noun_of(one), one.title) for one in mine if one.pk != change.pk]
        found = {"change": change, "noun": noun_of(change), "parts": parts, "loosened": loosened}
        return self._page(request, "back", title=_("Bring back"), event=event, problems=problems, **found)

    def _bring_back(self, request: HttpRequest, change: Change) -> list[str]:
        try:
            obj = bring_back(change, user=request.user)
        except CannotRestore as refused:
            return refused.problems
        except IntegrityError as error:
            return [Refusal.of(error).message]
        words = _("%(kind)s “%(name)s” is back, with all that went with it.")
        self.message_user(request, words % {"kind": noun_of(change), "name": obj}, messages.SUCCESS)
        return []

    def _page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        known = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/history/{template}.html", known)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
