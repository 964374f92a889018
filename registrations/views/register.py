"""The way to a place."""

from copy import copy
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from registrations import robots, services
from registrations.exceptions import (
    EventFullError,
    PartyTooLargeError,
    RegistrationNotOpenError,
    RegistrationRefusedError,
    TooManyReturnsError,
)
from registrations.forms import RegistrationForm
from registrations.forms.questions import asked_of
from registrations.models import Invitation, Registration
from symposium.accounts.models import User
from symposium.accounts.scope import may_preview
from symposium.events.models import Event, RegistrationPhase
from symposium.events.pages import key_of, known
from symposium.kit.kept import Kept
from symposium.kit.languages import spoken
from symposium.kit.limits import wait
from symposium.kit.moulds import hole
from symposium.kit.pages import PersonalPage, respond, respond_alike
from symposium.kit.slugs import moved_to
from symposium.kit.views import too_many

WHOLE = Event.objects.select_related("venue", "registration_rules")
_kept: Kept[Event] = Kept()

TEMPLATE = "registrations/register.html"

# What differs on a plain form from one person to the next, and what does not.
TYPED = ("name", "email", "affiliation", "submission")
COMMON = ("mode", "consent", "accepts_waiting", "register")
# How many forms with files that must be mended one reader may send within an hour; beyond, files are chosen again.
MOST_KEPT, KEPT_WITHIN = 30, 60 * 60


