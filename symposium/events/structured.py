"""An event, its hosts, its place and its pictures in the words of schema.org.

What Google's documentation of Event and of ImageObject requires and recommends is there as far as it is known; what is
not known is left out, never guessed.
"""

from collections.abc import Iterable

from babel.numbers import get_territory_currencies
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from symposium.events.models import Event, Hosting, Mode, Photograph, RegistrationPhase, Venue
from symposium.kit import zones
from symposium.kit.cards import HEIGHT, WIDTH
from symposium.kit.json_ld import Node, without_empty
from symposium.kit.renditions import rendition_url
from symposium.kit.richtext import to_text
from symposium.organisations.models import Organisation

SCHEMA = "https://schema.org/"
_AVAILABLE = {
    RegistrationPhase.NOT_YET: "PreOrder",
    RegistrationPhase.OPEN: "InStock",
    RegistrationPhase.FEW: "LimitedAvailability",
    RegistrationPhase.WAITING: "SoldOut",
    RegistrationPhase.FULL: "SoldOut",
    RegistrationPhase.REQUEST: "LimitedAvailability",
    RegistrationPhase.INVITED: "LimitedAvailability",
    RegistrationPhase.CLOSED: "OutOfStock",
}
# The property of an event that names an organisation of that role.
_ROLES = {
    Hosting.Role.HOST: "organizer",
    Hosting.Role.CO_HOST: "organizer",
    Hosting.Role.SPONSOR: "sponsor",
    Hosting.Role.SUPPORTER: "funder",
}
_DEFAULT_CURRENCY = "GBP"
# Pixels of the pictures that are named.
WIDEST, LOGO = 1600, 640


def absolute(name: str, *args: object) -> str:
    """The address of a page with scheme and host."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def event_node(
    event: Event, venue: Venue | None, hosts: Iterable[Hosting] = (), pictures: Iterable[Photograph] = ()
) -> Node:
    """The whole event, but for its sessions and who speaks, who are known a floor above."""
    url = absolute("event", event.slug)
    return without_empty(
        brief_node(event, venue)
        | {
            "description": event.summary or " ".join(to_text(event.description).split())[:400],
            "image": [card_node(absolute("event-card", event.slug)), *map(photograph_node, pictures)],
            **capacities(event),
            "offers": offer(event, venue),
            "mainEntityOfPage": url,
        }
        | by_role(hosts)
    )


def brief_node(event: Event, venue: Venue | None) -> Node:
    """What is said of an event wherever it is named: which, when, where, and whether it takes place."""
    url = absolute("event", event.slug)
    return without_empty(
        {
            "@type": "Event",
            "@id": f"{url}#event",
            "name": event.name,
            "url": url,
            **dates(event),
            "eventStatus": status(is_cancelled=event.is_cancelled, is_postponed=event.is_postponed),
            "eventAttendanceMode": attendance(
                has_venue=is_in_room(event, venue), has_stream=bool(event.stream_url) or Mode.ONLINE in event.modes
            ),
            "location": locations(event, venue),
        }
    )


def dates(event: Event) -> Node:
    """With the offset of its zone; days alone while the hours are not announced."""
    if not event.hours_announced:
        return {"startDate": event.first_day.isoformat(), "endDate": event.last_day.isoformat()}
    zone = zones.zone(event.timezone)
    return {
        "startDate": event.starts_at.astimezone(zone).isoformat(timespec="seconds"),
        "endDate": event.ends_at.astimezone(zone).isoformat(timespec="seconds"),
    }


def status(*, is_cancelled: bool, is_postponed: bool) -> str:
    """A postponed event keeps its former date until a new one is known (schema.org, EventPostponed)."""
    word = "Cancelled" if is_cancelled else "Postponed" if is_postponed else "Scheduled"
    return f"{SCHEMA}Event{word}"


def attendance(*, has_venue: bool, has_stream: bool) -> str:
    """In a room, by a stream, or both."""
    word = ("Mixed" if has_venue else "Online") if has_stream else "Offline"
    return f"{SCHEMA}{word}EventAttendanceMode"


def is_in_room(event: Event, venue: Venue | None) -> bool:
    """Whether people meet in a room; without a venue, a stream alone says that they do not."""
    return Mode.IN_PERSON in event.modes and (bool(venue) or Mode.ONLINE in event.modes or not event.stream_url)


def capacities(event: Event) -> Node:
    """How many people there can be: in the room, online, and in all where both have a limit."""
    if Mode.ONLINE not in event.modes:
        return {"maximumAttendeeCapacity": event.capacity}
    if Mode.IN_PERSON not in event.modes:
        return {"maximumAttendeeCapacity": event.online_capacity}
    room, online = event.capacity, event.online_capacity
    return {
        "maximumAttendeeCapacity": None if room is None or online is None else room + online,
        "maximumPhysicalAttendeeCapacity": room,
        "maximumVirtualAttendeeCapacity": online,
    }


def locations(event: Event, venue: Venue | None) -> Node | list[Node]:
    """The place, the way to take part online, or both; that it is to be announced when there is neither.

    Without the address of a stream, the event's page stands for it: who registers is told the rest.
    """
    words = _("To be announced")
    somewhere: Node = {"@type": "Place", "name": words, "address": words}
    found: list[Node] = [place(event, venue) if venue else somewhere] if is_in_room(event, venue) else []
    if event.stream_url or Mode.ONLINE in event.modes:
        found.append({"@type": "VirtualLocation", "url": event.stream_url or absolute("event", event.slug)})
    return found[0] if len(found) == 1 else found


def place(event: Event, venue: Venue) -> Node:
    """The venue with its postal address and its coordinates."""
    address = without_empty(
        {
            "streetAddress": venue.street,
            "addressLocality": venue.locality,
            "addressRegion": venue.region,
            "postalCode": venue.postal_code,
            "addressCountry": venue.country,
        }
    )
    geo: Node = {}
    if venue.latitude is not None and venue.longitude is not None:
        geo = {"@type": "GeoCoordinates", "latitude": float(venue.latitude), "longitude": float(venue.longitude)}
    return without_empty(
        {
            "@type": "Place",
            "@id": place_id(event),
            "name": venue.name,
            "address": {"@type": "PostalAddress", **address} if address else venue.name,
            "geo": geo,
            "url": venue.url,
        }
    )


def place_id(event: Event) -> str:
    """What names an event's place within its pages."""
    return f"{absolute('venue', event.slug)}#venue"


