"""The page on which changes of a programme are published, in one press, and that on which a press is taken back."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from symposium.accounts.admin_base import may
from symposium.accounts.admin_forms import Refusal
from symposium.accounts.admin_pages import user_of
from symposium.accounts.scope import EDITORS, ORGANISERS
from symposium.events.models import Event
from symposium.notices.exceptions import NoticeError
from symposium.programme.admin.pages import ProgrammePages
from symposium.programme.admin.proposal import Proposal
from symposium.programme.board.reading import facts_of
from symposium.programme.models import Publication
from symposium.programme.publications import ChangedSinceShown, NotPublishable, publish_programme, take_back

TITLE = gettext_lazy("Publish changes of the programme")
ADDRESS = "programme_session_publish"
# How many earlier publications the page names.
EARLIER = 10


class PublishingPages(ProgrammePages):
    """What waits at an event, whom it concerns, and one press that publishes it and tells them."""

    def get_urls(self) -> list[Any]:
        publish = self.page(require_http_methods(["GET", "HEAD", "POST"])(self.publish))
        again = self.page(require_POST(self.take_back))
        return [
            path("publish/", publish, name=ADDRESS),
            path("publications/<int:number>/take-back/", again, name="programme_session_take_back"),
            *super().get_urls(),
        ]

    def saves_in_parts(self, request: HttpRequest) -> bool:
        """The publication is a transaction of its own: what it refuses must not publish anything either."""
        match = request.resolver_match
        return bool(match and match.url_name == ADDRESS) or super().saves_in_parts(request)

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """The way from the event's page."""
        ways = super().ways_at(request, event_id)
        if not may(request, EDITORS, event_id):
            return ways
        return [*ways, (_("Changes to publish"), self.way_to_publishing(event_id))]

    def way_to_publishing(self, event_id: int) -> str:
        """The address of the publication of an event's changes."""
        return f"{reverse(f'admin:{ADDRESS}')}?event={event_id}"

    def publish(self, request: HttpRequest) -> HttpResponse:
        """What waits, and whom it concerns; with ``sure``, it is published."""
        event = self.event_for(request)
        if event is None:
            return self.choose_event(request, TITLE, reverse(f"admin:{ADDRESS}"))
        sent = request.POST if request.method == "POST" else None
        proposal = Proposal(event, facts_of(request, event), sent, may_send=may(request, ORGANISERS, event.pk))
        if sent is None or "sure" not in sent:
            return self._propose(request, proposal)
        if not proposal.is_as_shown or len(proposal.chosen) < len(proposal.marks_sent or ()):
            return self._propose(request, proposal, _stale(proposal), status=409)
        if not proposal.is_valid():
            return self._propose(request, proposal, status=422)
        return self._publish_chosen(request, proposal)

    def _publish_chosen(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        said, event, user = proposal.words.cleaned_data, proposal.event, user_of(request)
        try:
            made = publish_programme(
                event,
                by=user,
                only=[one.mark for one in proposal.chosen],
                words=said["words"],
                silently=said["silently"],
                then=lambda _publication: proposal.send(user),
            )
        except (ChangedSinceShown, NotPublishable):
            return self._propose(request, self._anew(proposal), _stale(proposal), status=409)
        except NoticeError as error:
            return self._propose(request, self._anew(proposal), error.words, status=409)
        except IntegrityError as error:
            return self._propose(request, self._anew(proposal), Refusal.of(error).message, status=409)
        self._say_published(request, made, proposal)
        return redirect(self.way_to_publishing(event.pk))

    @staticmethod
    def _anew(proposal: Proposal) -> Proposal:
        """As things are now: somebody was faster."""
        event = Event.objects.select_related("venue").get(pk=proposal.event.pk)
        return Proposal(event, proposal.facts, proposal.sent, may_send=proposal.may_send)

    def _say_published(self, request: HttpRequest, made: Publication, proposal: Proposal) -> None:
        number = made.items.count()
        said = ngettext("%d change is published.", "%d changes are published.", number) % number
        notices = len(proposal.sending)
        if notices and proposal.may_send:
            said += " " + ngettext("%d notice is on its way.", "%d notices are on their way.", notices) % notices
        elif notices:
            words = ngettext(
                "%d notice is kept as a draft, which an organiser sends.",
                "%d notices are kept as drafts, which an organiser sends.",
                notices,
            )
            said += " " + words % notices
        self.message_user(request, said, messages.SUCCESS)

    def _propose(self, request: HttpRequest, proposal: Proposal, said: str = "", *, status: int = 200) -> HttpResponse:
        event = proposal.event
        earlier = event.publications.select_related("by").annotate(number=Count("items"))[:EARLIER]
        context = {"event": event, "proposal": proposal, "said": said, "earlier": earlier}
        title = _("Publish changes: %(event)s") % {"event": event.name}
        return self.show(request, "publish", title, status=status, **context)

    def take_back(self, request: HttpRequest, number: int) -> HttpResponse:
        """Make changes that restore what a publication changed; they wait, as all do."""
        found = self.within(request, Publication.objects.select_related("event"), EDITORS).filter(pk=number).first()
        if found is None:
            raise Http404
        made = take_back(found, by=user_of(request))
        words = ngettext(
            "%d session waits as it was before. Look at it, then publish it.",
            "%d sessions wait as they were before. Look at them, then publish them.",
            made,
        )
        nothing = _("There is nothing to take back: everything is as it was before, or gone.")
        self.message_user(request, words % made if made else nothing)
        return redirect(self.way_to_publishing(found.event_id))


def _stale(proposal: Proposal) -> str:
    if not proposal.found:
        return _("Nothing waits any more: it has been published already, or discarded. Nothing was done now.")
    if proposal.marks_sent == {one.mark for one in proposal.chosen} and proposal.chosen:
        return _("You chose otherwise: here is whom that concerns, and what they would be told. Look, then publish.")
    if not proposal.marks_sent:
        return _("Choose at least one change.")
    return _("Somebody edited or published in between. Here is what waits now: look again, then publish.")
