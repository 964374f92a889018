"""The last look before a notice goes: the mail as one of them reads it, a test, the number, and when."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from symposium.accounts.admin_base import number_in
from symposium.accounts.admin_pages import user_of
from symposium.accounts.scope import ORGANISERS
from symposium.mail.services import queue_mail
from symposium.notices import services
from symposium.notices.admin.pages import NoticePages, framed
from symposium.notices.checking import problems_in
from symposium.notices.exceptions import NotADraftError, NoticeError
from symposium.notices.forms import MANY, SendForm
from symposium.notices.looking import TO_LOOK_AT, Reach, audience_name, reach_of, seen_by, some_of
from symposium.notices.models import Notice

TEST = "test"


class ConfirmingPages(NoticePages):
    """Pages on which a notice is looked at and approved."""

    def confirming_urls(self) -> list[Any]:
        """Their addresses."""
        check = require_http_methods(["GET", "HEAD", "POST"])(self.last_look)
        return [
            self.further("<path:pk>/check/", check, "check"),
            self.further("<path:pk>/mail/", require_safe(self.mail), "mail"),
        ]

    def mail(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The HTML of the mail to one of its recipients, for the frame on the page."""
        seen = seen_by(self.notice_for(request, pk), number_in(request.GET.get("as")))
        if seen is None:
            raise Http404
        return framed(seen[1].html)

    def last_look(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Look; ``test`` sends it to oneself, ``send`` approves it for the number that the page said."""
        notice = self.notice_for(request, pk)
        if not notice.is_draft:
            if request.method == "POST":
                self.message_user(request, NotADraftError().words, messages.WARNING)
            return redirect(self.page_of("progress", notice))
        if not self.has_role(request, ORGANISERS, notice):
            raise PermissionDenied
        reach = reach_of(notice)
        if TEST in request.POST:
            return self._send_test(request, notice)
        if request.method == "POST":
            return self._approve(request, notice, reach)
        return self._show_check(request, notice, reach, self._form(reach))

    @staticmethod
    def _form(reach: Reach, *data: Any) -> SendForm:
        return SendForm(*data, count=reach.number, asks=reach.number > MANY or reach.is_everyone)

    def _show_check(
        self, request: HttpRequest, notice: Notice, reach: Reach, form: SendForm, *, problem: str = ""
    ) -> HttpResponse:
        key = number_in(request.GET.get("as"))
        context = {
            "event": notice.event,
            "notice": notice,
            "audience": audience_name(notice),
            "reach": reach,
            "form": form,
            "problem": problem,
            "broken": problems_in(notice),
            "people": some_of(notice, TO_LOOK_AT),
            "seen": seen_by(notice, key),
            "me": user_of(request).email,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or problem else HTTPStatus.OK
        return self.show(request, "notice/check", notice.subject or _("Notice"), status=status, **context)

    def _send_test(self, request: HttpRequest, notice: Notice) -> HttpResponse:
        """As the person who is looked at would read it, to whoever is signed in."""
        person = number_in(request.POST.get("as"))
        seen = seen_by(notice, person)
        back = f"{self.page_of('check', notice)}{'' if person is None else f'?as={person}'}"
        if seen is None:
            self.message_user(request, _("Nobody is in the audience yet, so there is no mail to test."), messages.ERROR)
            return redirect(back)
        me, composed = user_of(request), seen[1]
        queue_mail(
            kind="notice-test",
            to_address=me.email,
            to_name=me.name,
            subject=_("Test: %(subject)s") % {"subject": composed.subject},
            text=composed.text,
            html=composed.html,
            event_id=notice.event_id,
            reply_to=notice.event.contact_email,
        )
        self.message_user(request, _("A test is on its way to %(address)s.") % {"address": me.email}, messages.SUCCESS)
        return redirect(back)

    def _approve(self, request: HttpRequest, notice: Notice, reach: Reach) -> HttpResponse:
        form = self._form(reach, request.POST)
        if not form.is_valid():
            return self._show_check(request, notice, reach, form)
        try:
            services.approve(notice, by=user_of(request), count=form.cleaned_data["count"], at=form.moment)
        except NotADraftError as error:
            self.message_user(request, error.words, messages.WARNING)
            return redirect(self.page_of("progress", notice))
        except NoticeError as error:
            # The number that is confirmed next is the one that the page says now.
            form = self._form(reach)
            return self._show_check(request, notice, reach, form, problem=error.words)
        self.log_change(request, notice, [{"changed": {"fields": [_("approved")]}}])
        words = ngettext("It goes to %(number)d person.", "It goes to %(number)d people.", reach.number)
        self.message_user(request, words % {"number": reach.number}, messages.SUCCESS)
        return redirect(self.page_of("progress", notice))