def by_role(hosts: Iterable[Hosting]) -> dict[str, list[Node]]:
    """Every listed host, in the agreed order, none above another."""
    found: dict[str, list[Node]] = {}
    for hosting in hosts:
        found.setdefault(_ROLES[Hosting.Role(hosting.role)], []).append(organisation_node(hosting.organisation))
    return found


def organisation_node(organisation: Organisation) -> Node:
    """An institution with its website and its logo."""
    page = absolute("organisation", organisation.slug)
    return without_empty(
        {
            "@type": "Organization",
            "@id": page,
            "name": organisation.name,
            "alternateName": organisation.short_name,
            "url": organisation.url or page,
            "logo": rendition_url(str(organisation.logo), LOGO) if organisation.logo else "",
        }
    )


def offer(event: Event, venue: Venue | None) -> Node:
    """A place costs nothing; whether there is one, as registration stands. Nothing where there is no registration."""
    phase = event.registration_phase()
    if phase == RegistrationPhase.NONE:
        return {}
    opens = event.registration_opens_at
    zone = zones.zone(event.timezone)
    return without_empty(
        {
            "@type": "Offer",
            "price": "0",
            "priceCurrency": currency(venue.country if venue else ""),
            "availability": f"{SCHEMA}{_AVAILABLE[phase]}",
            "url": absolute("register", event.slug),
            "validFrom": opens.astimezone(zone).isoformat(timespec="seconds") if opens else "",
            "validThrough": event.registration_ends_at.astimezone(zone).isoformat(timespec="seconds"),
        }
    )


def currency(country: str) -> str:
    """What people there pay nothing in (CLDR)."""
    known = get_territory_currencies(country) if country else []
    return known[-1] if known else _DEFAULT_CURRENCY


def card_node(url: str) -> Node:
    """The picture for sharing."""
    return {"@type": "ImageObject", "url": url, "contentUrl": url, "width": WIDTH, "height": HEIGHT}


def photograph_node(photograph: Photograph) -> Node:
    """A photograph with whose it is and under which licence (Google, 'Image metadata')."""
    url = rendition_url(str(photograph.image), WIDEST)
    width = min(photograph.width, WIDEST)
    return without_empty(
        {
            "@type": "ImageObject",
            "url": url,
            "contentUrl": url,
            "width": width,
            "height": round(photograph.height * width / max(photograph.width, 1)),
            "caption": photograph.caption,
            "description": photograph.alternative_text,
            "creditText": photograph.credit,
            "copyrightNotice": f"{photograph.credit}, {photograph.licence}",
            "license": photograph.licence_url,
            "acquireLicensePage": photograph.source_url,
        }
    )
