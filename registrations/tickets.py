"""What a guest shows at the door: a code, a name and a reference, on a telephone or on paper.

The code proves a place and opens nothing: it is a token of a purpose of its own, so that whoever photographs a ticket
cannot see, change or cancel the registration. It stays the same for as long as there is the registration, also when its
link is made anew: what was printed stays good.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registrations.models import Booking, Registration
from symposium.calendars.items import absolute
from symposium.events.models import Event, Mode, Venue
from symposium.events.templatetags.orbits import orbits
from symposium.kit import palette
from symposium.kit.cards import direction
from symposium.kit.paper import code_svg, to_pdf
from symposium.kit.richtext import to_text
from symposium.kit.tokens import make_token

TOKEN = "ticket"  # noqa: S105 (the purpose of the token, no secret)
# As many lines as the panel for them holds.
MOST_SESSIONS = 12


def is_given(registration: Registration) -> bool:
    """Whether there is a ticket: the place is theirs, and what it is for still takes place."""
    event = registration.event
    return registration.is_confirmed and not event.is_over() and not event.is_cancelled


def shown_with(registration: Registration, *, party: bool) -> list[Registration]:
    """Whose tickets a guest's link shows: their own; of all who have a place, where they registered the party."""
    if not (party and registration.is_head and registration.party_id):
        return [registration]
    members = Registration.objects.filter(party=registration.party_id, state=Registration.State.CONFIRMED)
    together = list(members.order_by("-is_head", "pk"))
    for one in together:
        one.event = registration.event
    return together


def code_of(registration: Registration) -> str:
    """What the code says: 43 characters."""
    return make_token(TOKEN, registration.public_id)


def is_at_the_door(registration: Registration) -> bool:
    """Whether anybody asks for it: online there is no door."""
    return registration.mode == Mode.IN_PERSON


def drawn_code(registration: Registration) -> str:
    """The ticket's code as an ``<svg>``; empty where nobody asks for it."""
    return (
        code_svg(code_of(registration), title=_("The code that the door reads")) if is_at_the_door(registration) else ""
    )


def file_name(shown: Sequence[Registration]) -> str:
    """'ticket-K7Q2-9XDM.pdf'."""
    return f"ticket-{shown[0].reference}.pdf"


def ticket_pdf(event: Event, shown: Sequence[Registration]) -> bytes:
    """A page each, A4, which folds to A6: in front what the door asks for, on the back the way."""
    sessions = _booked(shown)
    pages = [_page(event, one, sessions[one.pk]) for one in shown]
    title = ngettext("Ticket: %(event)s", "Tickets: %(event)s", len(shown)) % {"event": event.name}
    drawings = {f"code-{number}.svg": drawn_code(one).encode() for number, one in enumerate(shown)}
    language, _dash, region = (get_language() or settings.LANGUAGE_CODE).partition("-")
    shared = {"title": title, "language": language, "region": region, "words": _words(), **_motif(event)}
    return to_pdf("ticket", shared | {"tickets": pages}, drawings)


def _booked(shown: Sequence[Registration]) -> dict[int, list[Booking]]:
    """What each has booked, by time; one query."""
    booked: dict[int, list[Booking]] = defaultdict(list)
    rows = Booking.objects.filter(registration__in=shown, state=Booking.State.BOOKED)
    rows = rows.select_related("bookable__session__room").order_by("bookable__session__starts_at", "pk")
    for booking in rows:
        booked[booking.registration_id].append(booking)
    return booked


def _page(event: Event, registration: Registration, booked: Sequence[Booking]) -> dict[str, Any]:
    venue: Venue | None = getattr(event, "venue", None)
    in_person = is_at_the_door(registration)
    there = [*venue.address_lines, to_text(venue.directions)] if venue and in_person else []
    online = event.stream_url or _("The way in is on the event’s page.")
    return {
        "event": _said(event.name),
        "mode": str(registration.get_mode_display()),
        "in_person": in_person,
        "when": _("A new date is to be announced") if event.is_postponed else event.when_in_words,
        "name": _said(registration.shown_name),
        "affiliation": _said(registration.affiliation),
        "reference": registration.reference,
        "where": _said(venue.name if venue and in_person else _where(in_person=in_person)),
        "way": [_said(line) for line in (there if in_person else [online]) if line],
        "sessions": [_session(event, booking) for booking in booked[:MOST_SESSIONS]],
        "more": _more(len(booked) - MOST_SESSIONS),
        "address": absolute("event", event.slug),
        "contact": event.contact_email,
    }


def _where(*, in_person: bool) -> str:
    return _("The venue is to be announced") if in_person else _("Online")


def _session(event: Event, booking: Booking) -> dict[str, Any]:
    session = booking.bookable.session
    session.event = event
    room = session.room.name if session.room else ""
    return {"when": session.when_in_words or _("to be announced"), "title": _said(session.title), "room": _said(room)}


def _more(number: int) -> str:
    return ngettext("and %d more", "and %d more", number) % number if number > 0 else ""


def _words() -> dict[str, str]:
    """What is printed on every ticket."""
    return {
        "ticket": _("Ticket"),
        "code": _("The code that the door reads"),
        "show": _("Show this at the door, on paper or on your phone."),
        "no_door": _("You take part online: nobody asks for a ticket. Keep it for your own papers."),
        "reference": _("Reference"),
        "when": _("When"),
        "where": _("Where"),
        "way": _("How to get there"),
        "stream": _("How to take part"),
        "sessions": _("Your sessions"),
        "programme": _("The programme as it stands today"),
        "unable": _("If you cannot come"),
        "unable_words": _(
            "Give your place back, so that somebody else can have it: the link in your mail leads there."
        ),
        "contact": _("Questions"),
        "fold": _("Folds to a quarter along the marks, with this page inside."),
    }


def _said(words: str) -> dict[str, str]:
    return {"words": words, "direction": direction(words)}


def _motif(event: Event) -> dict[str, Any]:
    """The orbits of the event's pages, in its colour."""
    drawn = orbits(event.slug, event.hostings.listed().count(), event.milestones.count())
    arcs, points = ([asdict(part) for part in drawn[name]] for name in ("arcs", "points"))
    return {"arcs": arcs, "points": points, "accent": palette.accent(event.look)}
