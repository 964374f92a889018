"""The way to a place."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations import services
from registrations.exceptions import EventFullError, RegistrationNotOpenError, TooManyReturnsError
from registrations.forms import RegistrationForm
from symposium.accounts.scope import may_preview
from symposium.events.models import Event, RegistrationPhase
from symposium.kit.pages import PersonalPage, respond
from symposium.kit.slugs import moved_to


class RegisterView(PersonalPage):
    """One page for a place, without an account."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the event first, under its present address or a former one."""
        previewer = getattr(request, "previewer", None)
        events = (Event.objects.all() if previewer else Event.objects.public()).select_related("venue")
        found = events.filter(slug=kwargs["event"]).first()
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
        form = RegistrationForm(request.POST, event=self.event)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        wish = {
            key: form.cleaned_data[key] for key in ("name", "email", "affiliation", "submission", "accepts_waiting")
        }
        try:
            registration = services.register(self.event, **wish)
        except RegistrationNotOpenError:
            return self.show_changed(form)
        except TooManyReturnsError:
            form.add_error("email", _("This address has come and gone several times within the hour. Try again later."))
            return self.show(form, status=HTTPStatus.TOO_MANY_REQUESTS)
        except EventFullError as full:
            return self.show_changed(form, offers_waiting=full.has_waiting_list)
        return redirect(registration)

    def show_changed(self, form: RegistrationForm, *, offers_waiting: bool = False) -> HttpResponse:
        """Seats or clock have moved while the form was open."""
        self.event.refresh_from_db()
        form.offer_anew(self.event.registration_phase())
        if offers_waiting:
            form.add_error(None, _("The last place has just been taken. You can join the waiting list instead."))
        return self.show(form, status=HTTPStatus.CONFLICT)

    def show(self, form: RegistrationForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page, as registration stands."""
        event = self.event
        context = {
            "event": event,
            "venue": getattr(event, "venue", None),
            "phase": event.registration_phase(),
            "takes_wishes": event.registration_phase() in services.TAKES_WISHES - {RegistrationPhase.FULL},
            "form": form,
            "is_preview": hasattr(self.request, "previewer"),
            "path": self.request.path,
        }
        return respond(self.request, "registrations/register.html", context, look=event.look, status=status)


class UnprotectedRegisterView(RegisterView):
    """What answers a form that came without its cookie: the form again, filled as it was sent, with a new token."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Nothing is registered; nothing that was typed is lost."""
        form = RegistrationForm(request.POST, event=self.event)
        form.add_error(
            None,
            _(
                "Your browser did not send back the cookie that protects this form, so nothing has been registered "
                "yet. What you typed is still here: press the button again. If this message returns, allow cookies "
                "for this site."
            ),
        )
        return self.show(form, status=HTTPStatus.FORBIDDEN)
