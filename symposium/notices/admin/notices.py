"""Notices: begun, written, looked at, approved; what became of each."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from symposium.accounts.admin_base import ScopedFields, may, number_in
from symposium.accounts.admin_forms import Refused
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.accounts.admin_pages import user_of
from symposium.accounts.scope import ORGANISERS
from symposium.events.models import Event
from symposium.notices import services
from symposium.notices.admin.confirming import ConfirmingPages
from symposium.notices.admin.progress import ProgressPages
from symposium.notices.checking import placeholders_for
from symposium.notices.forms import PREFIX, BeginForm, NoticeForm, TextForm
from symposium.notices.looking import audience_name, narrowed_by, reach_of
from symposium.notices.models import Notice, NoticeText

BEGIN = "admin:notices_notice_add"
SAFE_OR_POST = ["GET", "HEAD", "POST"]


class NoticeTextInline(ScopedFields, admin.StackedInline[NoticeText, Notice]):
    """What it says in further languages."""

    model = NoticeText
    form = TextForm
    fields = ("language", "subject", "text")
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission

    def get_formset(self, request: HttpRequest, obj: Notice | None = None, **kwargs: Any) -> Any:
        if obj is not None:
            kwargs["form"] = type("TextForm", (TextForm,), {"audience": obj.to})
        return super().get_formset(request, obj, **kwargs)


@admin.register(Notice)
class NoticeAdmin(ConfirmingPages, ProgressPages):
    """Mails to many, by an event's organisers."""

    is_entrance = True
    desk_order = 55
    form = NoticeForm
    inlines = (NoticeTextInline,)
    list_display = ("subject", "to_whom", "state", "recipients_confirmed", "goes", "who_wrote", "event")
    list_filter = (EventFilter, "state")
    list_select_related = ("event", "created_by")
    search_fields = ("subject",)
    ordering = ("-created_at", "-pk")
    sortable_by = ()
    change_form_template = "admin/notices/notice/change_form.html"
    change_list_template = "admin/notices/notice/change_list.html"

    def get_urls(self) -> list[Any]:
        own = [self.further("<path:pk>/audience/", require_safe(self.audience), "audience")]
        return [*own, *self.confirming_urls(), *self.progress_urls(), *super().get_urls()]

    # --- lists -----------------------------------------------------------------------------------------------------

    @admin.display(description=_("to"))
    def to_whom(self, notice: Notice) -> str:
        """Its audience."""
        return audience_name(notice)

    @admin.display(description=_("recipients"))
    def recipients_confirmed(self, notice: Notice) -> str:
        """How many it was approved for."""
        return "" if notice.expected is None else str(notice.expected)

    @admin.display(description=_("to be sent"))
    def goes(self, notice: Notice) -> str:
        """On the event's wall."""
        return on_the_wall(notice.send_at, notice.event.timezone)

    @admin.display(description=_("written by"))
    def who_wrote(self, notice: Notice) -> str:
        """Who began it."""
        return str(notice.created_by or "")

    # --- who may ---------------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was approved is not changed any more."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Drafts alone: what was sent stays on record."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its texts go along."""
        deleted, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        """Of the chosen ones the drafts."""
        super().delete_queryset(request, queryset.filter(state=Notice.State.DRAFT))

    # --- beginning -------------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, _form_url: str = "", _extra: Any = None) -> HttpResponse:
        """To whom, and with which text to begin; a draft is made of it."""
        view = require_http_methods(SAFE_OR_POST)(self.begin)
        return self._answer(request, lambda: view(request), self.take_in_hand)

    def begin(self, request: HttpRequest) -> HttpResponse:
        """The page that asks, at the event in hand."""
        event = self.event_for(request)
        if event is None:
            return self.choose_event(request, _now("Write a notice"), reverse(BEGIN))
        form = BeginForm(*([request.POST] if request.method == "POST" else []), event=event)
        if request.method == "POST" and form.is_valid():
            subject, text = form.words()
            notice = services.draft_notice(
                event, audience=form.cleaned_data["audience"], subject=subject, text=text, by=user_of(request)
            )
            return redirect(self.page_of("change", notice))
        status = 422 if form.errors else 200
        return self.show(request, "notice/begin", _now("Write a notice"), event=event, form=form, status=status)

    # --- writing ---------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        rows: QuerySet[Notice] = super().get_queryset(request)
        return rows.select_related("event__venue", "event__letterhead", "created_by", "approved_by")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        if obj is not None:
            kwargs["form"] = NoticeForm.for_notice(obj)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": ("subject", "text")})]
        audience = obj.to
        narrowing = [PREFIX + name for name in audience.form(obj.event).base_fields]
        who = [*(["purpose"] if audience.takes_news else []), *narrowing]
        title = _now("To: %(audience)s") % {"audience": audience.name}
        named = [(title, {"fields": who, "classes": ("notice-to",)})] if who else []
        return [(_now("What it says"), {"fields": ("subject", "text")}), *named]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ()

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """A draft to be written; of what was approved, how far it is."""
        found: Notice | None = self.get_object(request, object_id)
        if found is not None and not found.is_draft:
            if request.method == "POST":
                words = _now("The notice was approved meanwhile: what you changed is not in it.")
                self.message_user(request, words, messages.WARNING)
            return redirect(self.page_of("progress", found))
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With what can stand in braces, and whom it would reach as it is saved."""
        if (notice := kwargs.get("obj")) is not None:
            context |= {"placeholders": placeholders_for(notice.to), "reach": reach_of(notice), "notice": notice}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:  # noqa: FBT001
        """Unless it was approved a moment ago."""
        if not services.locked(obj).is_draft:
            raise Refused(None, _now("The notice was approved meanwhile: what you changed is not in it."))
        obj.filters = form.filters
        super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Notice) -> HttpResponse:
        """Saved, it is looked at; or written on."""
        if "_look" in request.POST:
            return redirect(self.page_of("check", obj))
        found: HttpResponse = super().response_change(request, obj)
        return found

    # --- to whom ---------------------------------------------------------------------------------------------------

    def audience(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Whom it would reach with the boxes that are ticked now; for the script of the page."""
        notice = self.notice_for(request, pk)
        names = notice.to.form(notice.event).base_fields
        chosen = {name: request.GET.getlist(PREFIX + name) for name in names}
        purpose = request.GET.get("purpose", Notice.Purpose.PLACE)
        looked = narrowed_by(notice, {name: value for name, value in chosen.items() if value}, purpose)
        return self.show(request, "notice/_audience", "", reach=reach_of(looked))

    # --- the way from the event ------------------------------------------------------------------------------------

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        if not may(request, ORGANISERS, event_id):
            return []
        return [(_now("Write a notice"), f"{reverse(BEGIN)}?event={event_id}")]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """With the ways to a new one and to the templates of the event that is looked at."""
        event_id = number_in(request.GET.get("event"))
        is_theirs = event_id is not None and may(request, ORGANISERS, event_id)
        mine = Event.objects.filter(pk=event_id or 0).first() if is_theirs else None
        return super().changelist_view(request, {**(extra_context or {}), "event": mine})
