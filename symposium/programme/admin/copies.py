"""A session that visitors know is edited in its working copy; its page says so, and what becomes of it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from symposium.accounts.admin_base import number_in
from symposium.accounts.admin_forms import Refused
from symposium.accounts.admin_pages import READING, user_of, write_in
from symposium.history.restoring import Step
from symposium.kit.revisions import rehearsal
from symposium.programme.admin.publishing import PublishingPages
from symposium.programme.changes import Difference, Kind, difference_of
from symposium.programme.documents import Document, read
from symposium.programme.models import Session
from symposium.programme.services import copy_of, discard, edit, keep_apart, waits
from symposium.programme.wording import Teller

State = Session.State
WAITING = {
    Kind.NEW: gettext_lazy("new"),
    Kind.CHANGED: gettext_lazy("changed"),
    Kind.CANCELLED: gettext_lazy("cancelled"),
    Kind.BACK: gettext_lazy("takes place after all"),
    Kind.GONE: gettext_lazy("taken out"),
}


class WaitingFilter(admin.SimpleListFilter):
    """Whether something of it waits for a publication."""

    title = gettext_lazy("not published yet")
    parameter_name = "waiting"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", gettext_lazy("with changes"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        waits_for_it = ~Q(becomes="") | Q(working_copy__isnull=False)
        return queryset.filter(waits_for_it) if self.value() == "yes" else queryset


def page_of(row: Session) -> str:
    """The page on which a row in hand is edited; that of a copy remembers whose it is, for when it is gone."""
    url = reverse("admin:programme_session_change", args=[row.pk])
    return f"{url}?of={row.revises_id}" if row.revises_id else url


class CopyPages(PublishingPages):
    """The page of one session, on which every change waits until it is published."""

    change_form_template = "admin/programme/session/change_form.html"
    actions = ["take_out"]

    def get_urls(self) -> list[Any]:
        view = self.page(self.discard_view)
        return [path("<path:object_id>/discard/", view, name="programme_session_discard"), *super().get_urls()]

    # --- which row is in hand --------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        return self._copy(request, object_id) if found is None else found

    def _copy(self, request: HttpRequest, object_id: str) -> Session | None:
        copies = Session.every.exclude(revises=None).select_related("event", "revises__event", "room", "track")
        copy: Session | None = (
            self.within(request, copies, self.may_view).filter(pk=number_in(unquote(object_id))).first()
        )
        if copy is not None:
            vars(request)["_event_in_hand"] = copy.event_id
            write_in(copy.event.timezone)
        return copy

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The page of a session leads to that of its copy; that of a copy which is gone, to its session."""
        number = number_in(unquote(object_id)) if object_id else None
        if number is not None:
            mine = self.within(request, Session.every.all(), self.may_view)
            copy = mine.filter(revises=number).first() if request.method in READING else None
            if copy is not None:
                return redirect(page_of(copy))
            former = number_in(request.GET.get("of"))
            if former is not None and not mine.filter(pk=number).exists() and mine.filter(pk=former).exists():
                return self._gone(request, mine.get(pk=former))
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _gone(self, request: HttpRequest, session: Session) -> HttpResponse:
        if request.method in READING:
            said = _("The change of this session that you opened has been published or discarded meanwhile.")
            self.message_user(request, said, messages.WARNING)
            return redirect(page_of(copy_of(session) or session))
        typed = [(name, value) for name, value in request.POST.items() if str(value).strip() and _is_worth(name)]
        context = {"session": session, "typed": typed, "url": page_of(copy_of(session) or session)}
        return self.show(request, "gone", session.title, status=409, event=session.event, **context)

    # --- saving ----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """What goes apart is saved with its parts, by ``save_related``."""
        if not form.goes_apart:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        if not form.goes_apart:
            super().save_related(request, form, formsets, change)
            return
        session = form.instance
        if copy_of(session) is not None:
            raise Refused(
                None,
                _(
                    "Somebody else began to change this session meanwhile. Open it again in another tab, "
                    "and add to their changes what you have here."
                ),
            )
        with rehearsal():
            super().save_model(request, session, form, change)
            super().save_related(request, form, formsets, change)
            document: Document = read(Session.every.get(pk=session.pk))
        keep_apart(session, document, by=user_of(request))

    def put_back(self, request: HttpRequest, obj: Any, steps: list[Step]) -> str:
        """An earlier state of what visitors know waits for a publication as any change does."""
        if not waits(obj):
            return super().put_back(request, obj, steps)
        with rehearsal():
            super().put_back(request, obj, steps)
            document: Document = read(Session.every.get(pk=obj.pk))
        keep_apart(obj, document, by=user_of(request))
        return _("Saved as a draft change: visitors see the earlier state once it is published.")

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj.revises or obj, message)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return self._after_saving(request, obj, response)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        stored = Session.every.filter(pk=obj.pk).select_related("event").first() or obj
        row = copy_of(stored) or stored if waits(stored) else stored
        if not row.becomes:
            return self._after_saving(request, row, super().response_change(request, obj))
        if "_publish" not in request.POST:
            words = _("Saved as a draft change of “%(title)s”: visitors see it once it is published.")
            self.message_user(request, words % {"title": row.title}, messages.SUCCESS)
        if "_continue" in request.POST:
            return redirect(page_of(row))
        return self._after_saving(request, row, self.response_post_save_change(request, obj))

    def _after_saving(self, request: HttpRequest, row: Session, response: HttpResponse) -> HttpResponse:
        """Where the button leads on to the publication, there; but not where nothing waits for one."""
        if "_publish" in request.POST and row.becomes:
            return redirect(self.way_to_publishing(row.event_id))
        return response

    # --- taking out, and discarding --------------------------------------------------------------------------------

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """What visitors know is taken out by a publication; a copy is discarded."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_delete_permission(request, obj):
            return super().delete_view(request, object_id, *args, **kwargs)
        if obj.revises_id:
            return redirect("admin:programme_session_discard", object_id)
        if not waits(obj):
            return super().delete_view(request, object_id, *args, **kwargs)
        return self._answer(request, lambda: self._take_out(request, obj))

    def _take_out(self, request: HttpRequest, session: Session) -> HttpResponse:
        write_in(session.event.timezone)
        if request.method == "POST":
            row = edit(session, by=user_of(request), state=State.DRAFT)
            self.message_user(request, _("“%(title)s” will be taken out.") % {"title": row.title}, messages.SUCCESS)
            return redirect(self.way_to_publishing(session.event_id))
        title = _("Take “%(title)s” out of the programme?") % {"title": session.title}
        return self.show(request, "take_out", title, session=session, event=session.event, back=page_of(session))

    @admin.action(description=gettext_lazy("Take the chosen sessions out of the programme"), permissions=["delete"])
    def take_out(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        """With the next publication; what visitors do not know stays as it is."""
        known = [one for one in queryset.select_related("event") if waits(one)]
        for session in known:
            edit(session, by=user_of(request), state=State.DRAFT)
        said = ngettext(
            "%d session will be taken out with the next publication.",
            "%d sessions will be taken out with the next publication.",
            len(known),
        )
        self.message_user(request, said % len(known) if known else _("Visitors know none of these."))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        words = _("Visitors know “%(title)s”: take it out of the programme, or cancel it, then publish that.")
        known = [words % {"title": one.title} for one in objs if waits(one)]
        return found, counts, lacking, [*protected, *known]

    def discard_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Forget what waits of a session, once that is sure."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            return redirect("admin:programme_session_changelist")
        if request.method == "POST":
            session = discard(row, by=user_of(request))
            self.message_user(request, _("The change is discarded."), messages.SUCCESS)
            return redirect(page_of(session))
        row = copy_of(row) or row
        title = _("Discard the change of “%(title)s”?") % {"title": row.title}
        said = self.sentences(row)
        return self.show(request, "discard", title, sentences=said, back=page_of(row), event=row.event)

    # --- what the page says ----------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        if obj is not None and obj.pk:
            is_waiting = bool(Session.every.filter(pk=obj.pk).exclude(becomes="").exists())
            context |= {
                "is_waiting": is_waiting,
                "goes_apart": waits(obj),
                "sentences": self.sentences(obj) if is_waiting else [],
                "publish_url": self.way_to_publishing(obj.event_id),
                "known": obj.revises,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, obj: Any) -> str | None:
        return super().view_on_site(obj.revises or obj)

    def sentences(self, row: Session) -> list[str]:
        """What is different of a row that waits, for the desk."""
        found = difference_of(row)
        return self.teller(found, row.event).tell(found.details, with_quiet=True) if found else []

    @staticmethod
    def teller(found: Difference, event: Any) -> Teller:
        """Who says what differs, to staff: people who are not announced are named too."""
        people = event.speakers.filter(pk__in=found.speakers)
        return Teller(event.timezone, {one.pk: one.full_name for one in people})

    @staticmethod
    def say_waiting(session: Session) -> str:
        """What the next publication does with a session of a list; empty for nothing."""
        copy = getattr(session, "working_copy", None)
        if copy is None and not session.becomes:
            return ""
        becomes = copy.becomes if copy else session.becomes
        return str(WAITING[Kind.of(session.state, becomes)])


def _is_worth(name: str) -> bool:
    """Whether a field of a form holds something that somebody wrote."""
    return not name.startswith(("csrf", "_", "initial-")) and not name.endswith(("_FORMS", "-id", "-session", "-rank"))
