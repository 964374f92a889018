"""What a guest's pages share: their link finds the registration, and a deed is asked for before it is done."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from registrations.exceptions import EventFullError, RegistrationRefusedError
from registrations.models import Registration, RegistrationRules
from symposium.events.models import Event
from symposium.kit.pages import PersonalPage, respond, respond_framed

# All that the pages say of the event and of the people around the guest, in one query.
WITH = ("event__venue", "event__registration_rules", "party", "invitation")


class GuestView(PersonalPage):
    """A page that a guest's link opens; a wrong link is as good as none."""

    registration: Registration
    event: Event

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the registration by its token."""
        registration = self.find(kwargs["token"])
        if registration is None or registration.event.is_draft:
            raise Http404
        self.registration, self.event = registration, registration.event
        return super().dispatch(request, *args, **kwargs)

    def find(self, token: str) -> Registration | None:
        """What the link opens, with what its page needs."""
        return Registration.objects.select_related(*WITH).by_token(token)

    def show(self, template: str, *, status: int = HTTPStatus.OK, **extra: Any) -> HttpResponse:
        """One of the guest's pages; no robot keeps it."""
        context = self.everybodys() | self.own(**extra)
        return self.unlisted(respond(self.request, template, context, look=self.event.look, status=status))

    def show_framed(self, template: str, **extra: Any) -> HttpResponse:
        """The same for a page that is asked for by everybody who registers; its template extends ``layout``."""
        context = self.everybodys() | self.own(**extra)
        return self.unlisted(respond_framed(self.request, template, context, **self.around()))

    def own(self, **extra: Any) -> dict[str, Any]:
        """What such a page says of this guest."""
        return {"registration": self.registration, "is_over": self.event.is_over(), "back": self.address(), **extra}

    def everybodys(self) -> dict[str, Any]:
        """What it says to each."""
        event = self.event
        return {"event": event, "venue": getattr(event, "venue", None), "path": self.request.path}

    def around(self) -> dict[str, Any]:
        """What stands around it, and all that this is made of."""
        event = self.event
        key = (event.pk, event.revision, event.phase())
        return {"around": "events/personal.html", "key": key, "shown": self.everybodys(), "look": event.look}

    @staticmethod
    def unlisted(response: HttpResponse) -> HttpResponse:
        """Tell robots that the page is nobody else's."""
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def address(self, name: str = "registration", **more: Any) -> str:
        """The address of another of this guest's pages."""
        return reverse(name, kwargs={"token": self.kwargs["token"], **more})

    @property
    def rules(self) -> RegistrationRules:
        """What the event asks of its guests."""
        return RegistrationRules.of(self.event)

    @property
    def takes_place(self) -> bool:
        """Whether the event is still to come, or on; also while its new date is not known."""
        return not self.event.is_over() and not self.event.is_cancelled

    @property
    def is_open(self) -> bool:
        """Whether there is a place, or a wish for one, about which something can still be changed."""
        return self.takes_place and not self.registration.has_ended

    @property
    def can_cancel(self) -> bool:
        """Whether there is something to give back, and time to."""
        return self.is_open and self.registration.state != Registration.State.UNVERIFIED


class DeedView(GuestView):
    """One deed: GET explains it and asks, POST does it and leads back to the guest's page.

    A subclass says what it is in ``heading``, ``words`` and ``button``, what is typed in ``form``, why it cannot be
    done (any more) in ``why_not``, and does it in ``do``, which may raise RegistrationRefusedError.
    """

    http_method_names = ["get", "head", "post", "options"]
    template = "registrations/deed.html"
    form_class: type[forms.Form] = forms.Form
    heading: str | Promise = ""
    words: str | Promise = ""
    button: str | Promise = ""
    stay: str | Promise = ""
    is_grave = False
    # Which sentence the guest's page says when it is done; empty where the page itself shows it.
    said = ""
    # Set by whatever answers a form that came without its cookie.
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
        if not form.is_valid():
            return self.ask(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            self.do(form)
        except RegistrationRefusedError as refused:
            self.registration.refresh_from_db()
            return self.ask(form, status=HTTPStatus.CONFLICT, refused=self.explain(refused))
        return self.lead_back()

    def form(self, *data: Any) -> forms.Form:
        """What is typed; empty where the button says all."""
        return self.form_class(*data)

    def do(self, form: forms.Form) -> None:
        """The deed itself."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Why it cannot be done; empty while it can."""
        return "" if self.is_open else self.too_late()

    def too_late(self) -> str:
        """In words."""
        if self.event.is_cancelled:
            return _("This event is cancelled, so there is nothing to change any more.")
        if self.event.is_over():
            return _("This event has taken place, so there is nothing to change any more.")
        return _("This registration is cancelled, so there is nothing to change in it.")

    def explain(self, refused: RegistrationRefusedError) -> str:
        """Why the desk refused, as far as every deed knows it."""
        if isinstance(refused, EventFullError):
            return _("No place of that kind is free at the moment. Nothing has changed for you.")
        return _("That is not possible any more. Nothing has changed for you.")

    def no_cookie(self) -> str:
        """Why a form is shown again that came without its cookie."""
        return _(
            "Your browser did not send back the cookie that protects this form, so nothing has been changed yet. "
            "What you typed is still here: press the button again. If this message returns, allow cookies for this "
            "site."
        )

    def lead_back(self) -> HttpResponse:
        """To the guest's page, which says what was done where it does not show."""
        return redirect(self.address() + (f"?done={self.said}" if self.said else ""))

    def ask(self, form: forms.Form, *, status: int = HTTPStatus.OK, refused: str = "") -> HttpResponse:
        """The page of the deed, with the form or with the reason why there is none."""
        return self.show(
            self.template,
            status=status,
            deed=self,
            form=form,
            refused=refused,
            why_not=self.why_not(),
            **self.context(),
        )

    def context(self) -> dict[str, Any]:
        """What its template needs besides."""
        return {}
