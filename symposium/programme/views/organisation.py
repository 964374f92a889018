"""An institution across all events."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.models import F
from django.http import Http404

from speakers.models import Speaker, public_organisations
from symposium.events.models import Event, Hosting
from symposium.kit.pages import Moved, PublicPage
from symposium.kit.revisions import site_counter
from symposium.kit.slugs import moved_to
from symposium.organisations.models import Organisation
from symposium.programme.models import Session
from symposium.programme.views.rows import with_affiliations


class OrganisationPage(PublicPage):
    """A host: its words, its people, its events. Only who is listed at a public event, or works with its speakers."""

    template_name = "programme/organisation.html"
    organisation: Organisation
    revision = 0

    def find(self, **kwargs: Any) -> None:
        self.revision = site_counter().value

    def complete(self) -> None:
        """Found among those that may be shown; a former address leads on."""
        slug = self.kwargs["organisation"]
        organisations = public_organisations()
        found = organisations.filter(slug=slug).first()
        if found is None:
            target = moved_to(organisations, slug)
            if target is None:
                raise Http404
            raise Moved(target.get_absolute_url())
        self.organisation = found

    def key(self) -> Sequence[object]:
        return (self.revision,)

    def context(self) -> dict[str, Any]:
        organisation = self.organisation
        hostings = Hosting.objects.public().filter(organisation=organisation).select_related("event", "event__venue")
        speakers = Speaker.objects.public().filter(affiliations__organisation=organisation).distinct()
        return {
            "organisation": organisation,
            "hostings": list(hostings.order_by("-event__starts_at")),
            "speakers": list(with_affiliations(speakers.select_related("event"))),
            "sessions": self.sessions(),
        }

    def sessions(self) -> list[tuple[Event, list[Session]]]:
        """What its people take part in, event by event, the latest first."""
        speakers = Speaker.objects.public().filter(affiliations__organisation=self.organisation)
        found = Session.objects.public().filter(appearances__speaker__in=speakers).distinct()
        latest_first = found.select_related("event", "room").order_by(
            "-event__starts_at", "event_id", F("starts_at").asc(nulls_last=True), "pk"
        )
        return [(event, list(theirs)) for event, theirs in groupby(latest_first, key=lambda session: session.event)]
