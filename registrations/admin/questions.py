"""Questions of the form: written by organisers, put in order by dragging or by buttons, kept with their answers."""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations.admin.asking import event_of, further
from registrations.exceptions import QuestionOrderError
from registrations.forms.people import Asking, PersonForm
from registrations.forms.question_editing import ASK_ANEW, QuestionForm, WaysForm, deciding_questions
from registrations.forms.questions import branches_of
from registrations.models import Allocation, Question
from registrations.permissions import Action
from registrations.services import asking
from symposium.accounts.admin_base import NOBODY, ScopedAdmin, event_in_hand, may
from symposium.accounts.admin_lists import EventFilter
from symposium.events.models import Event
from symposium.kit.pages import respond


@admin.register(Question)
class QuestionAdmin(ScopedAdmin):
    """The questions of an event in their order. What the form shows changes with each save, so each is published."""

    form = QuestionForm
    may_view = Action.SEE_QUESTIONS.roles
    may_add = may_change = may_delete = may_see_history = Action.CHANGE_QUESTIONS.roles
    may_choose = NOBODY
    is_entrance = True
    desk_order = 35
    list_display = ("label", "kind", "is_required", "is_retired", "answered", "event")
    list_filter = (EventFilter,)
    list_select_related = ("shown_after", "allocation__organisation", "event")
    ordering = ("event", "is_retired", "position", "pk")
    sortable_by = ()
    list_per_page = 200
    change_list_template = "admin/registrations/question/change_list.html"
    change_form_template = "admin/registrations/question/change_form.html"
    fieldsets = (
        (None, {"fields": ("event", "label", "help", "kind", "choices", "is_required")}),
        (
            _("Who is asked"),
            {
                "fields": ("shown_after", "shown_if", "mode", "allocation"),
                "description": _("Left empty: everybody."),
            },
        ),
        (_("Later"), {"fields": ("is_retired",)}),
    )

    # --- what is shown ---------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each with how often it was answered."""
        real = Q(answers__registration__shadow_of=None)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(answered_by=Count("answers", filter=real))
        return rows

    @admin.display(description=_("answers"))
    def answered(self, question: Any) -> int:
        """How often it was answered."""
        number: int = question.answered_by
        return number

    def get_fieldsets(self, _request: HttpRequest, obj: Question | None = None) -> Any:
        return self.fieldsets if obj else self.fieldsets[:-1]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        event_id = event_in_hand(request)
        if db_field.name == "shown_after":
            kwargs["queryset"] = self._before(request, event_id)
        elif db_field.name == "allocation":
            blocks = Allocation.objects.select_related("organisation").order_by("organisation__name")
            kwargs["queryset"] = blocks.filter(event=event_id) if event_id else blocks.none()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name in {"shown_after", "allocation"}:
            field.error_messages["invalid_choice"] = _now("This is not one of this event's. Choose another.")
            for what in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{what}_related", False)
        return field

    def _before(self, request: HttpRequest, event_id: int | None) -> QuerySet[Question]:
        """On which of the event's questions the one in hand can depend."""
        if event_id is None:
            return Question.objects.none()
        rows: QuerySet[Question] = deciding_questions(event_id, vars(request).get("_question_in_hand"))
        return rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        vars(request)["_question_in_hand"] = found
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """In the order in which they are asked; of one event they can be moved."""
        self.take_in_hand(request)
        event_id = event_in_hand(request)
        arranging = event_id is not None and may(request, self.may_change, event_id)
        context = {"arranged": event_id if arranging else None, "preview": self._preview_of(event_id)}
        found: HttpResponse = super().changelist_view(request, (extra_context or {}) | context)
        return found

    @staticmethod
    def _preview_of(event_id: int | None) -> str:
        return f"{reverse('admin:registrations_question_preview')}?event={event_id}" if event_id else ""

    # --- the order -------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        own = [
            further(self, "order/", self.order_view, "order"),
            further(self, "preview/", self.preview_view, "preview"),
        ]
        return [*own, *super().get_urls()]

    def order_view(self, request: HttpRequest) -> HttpResponse:
        """Move one (``up``, ``down``), or put all in an order (``order``, a JSON list of keys; answers with JSON)."""
        event = event_of(request)
        if request.method != "POST" or not may(request, self.may_change, event.pk):
            raise PermissionDenied
        refused = self._arrange(event, request)
        if "order" in request.POST:
            return JsonResponse({"refused": refused}, status=409 if refused else 200)
        if refused:
            self.message_user(request, refused, messages.ERROR)
        return redirect(f"{reverse('admin:registrations_question_changelist')}?event={event.pk}")

    @staticmethod
    def _arrange(event: Event, request: HttpRequest) -> str:
        """Why the order stays as it is; empty when it is the new one."""
        by = {"up": -1, "down": 1}
        try:
            if "order" in request.POST:
                asking.arrange(event, _numbers(request.POST["order"]))
            for name in by.keys() & request.POST.keys():
                found = Question.objects.filter(event=event, pk__in=_numbers(f"[{request.POST[name]}]")).first()
                if found:
                    asking.move(found, by[name])
        except QuestionOrderError as error:
            words = _now("“%(question)s” is asked only after an answer to “%(before)s”, so it stays below it.")
            return words % {"question": error.question, "before": error.before}
        return ""

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """The questions as guests see them; nothing can be sent."""
        event = event_of(request)
        if not may(request, self.may_view, event.pk):
            raise PermissionDenied
        context = {
            "event": event,
            "venue": getattr(event, "venue", None),
            "ways": WaysForm() if len(event.modes) > 1 else None,
            "branches": branches_of(PersonForm(asking=Asking.of(event))),
            "back": f"{reverse('admin:registrations_question_changelist')}?event={event.pk}",
            "is_preview": True,
            "path": request.path,
        }
        return respond(request, "registrations/questions.html", context, look=event.look)

    # --- saving ----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:  # noqa: FBT001
        if change and form.asks_anew:
            asking.ask_anew(obj)
        else:
            asking.save_question(obj)

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if ASK_ANEW in request.POST:
            words = _now(
                "The former question is retired, and its answers stay readable. This one is asked from now on."
            )
            self.message_user(request, words, messages.SUCCESS)
            return redirect("admin:registrations_question_change", obj.pk)
        answer: HttpResponse = super().response_change(request, obj)
        return answer

    # --- what stays ------------------------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A question with answers, or with others that depend on it, stays; it can be retired."""
        rows = list(self.get_queryset(request).filter(pk__in=[one.pk for one in objs]))
        lacking = {str(one) for one in rows if not self.has_delete_permission(request, one)}
        protected = [said for one in rows for said in _uses(one)]
        return [str(one) for one in rows], {str(self.opts.verbose_name_plural): len(rows)}, lacking, protected

    def delete_model(self, _request: HttpRequest, obj: Question) -> None:
        asking.delete_question(obj)

    def delete_queryset(self, _request: HttpRequest, queryset: QuerySet[Question]) -> None:
        for question in queryset:
            asking.delete_question(question)


def _uses(question: Any) -> list[str]:
    said = []
    if question.answered_by:
        words = ngettext(
            "“%(question)s” was answered by %(number)d guest. Retire it instead: the answer stays readable.",
            "“%(question)s” was answered by %(number)d guests. Retire it instead: the answers stay readable.",
            question.answered_by,
        )
        said.append(words % {"question": question, "number": question.answered_by})
    followers = question.follow_ups.all()
    said += [_now("“%(question)s” is asked only after it.") % {"question": follower} for follower in followers]
    return said


def _numbers(text: str) -> list[int]:
    """A list of keys in JSON; empty for anything else."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    good = isinstance(found, list) and all(isinstance(one, int) and 0 < one < 10**15 for one in found)
    return found if good else []
