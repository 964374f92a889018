"""Who takes part, as far as they agreed to be named."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase

from registrations.models import Registration, RegistrationRules
from symposium.events.pages import EventPage
from symposium.kit.folding import fold

ON_A_PAGE = 300


class Participant(NamedTuple):
    """One person as they are named."""

    name: str
    affiliation: str


class ParticipantsPage(EventPage):
    """Guests with a place who agreed to it, by name; where the event keeps no such list there is no page.

    People agree to be found by who comes, not by all the world: no robot keeps it.
    """

    template_name = "registrations/participants.html"
    parameters = ("page",)
    found: Sequence[Participant] = ()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = super().get(request, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def key(self) -> Sequence[object]:
        return (*super().key(), self.event.participants_version)

    def choice(self, name: str) -> str:
        """A page that there can be; the first goes without saying."""
        chosen = super().choice(name)
        return chosen if chosen.isascii() and chosen.isdecimal() and 1 < int(chosen) < 1000 else ""

    def is_kept(self) -> bool:
        """Only pages that there are."""
        return super().is_kept() and int(self.choice("page") or 1) <= self.pages.num_pages

    def find_within(self, **kwargs: Any) -> None:
        if not RegistrationRules.of(self.event).asks_participants:
            raise Http404

    def context(self) -> dict[str, Any]:
        self.pages = Paginator(participants(self.event.pk), ON_A_PAGE)
        page = self.pages.get_page(self.choice("page") or 1)
        return super().context() | {"participants": page, "number": self.pages.count}


def participants(event_id: int) -> list[Participant]:
    """All who are named, by name. One query.

    Nobody is asked which part of their name is sorted by, and it is not guessed: by the name as it is written, without
    accents and case, one script after the other.
    """
    rows = Registration.objects.listed().filter(event=event_id)
    return [
        Participant(f"{address} {name}".strip(), affiliation)
        for name, address, affiliation in sorted(
            rows.values_list("name", "form_of_address", "affiliation"), key=lambda row: (fold(row[0]), row)
        )
    ]
