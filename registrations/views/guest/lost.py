"""For who has lost the link: it comes by mail, and the page does not tell whether there is one."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from registrations.forms.guest import LinkForm
from registrations.models import email_key
from registrations.tasks import send_links
from symposium.events.models import Event
from symposium.kit.limits import count, wait
from symposium.kit.pages import PersonalPage, respond
from symposium.kit.slugs import moved_to

HOUR = 3600
# A university behind one address has many who lost theirs; one mailbox has one.
MOST_OF_CLIENT, MOST_OF_ADDRESS = 60, 3


class LinkView(PersonalPage):
    """Enter the address; a mail comes with all links for the event, where there are any.

    Known or not, the page says the same, and the request does the same work: one task, which looks later.
    """

    http_method_names = ["get", "head", "post", "options"]
    cookie_missing = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the event, under its present address or a former one."""
        events = Event.objects.public().select_related("venue")
        found = events.filter(slug=kwargs["event"]).first()
        if found is None:
            moved = moved_to(events, kwargs["event"])
            if moved is None:
                raise Http404
            return HttpResponsePermanentRedirect(reverse("registration-link", args=[moved.slug]))
        self.event = found
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The question, or that the mail is on its way."""
        return self.show(LinkForm(), is_sent="sent" in request.GET)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Have it looked up and sent."""
        form = LinkForm(request.POST)
        if self.cookie_missing:
            form.add_error(None, self.no_cookie())
            return self.show(form, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if wait(request, "link", most=MOST_OF_CLIENT, seconds=HOUR):
            form.add_error(None, _("So many links were asked for from your network that we pause. Try again later."))
            return self.show(form, status=HTTPStatus.TOO_MANY_REQUESTS)
        address = form.cleaned_data["email"]
        # Who asks for one address too often is told the same, and no further mail goes out.
        whose = salted_hmac(
            "registration-link", f"{self.event.pk}:{email_key(address)}", algorithm="sha256"
        ).hexdigest()[:32]
        if count("link-to", whose, seconds=HOUR) <= MOST_OF_ADDRESS:
            send_links.enqueue(self.event.pk, address)
        return redirect(f"{reverse('registration-link', args=[self.event.slug])}?sent")

    def no_cookie(self) -> str:
        """Why the form is shown again."""
        return _(
            "Your browser did not send back the cookie that protects this form, so no mail has been sent yet. What "
            "you typed is still here: press the button again. If this message returns, allow cookies for this site."
        )

    def show(self, form: LinkForm, *, is_sent: bool = False, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page."""
        event = self.event
        context = {
            "event": event,
            "venue": getattr(event, "venue", None),
            "form": form,
            "is_sent": is_sent,
            "path": self.request.path,
        }
        return respond(self.request, "registrations/link.html", context, look=event.look, status=status)
