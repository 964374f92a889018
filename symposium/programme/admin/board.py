"""The board's pages at the desk: one day of it, the form that moves a session without scripts, one press = one move."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from symposium.accounts.admin_base import may
from symposium.accounts.admin_pages import write_in
from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.kit.pages import PRIVATE
from symposium.programme.admin.pages import ProgrammePages
from symposium.programme.board.clashes import Facts
from symposium.programme.board.forms import MomentsForm, WallForm
from symposium.programme.board.moving import Moved, Overtaken, find, move, place_of
from symposium.programme.board.page import BOARD, MOVE, Board, View
from symposium.programme.board.reading import rooms_of
from symposium.programme.board.saying import Speaker, name
from symposium.programme.board.slots import Place
from symposium.programme.board.words import words
from symposium.programme.models import Session

TITLE = gettext_lazy("Programme board")


class BoardPages(ProgrammePages):
    """The board of an event, for whoever may change its sessions."""

    # --- the way there ---------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        move = self.page(require_http_methods(["GET", "HEAD", "POST"])(self.board_move))
        return [
            path("board/", self.page(require_safe(self.board)), name="programme_session_board"),
            path("board/<int:key>/", move, name="programme_session_board_move"),
            *super().get_urls(),
        ]

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        own = [(str(TITLE), f"{reverse(BOARD)}?event={event_id}")] if may(request, self.may_change, event_id) else []
        return [*own, *super().ways_at(request, event_id)]

    # --- the board -------------------------------------------------------------------------------------------------

    def board(self, request: HttpRequest) -> HttpResponse:
        """One day of the event's board."""
        event = self.event_for(request)
        if event is None:
            return self.choose_event(request, TITLE, reverse(BOARD))
        board = Board(request, View.of(event, request))
        context = board.context() | {"words": words(), "undoing": self._undoing(request, board)}
        return self.show(request, "board/page", f"{TITLE}: {event.name}", **context)

    @staticmethod
    def _undoing(request: HttpRequest, board: Board) -> dict[str, Any] | None:
        """What was moved by the form just now, and where it was: the address says it, and nothing is done by it."""
        key, _mark, text = request.GET.get("moved", "").partition("~")
        slot = board.slot(int(key)) if key.isdecimal() and len(key) < 16 else None
        try:
            before = Place.of_text(text)
        except ValueError:
            return None
        if slot is None or before == slot.place:
            return None
        url = f"{reverse(MOVE, args=[slot.key])}?{board.view.query}"
        return {"slot": slot, "said": board.told(slot), "before": before, "url": url}

    # --- one move --------------------------------------------------------------------------------------------------

    def board_move(self, request: HttpRequest, key: int) -> HttpResponse:
        """The form that moves one session, or the move itself; the board's script asks for JSON."""
        asks_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
        is_scripted = request.method == "POST" and asks_json
        try:
            event, session = self._found(request, key)
        except (PermissionDenied, Http404):
            if not is_scripted:
                raise
            said = _("You may no longer change this programme, or the session is gone. Nothing was moved.")
            return JsonResponse({"refused": said}, status=403)
        view = View.of(event, request)
        if is_scripted or "starts_at" in request.POST:
            return self._move_by_moments(request, view, session, is_scripted=is_scripted)
        return self._move_by_form(request, view, session)

    def _found(self, request: HttpRequest, key: int) -> tuple[Event, Session]:
        """The session of that number with its event, of those that the user may change."""
        rows = self.within(request, Session.objects.filter(pk=key), self.may_change).select_related("event")
        original = rows.first()
        if original is None:
            raise PermissionDenied if not self.has_role(request, self.may_change) else Http404
        write_in(original.event.timezone)
        return original.event, find(original.event, key)

    def _move_by_moments(
        self, request: HttpRequest, view: View, session: Session, *, is_scripted: bool
    ) -> HttpResponse:
        form = MomentsForm(view.event, request.POST)
        refused, status, moved = "", 200, None
        if form.is_valid():
            try:
                moved = self._move(request, session, form.cleaned_data)
            except Overtaken as overtaken:
                refused, status = self._overtaken(view, overtaken), 409
            except ValidationError as error:
                refused, status = " ".join(error.messages), 422
        else:
            refused, status = " ".join(str(said) for errors in form.errors.values() for said in errors), 422
        if is_scripted:
            return self._as_json(request, view, moved, refused, status)
        if refused:
            self.message_user(request, refused, "ERROR")
        return self._back(view, moved) if moved else redirect(view.url)

    def _move_by_form(self, request: HttpRequest, view: View, session: Session) -> HttpResponse:
        board = Board(request, view)
        before = place_of(session)
        initial = WallForm.shown(before)
        form = WallForm(view.event, board.days, request.POST or None, initial=initial)
        if request.POST and form.is_valid():
            try:
                moved = self._move(request, session, form.cleaned_data)
                return self._back(view, moved)
            except Overtaken as overtaken:
                form.add_error(None, self._overtaken(view, overtaken))
                form.believe(overtaken.now)
            except ValidationError as error:
                form.refuse(error)
        context = {"event": view.event, "session": session, "form": form, "back": view.url}
        context |= {
            "key": _key(session),
            "now": board.speaker.place(before),
            "clashes": board.clashes_of(_key(session)),
        }
        title = _("Move: %(session)s") % {"session": session.title}
        return self.show(request, "board/move", title, status=422 if form.errors else 200, **context)

    def _move(self, request: HttpRequest, session: Session, sent: dict[str, Any]) -> Moved:
        by, key = request.user if isinstance(request.user, User) else None, _key(session)
        moved = move(session.event, key, to=sent["to"], believed=sent["believed"], by=by)
        if moved.before != moved.after:
            names = ["starts_at", "ends_at", "room"]
            pairs = zip(names, moved.before, moved.after, strict=True)
            fields = [_label(name) for name, old, new in pairs if old != new]
            self.log_change(request, Session(pk=key, title=moved.session.title), [{"changed": {"fields": fields}}])
        return moved

    # --- answers ---------------------------------------------------------------------------------------------------

    def _overtaken(self, view: View, overtaken: Overtaken) -> str:
        """Who was faster, and where the session is now."""
        session = overtaken.session
        kind = get_content_type_for_model(Session)
        keys = [str(session.pk), str(session.revises_id or session.pk)]
        last = LogEntry.objects.filter(content_type=kind, object_id__in=keys).select_related("user").first()
        who = str(getattr(last.user, "name", "") or last.user) if last else _("Somebody")
        speaker = Speaker(view.event.timezone, Facts(rooms_of(view.event)))
        said = {"who": name(who), "session": name(session.title), "now": speaker.place(overtaken.now)}
        return _("%(who)s moved “%(session)s” meanwhile: it is now %(now)s. Nothing of yours was saved.") % said

    def _as_json(
        self, request: HttpRequest, view: View, moved: Moved | None, refused: str, status: int
    ) -> JsonResponse:
        """What happened in words, the board as it is now, and how to undo it."""
        board = Board(request, view)
        context = board.context()
        answer: dict[str, Any] = {"refused": refused, "style": context["style"]}
        answer["board"] = render_to_string("admin/programme/session/board/_board.html", context, request)
        if moved and moved.before != moved.after:
            key = _key(moved.session)
            slot = board.slot(key)
            answer |= {"session": key, "said": board.told(slot) if slot else ""}
            answer["undo"] = {
                "session": key,
                "title": moved.session.title,
                "address": f"{reverse(MOVE, args=[key])}",
                "starts_at": moved.before.starts_at.isoformat() if moved.before.starts_at else "",
                "ends_at": moved.before.ends_at.isoformat() if moved.before.ends_at else "",
                "room": moved.before.room or "",
                "believed": moved.after.as_text(),
            }
        response = JsonResponse(answer, status=status)
        response.headers["Cache-Control"] = PRIVATE
        return response

    def _back(self, view: View, moved: Moved) -> HttpResponseRedirect:
        """To the board, on the day on which the session is now, with the way to undo the move."""
        session = moved.session
        key = _key(session)
        here = view.on(session.day) if session.day else view
        undo = f"&{urlencode({'moved': f'{key}~{moved.before.as_text()}'})}" if moved.before != moved.after else ""
        return redirect(f"{here.url}{undo}#s{key}")


def _label(name: str) -> str:
    """What a field of a session is called."""
    field: Any = Session._meta.get_field(name)
    return str(field.verbose_name)


def _key(session: Session) -> int:
    """The number by which the board knows a session."""
    key: int = session.revises_id or session.pk
    return key
