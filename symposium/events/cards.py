"""What an event lends to others: its picture for sharing, its icons, its manifest."""

from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from symposium.events.models import Event, Hosting, Venue
from symposium.events.pages import EventPage
from symposium.events.templatetags.orbits import orbits
from symposium.events.views import listed_hosts
from symposium.kit import cards, icons
from symposium.kit.languages import tag
from symposium.kit.manifests import CONTENT_TYPE, manifest
from symposium.kit.site import SitePage


def alarm(*, is_cancelled: bool = False, is_postponed: bool = False) -> str:
    """What stands before everything else."""
    return _("Cancelled") if is_cancelled else _("Postponed") if is_postponed else ""


def motif(event: Event, hosts: int, milestones: int) -> dict[str, Any]:
    """The orbits of an event's pages, and its colour, as a card takes them."""
    drawn = orbits(event.slug, hosts, milestones)
    arcs, points = (tuple(asdict(part) for part in drawn[name]) for name in ("arcs", "points"))
    return {"arcs": arcs, "points": points, "look": event.look}


def place(venue: Venue | None) -> str:
    """'California Institute of Technology, Pasadena'; empty while there is none."""
    return ", ".join(part for part in (venue.name, venue.locality) if part) if venue else ""


def days(event: Event) -> str:
    """When it is, unless nobody knows."""
    return "" if event.is_postponed else event.days_in_words


def event_card(event: Event, hosts: list[Hosting], milestones: int) -> cards.Card:
    """Name, days, place and every listed host."""
    return cards.Card(
        event.name,
        alarm=alarm(is_cancelled=event.is_cancelled, is_postponed=event.is_postponed),
        facts=tuple(filter(None, (days(event), place(getattr(event, "venue", None))))),
        foot=tuple(hosting.organisation.name for hosting in hosts),
        **motif(event, len(hosts), milestones),
    )


class SiteCard(SitePage):
    """The picture of pages that belong to no event."""

    content_type = "image/png"

    def is_kept(self) -> bool:
        """It is kept where pictures are."""
        return False

    def render(self) -> bytes:
        drawn = orbits("symposium", hosts=5, milestones=6)
        arcs, points = (tuple(asdict(part) for part in drawn[name]) for name in ("arcs", "points"))
        words = _("Symposia that several institutions hold together")
        return cards.draw(cards.Card(_("Symposium"), lead=(words,), arcs=arcs, points=points))


class CardPage(EventPage):
    """A picture for who shares a page of an event; a subclass says what is on it."""

    content_type = "image/png"

    def is_kept(self) -> bool:
        """It is kept where pictures are."""
        return False

    def render(self) -> bytes:
        self.complete()
        return cards.draw(self.card())

    def card(self) -> cards.Card:
        """What the picture says."""
        event = self.event
        return event_card(event, list(listed_hosts(event)), event.milestones.count())

    def motif(self) -> dict[str, Any]:
        """The same orbits as on every page of the event."""
        event = self.event
        return motif(event, event.hostings.listed().count(), event.milestones.count())


class IconPage(EventPage):
    """The icon in the event's colour: SVG, or PNG of a size that is asked for somewhere."""

    def find(self, **kwargs: Any) -> None:
        if kwargs.get("size", icons.SIZES[0]) not in icons.SIZES:
            raise Http404
        super().find(**kwargs)

    @property
    def content_type(self) -> str:  # type: ignore[override]
        """By what the address asks for."""
        return "image/png" if {"size", "is_maskable"} & self.kwargs.keys() else "image/svg+xml"

    def is_kept(self) -> bool:
        return False

    def render(self) -> str | bytes:
        self.complete()
        look, size = self.event.look, self.kwargs.get("size", icons.MASKABLE)
        if self.content_type == "image/svg+xml":
            return icons.icon_svg(look)
        return icons.icon_png(look, size, is_maskable=self.kwargs.get("is_maskable", False))


class ManifestPage(EventPage):
    """What a home screen shows of the event."""

    content_type = CONTENT_TYPE

    def render(self) -> str:
        self.complete()
        event = self.event
        start = reverse("event", args=[event.slug])
        return manifest(name=event.name, start=start, language=tag(self.language), icon=lambda name: start + name)