class FormPage(PersonalPage):
    """A page with the form for a place; a subclass says how it is shown, and what is done with a good one."""

    http_method_names = ["get", "head", "post", "options"]

    def answer(self, form: RegistrationForm) -> HttpResponse:
        """A place and its page; or the form again with what was typed."""
        if form.is_about_party:
            self.keep_files(form)
            return self.show(form)
        if not form.is_valid():
            self.keep_files(form)
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            return redirect(self.register(form))
        except RegistrationRefusedError as refused:
            self.renew(form)
            return self.show(form, status=explain(form, refused))

    def renew(self, form: RegistrationForm) -> None:
        """Let the form know the event as it stands now."""
        form.event.refresh_from_db()

    def keep_files(self, form: RegistrationForm) -> None:
        """Files that came with a form which comes back are kept for it, unless somebody fills our storage."""
        if self.request.FILES:
            form.is_valid()
            if not wait(self.request, "register.files", most=MOST_KEPT, seconds=KEPT_WITHIN):
                form.keep_files()

    def register(self, form: RegistrationForm) -> Registration | Invitation:
        """The deed, for a form that is valid, and whose page is shown then. Raises RegistrationRefusedError."""
        raise NotImplementedError

    def show(self, form: RegistrationForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page."""
        raise NotImplementedError


class RegisterView(FormPage):
    """One page for a place, without an account."""

    # What was known of the event's seats when a place had gone.
    now: tuple[object, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the event first, under its present address or a former one."""
        found = self.find(kwargs["event"], getattr(request, "previewer", None))
        if found is None:
            moved = moved_to(Event.objects.public(), kwargs["event"])
            if moved is None:
                raise Http404
            return HttpResponsePermanentRedirect(reverse("register", args=[moved.slug]))
        self.event = found
        return super().dispatch(request, *args, **kwargs)

    def find(self, slug: str, previewer: User | None) -> Event | None:
        """The whole event for its team; for everybody else, what its key is made of, completed when it is needed."""
        if not previewer:
            return known(slug)
        found = WHOLE.filter(slug=slug).first()
        if found and not may_preview(previewer, found.pk):
            raise Http404
        return found

    def complete(self) -> None:
        """The whole event, as full as its key says: seats may have moved since, and may move back."""
        if not self.event.get_deferred_fields():
            return
        event = copy(_kept.get(key_of(self.event)[:3], self.fetch))
        for column in ("seats_taken", "seats_held", "guests_waiting", "online_taken"):
            setattr(event, column, getattr(self.event, column))
        self.event = event

    def fetch(self) -> Event:
        """The event with what it asks of everybody, as of this revision: all of it is published."""
        event = WHOLE.filter(pk=self.event.pk).first()
        if event is None:
            raise Http404
        event.asked_of_everybody = asked_of(event)  # type: ignore[attr-defined]
        return event

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form, or why there is none; alike for all but its marks."""
        if not self.event.get_deferred_fields():
            return self.show(RegistrationForm(event=self.event))
        event = self.event
        own = {"csrf": get_token(request), "submission": uuid4().hex, "mark": robots.mark(event)}
        return respond_alike(request, TEMPLATE, key=seats_of(event), context=self.blank, values=own, look=event.look)

    def blank(self) -> dict[str, Any]:
        """What an empty form shows, with holes for what is each visitor's own."""
        self.complete()
        form = RegistrationForm(event=self.event, initial={"submission": hole("submission")})
        return self.context(form) | {"mark": hole("mark"), "csrf_token": hole("csrf")}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A place and its page; or the form again with what was typed."""
        pause = robots.flood(request)
        if pause:
            return too_many(request, pause)
        self.complete()
        return self.answer(RegistrationForm(request.POST, request.FILES, event=self.event))

    def register(self, form: RegistrationForm) -> Registration:
        """The deed. Raises RegistrationRefusedError."""
        wish = form.wish()
        must_verify = robots.must_verify(self.request, self.event, form.asking.rules, wish)
        return services.register(self.event, **wish, must_verify=must_verify, language=spoken(self.request).code)

    def renew(self, form: RegistrationForm) -> None:
        found = None if hasattr(self.request, "previewer") else known(self.event.slug)
        if found is None:
            super().renew(form)
            return
        self.event, self.now = found, seats_of(found)
        self.complete()
        form.event = self.event

    def show(self, form: RegistrationForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page, as registration stands."""
        if status == HTTPStatus.CONFLICT and self.now and not self.request.FILES and is_plain(form):
            return self.show_again(form)
        return respond(self.request, TEMPLATE, self.context(form), look=self.event.look, status=status)

    def show_again(self, form: RegistrationForm) -> HttpResponse:
        """A plain form whose place has just gone: hundreds get it at once in a rush, alike but for what they typed."""
        own: dict[str, str] = {name: escape(form.data.get(name, "")) for name in TYPED}
        own["csrf"] = get_token(self.request)
        own["mark"] = robots.kept(self.request, self.event, form.asking.rules)["mark"]
        said = [form.data.get(name, "") for name in COMMON]

        def context() -> dict[str, Any]:
            data: Any = form.data.copy()  # type: ignore[attr-defined]
            data.update({name: hole(name) for name in TYPED})
            form.data = data
            return self.context(form) | {"mark": hole("mark"), "csrf_token": hole("csrf")}

        return respond_alike(
            self.request,
            TEMPLATE,
            key=(*self.now, *said, *form.all_wrong()),
            context=context,
            values=own,
            look=self.event.look,
            status=HTTPStatus.CONFLICT,
        )

    def context(self, form: RegistrationForm) -> dict[str, Any]:
        """What the page shows."""
        event = self.event
        phase = event.registration_phase()
        takes_wishes = phase in services.TAKES_WISHES - {RegistrationPhase.FULL}
        return {
            "event": event,
            "venue": getattr(event, "venue", None),
            "phase": phase,
            "takes_wishes": takes_wishes,
            "form": form,
            "suggestions": form.suggestions() if takes_wishes else {},
            "is_preview": hasattr(self.request, "previewer"),
            "path": self.request.path,
            **robots.kept(self.request, event, form.asking.rules),
        }


def seats_of(event: Event) -> tuple[object, ...]:
    """What an empty form of a ``known`` event is made of: revision and phase, and how many of the last few are left."""
    few = (event.left(mode) for mode in event.modes if event.mode_phase(mode) == RegistrationPhase.FEW)
    return (*key_of(event), *few)


def is_plain(form: RegistrationForm) -> bool:
    """Whether one person says nothing but who they are, how they come, and that they agree."""
    return not form.companions and not any(
        value for name, value in form.data.items() if name not in {*TYPED, *COMMON, "mark", "csrfmiddlewaretoken"}
    )


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
        self.complete()
        form = RegistrationForm(request.POST, request.FILES, event=self.event)
        self.keep_files(form)
        form.add_error(
            None,
            _(
                "Your browser did not send back the cookie that protects this form, so nothing has been registered "
                "yet. What you typed is still here: press the button again. If this message returns, allow cookies "
                "for this site."
            ),
        )
        return self.show(form, status=HTTPStatus.FORBIDDEN)
