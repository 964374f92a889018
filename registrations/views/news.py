"""The link in a mail of news by which there are no more of them (RFC 8058)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from registrations import services
from registrations.audiences import NEWS_TOKEN
from registrations.models import Consent, Registration
from symposium.kit.pages import PersonalPage, respond
from symposium.kit.tokens import is_genuine, read_token


# The address is a secret of its own, and mail programs send the form without having seen it.
@method_decorator(csrf_exempt, name="dispatch")
class NewsView(PersonalPage):
    """GET asks, because what scans mails follows their links; POST ends news, with a form or from a mail program.

    Done twice, it is done once; for whoever was erased meanwhile, it is done too.
    """

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find whom the mark names, if they are still known."""
        mark = kwargs["mark"]
        public_id = read_token(mark)
        if public_id is None or not is_genuine(mark, NEWS_TOKEN, public_id):
            raise Http404
        self.guest = Registration.objects.select_related("event").filter(public_id=public_id).first()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask once; who comes again sees that it is done."""
        standing = Consent.objects.standing().filter(registration=self.guest, kind=Consent.Kind.NEWS)
        return self.show(is_done=not standing.exists())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Withdraw the consent."""
        if self.guest:
            services.withdraw(self.guest, Consent.Kind.NEWS)
        return self.show(is_done=True)

    def show(self, *, is_done: bool) -> HttpResponse:
        """The page that asks, or says that it is done; no robot keeps it."""
        context = {"is_done": is_done, "event": self.guest and self.guest.event, "path": self.request.path}
        response = respond(self.request, "registrations/news.html", context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
