"""Guests whom a change of the programme concerns (``programme.concerned``)."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from registrations.audiences import GUESTS
from registrations.models import BookableSession
from symposium.events.models import Event
from symposium.programme.changes import Difference
from symposium.programme.concerned import Concern

BOOKED, EVERYBODY = "booked", "everybody"


def concerned(_event: Event, found: Sequence[Difference]) -> Iterable[Concern]:
    """Those who booked what changes, and everybody who has a place."""
    places = BookableSession.objects.filter(session__in=[one.session.pk for one in found])
    booked = [str(pk) for pk in places.order_by("pk").values_list("pk", flat=True)]
    if booked:
        yield Concern(
            key=BOOKED,
            name=_("Guests who booked these sessions"),
            opening=_("A session that you booked has changed."),
            audience=GUESTS,
            filters={"sessions": booked},
            is_guests=True,
        )
    yield Concern(
        key=EVERYBODY,
        name=_("Everybody who has a place"),
        opening=_("The programme has changed."),
        audience=GUESTS,
        includes=frozenset({BOOKED}),
        is_guests=True,
    )
