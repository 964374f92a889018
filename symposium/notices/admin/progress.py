"""How far a notice is: who has got it, who waits, whose mail came back; and what holds it up or sets it going."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from symposium.accounts.admin_base import number_in
from symposium.accounts.admin_lists import on_the_wall
from symposium.notices import services
from symposium.notices.admin.pages import NoticePages
from symposium.notices.exceptions import NoticeError
from symposium.notices.looking import SHOWN, audience_name, narrowed_words, progress_of, recipients_of, states_of
from symposium.notices.models import Notice

ON_A_PAGE = 100
State = Notice.State
FARED = {
    "sent": gettext_lazy("sent"),
    "waiting": gettext_lazy("waits"),
    "failed": gettext_lazy("given up"),
    "bounced": gettext_lazy("came back"),
    "left": gettext_lazy("no longer concerned when it was their turn"),
    "gone": gettext_lazy("erased"),
}


class ProgressPages(NoticePages):
    """The page of a notice that was approved, and what can be done with it."""

    def progress_urls(self) -> list[Any]:
        """Their addresses."""
        return [
            self.further("<path:pk>/progress/", require_safe(self.progress), "progress"),
            self.further("<path:pk>/deed/", require_POST(self.deed), "deed"),
        ]

    def progress(self, request: HttpRequest, pk: str) -> HttpResponse:
        """How far it is; with ``part``, for the script of the page, the part that changes."""
        notice = self.notice_for(request, pk)
        if notice.is_draft:
            return redirect(self.page_of("change", notice))
        counts = progress_of(notice)
        is_ending = notice.state == State.DONE and counts["waiting"] > 0
        moves = is_ending or notice.state in {State.SENDING, State.APPROVED}
        context: dict[str, Any] = {"notice": notice, "event": notice.event, "counts": counts, "moves": moves}
        context["total"] = counts["all"] if notice.is_gathered else max(counts["all"], notice.expected or 0)
        context["starts"] = on_the_wall(notice.send_at, notice.event.timezone)
        if request.GET.get("part"):
            return self._part(request, context)
        return self._show_progress(request, notice, context)

    def _part(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Nothing once nothing moves any more: the page is loaded anew then."""
        if not context["moves"]:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return self.show(request, "notice/_progress", "", **context)

    def _show_progress(self, request: HttpRequest, notice: Notice, context: dict[str, Any]) -> HttpResponse:
        shown = request.GET.get("show", "")
        page = Paginator(recipients_of(notice, shown), ON_A_PAGE).get_page(number_in(request.GET.get("p")) or 1)
        rows = [self._row(notice, row) for row in states_of(list(page.object_list))]
        kinds = [(name, words, context["counts"].get(name, 0)) for name, words in FARED.items() if name in SHOWN]
        context |= {
            "audience": audience_name(notice),
            "narrowed": narrowed_words(notice),
            "approved": on_the_wall(notice.approved_at, notice.event.timezone),
            "finished": on_the_wall(notice.finished_at, notice.event.timezone),
            "rows": rows,
            "page": page,
            "shown": shown if shown in SHOWN else "",
            "kinds": [kind for kind in kinds if kind[2]],
        }
        return self.show(request, "notice/progress", notice.subject, **context)

    @staticmethod
    def _row(notice: Notice, row: Any) -> dict[str, Any]:
        mail = row.mail
        when = mail.sent_at if mail and mail.sent_at else None
        why = (mail.bounce_reason or mail.last_error) if mail and row.fared in {"failed", "bounced"} else ""
        return {
            "name": row.name,
            "address": row.address,
            "fared": row.fared,
            "words": FARED[row.fared],
            "when": on_the_wall(when, notice.event.timezone),
            "why": why,
            "mail": mail,
        }

    def deed(self, request: HttpRequest, pk: str) -> HttpResponse:
        """One of the buttons, each of which is safe to press twice."""
        notice = self.notice_for(request, pk)
        deeds: dict[str, Callable[[Notice], str]] = {
            "take_back": _take_back,
            "pause": _pause,
            "resume": _resume,
            "stop": _stop,
            "retry": _retry,
        }
        deed = deeds.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            words = deed(notice)
        except NoticeError as error:
            self.message_user(request, error.words, messages.WARNING)
        else:
            self.log_change(request, notice, [{"changed": {"fields": [request.POST["deed"]]}}])
            self.message_user(request, words, messages.SUCCESS)
        return redirect(self.page_of("progress", notice))


def _take_back(notice: Notice) -> str:
    services.take_back(notice)
    return _("It is a draft again, and nobody has got it.")


def _pause(notice: Notice) -> str:
    services.pause(notice)
    return _("It is held up. The mails that were handed to the outbox already still go.")


def _resume(notice: Notice) -> str:
    services.resume(notice)
    return _("It goes on.")


def _stop(notice: Notice) -> str:
    number = services.stop(notice)
    words = ngettext(
        "It goes to nobody else. %(number)d person has got it.",
        "It goes to nobody else. %(number)d people have got it.",
        number,
    )
    return words % {"number": number}


def _retry(notice: Notice) -> str:
    number = services.retry(notice)
    words = ngettext("%(number)d mail is tried again.", "%(number)d mails are tried again.", number)
    return words % {"number": number}
