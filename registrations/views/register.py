"""The way to a place."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations import services
from registrations.exceptions import (
    EventFullError,
    PartyTooLargeError,
    RegistrationNotOpenError,
    RegistrationRefusedError,
    TooManyReturnsError,
)
from registrations.forms import RegistrationForm
from registrations.models import Registration
from symposium.accounts.scope import may_preview
from symposium.events.models import Event, RegistrationPhase
from symposium.kit.languages import spoken
from symposium.kit.pages import PersonalPage, respond
from symposium.kit.slugs import moved_to


class RegisterView(PersonalPage):
    """One page for a place, without an account."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the event first, under its present address or a former one."""
        previewer = getattr(request, "previewer", None)
        events = Event.objects.all() if previewer else Event.objects.public()
        found = events.select_related("venue", "registration_rules").filter(slug=kwargs["event"]).first()
        if found is None:
            moved = moved_to(events, kwargs["event"])
            if moved is None:
                raise Http404
            return HttpResponsePermanentRedirect(reverse("register", args=[moved.slug]))
        if previewer and not may_preview(previewer, found.pk):
            raise Http404
        self.event = found
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form, or why there is none."""
        return self.show(RegistrationForm(event=self.event))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A place and its page; or the form again with what was typed."""
        form = RegistrationForm(request.POST, request.FILES, event=self.event)
        if form.is_about_party:
            return self.show(form)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            return redirect(self.register(form))
        except RegistrationRefusedError as refused:
            return self.show(form, status=explain(form, refused))

    def register(self, form: RegistrationForm) -> Registration:
        """The deed. Raises RegistrationRefusedError."""
        return services.register(self.event, **form.wish(), language=spoken(self.request).code)

    def show(self, form: RegistrationForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page, as registration stands."""
        event = self.event
        phase = event.registration_phase()
        takes_wishes = phase in services.TAKES_WISHES - {RegistrationPhase.FULL}
        context = {
            "event": event,
            "venue": getattr(event, "venue", None),
            "phase": phase,
            "takes_wishes": takes_wishes,
            "form": form,
            "suggestions": form.suggestions() if takes_wishes else {},
            "is_preview": hasattr(self.request, "previewer"),
            "path": self.request.path,
        }
        return respond(self.request, "registrations/register.html", context, look=event.look, status=status)


def explain(form: RegistrationForm, refused: RegistrationRefusedError) -> HTTPStatus:
    """Put into the form why there is no place, and what there is now; what was typed stays. Returns the status."""
    if isinstance(refused, TooManyReturnsError):
        form.add_error(
            "email" if "email" in form.fields else None,
            _("This address has come and gone several times within the hour. Try again later."),
        )
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(refused, PartyTooLargeError):
        words = _("At most %(most)d people can come together here. Remove companions, and send the form again.")
        form.add_error(None, words % {"most": refused.most})
        return HTTPStatus.UNPROCESSABLE_ENTITY
    form.event.refresh_from_db()
    form.offer_anew()
    if isinstance(refused, EventFullError):
        _explain_full(form, has_waiting_list=refused.has_waiting_list)
    elif not isinstance(refused, RegistrationNotOpenError):
        raise refused
    return HTTPStatus.CONFLICT


def _explain_full(form: RegistrationForm, *, has_waiting_list: bool) -> None:
    if not has_waiting_list:
        form.add_error("mode" if "mode" in form.fields else None, _("Every place of this kind has been taken."))
    elif form.companions:
        form.accept_waiting()
        form.add_error(
            None,
            _(
                "There is not room for all of you any more. You can join the waiting list together, or take the places "
                "there are: choose below, and send the form again."
            ),
        )
    else:
        form.add_error(None, _("The last place has just been taken. You can join the waiting list instead."))


class UnprotectedRegisterView(RegisterView):
    """What answers a form that came without its cookie: the form again, filled as it was sent, with a new token."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Nothing is registered; nothing that was typed is lost."""
        form = RegistrationForm(request.POST, request.FILES, event=self.event)
        form.is_valid()
        form.add_error(
            None,
            _(
                "Your browser did not send back the cookie that protects this form, so nothing has been registered "
                "yet. What you typed is still here: press the button again. If this message returns, allow cookies "
                "for this site."
            ),
        )
        return self.show(form, status=HTTPStatus.FORBIDDEN)
