"""What a speaker's pages share: their link finds them, and a deed is asked for before it is done."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from speakers.exceptions import SpeakingError
from speakers.models import PersonalLink, Speaker
from symposium.events.models import Event
from symposium.kit.limits import count
from symposium.kit.pages import PersonalPage, respond
from symposium.kit.views import too_many

# Forms that one link sends in an hour: nobody fills a disk with portraits.
MOST_DEEDS, HOUR = 120, 3600


class SpeakingView(PersonalPage):
    """A page that a speaker's link opens; a wrong or revoked link is as good as none.

    Their event may be a draft: who speaks is asked before anything is public.
    """

    link: PersonalLink
    speaker: Speaker
    event: Event

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the speaker by the token."""
        link = PersonalLink.objects.sent().by_token(kwargs["token"])
        if link is None:
            raise Http404
        self.link, self.speaker, self.event = link, link.speaker, link.speaker.event
        if request.method == "POST" and count("speaking", link.public_id.hex, seconds=HOUR) > MOST_DEEDS:
            return too_many(request, HOUR)
        return super().dispatch(request, *args, **kwargs)

    def show(self, template: str, *, status: int = HTTPStatus.OK, **extra: Any) -> HttpResponse:
        """One of the speaker's pages; no robot keeps it."""
        event = self.event
        context = {
            "link": self.link,
            "speaker": self.speaker,
            "event": event,
            "venue": getattr(event, "venue", None),
            "is_over": event.is_over(),
            "back": self.address(),
            "path": self.request.path,
            **extra,
        }
        response = respond(self.request, template, context, look=event.look, status=status)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def address(self, name: str = "speaking", **more: Any) -> str:
        """The address of another of this speaker's pages."""
        return reverse(name, kwargs={"token": self.kwargs["token"], **more})

    @property
    def takes_place(self) -> bool:
        """Whether the event is still to come, or on."""
        return not self.event.is_over() and not self.event.is_cancelled


class SpeakingDeed(SpeakingView):
    """One deed: GET explains it and asks, POST does it and leads back to the speaker's page.

    A subclass says what it is in ``heading``, ``words`` and ``button``, what is typed in ``form``, why it cannot be
    done (any more) in ``why_not``, and does it in ``do``, which may raise SpeakingError.
    """

    http_method_names = ["get", "head", "post", "options"]
    template = "speaking/deed.html"
    form_class: type[forms.Form] = forms.Form
    heading: str | Promise = ""
    words: str | Promise = ""
    button: str | Promise = ""
    stay: str | Promise = ""
    is_grave = False
    # Which sentence the speaker's page says when it is done.
    said = ""
    # Set by whatever answers a form that came without its cookie (``registrations.views.csrf_failure``).
    cookie_missing = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Explain, and ask."""
        return self.ask(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it; done twice, it is done once."""
        form = self.form(request.POST, request.FILES)
        if self.cookie_missing:
            form.add_error(None, self.no_cookie())
            return self.ask(form, status=HTTPStatus.FORBIDDEN)
        if self.why_not():
            return self.ask(form, status=HTTPStatus.CONFLICT)
        if not self.is_valid(form):
            return self.ask(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            self.do(form)
        except SpeakingError:
            form.add_error(None, _("That is not possible any more. Nothing has changed."))
            return self.ask(form, status=HTTPStatus.CONFLICT)
        return redirect(self.address() + (f"?done={self.said}" if self.said else ""))

    def form(self, *data: Any) -> forms.Form:
        """What is typed; empty where the button says all."""
        return self.form_class(*data)

    def is_valid(self, form: forms.Form) -> bool:
        """Whether it can be done as it was typed."""
        return form.is_valid()

    def do(self, form: forms.Form) -> None:
        """The deed itself."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Why it cannot be done; empty while it can."""
        return ""

    def no_cookie(self) -> str:
        """Why a form is shown again that came without its cookie."""
        return _(
            "Your browser did not send back the cookie that protects this form, so nothing has been changed yet. "
            "What you typed is still here: press the button again. If this message returns, allow cookies for this "
            "site."
        )

    def ask(self, form: forms.Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page of the deed, with the form or with the reason why there is none."""
        context = {"deed": self, "form": form, "why_not": self.why_not(), **self.context()}
        return self.show(self.template, status=status, **context)

    def context(self) -> dict[str, Any]:
        """What its template needs besides."""
        return {}
