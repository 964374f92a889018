"""Every address that the public can read, taken from the URL configuration itself: a page cannot be forgotten.

A new page with the arguments below is looked at by itself. A test fails, and says what to write here, when an address
has an argument that is not known, does not answer, or chooses what it shows by a parameter that no variant uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from registrations.audiences import news_mark
from registrations.models import Registration
from symposium.events.models import Event
from symposium.kit.pages import respond
from tests import factories
from tests.factories.speaking import make_linked, make_suggestion

# By name of the address: why it is no page that the public reads.
EXCEPTIONS = {
    **dict.fromkeys(("api-guest", "api-guests", "api-token"), "for programs that show a token"),
    **dict.fromkeys(("api-root", "api-nowhere"), "there is nothing"),
    **dict.fromkeys(("embed-programme", "embed-registration"), "pieces for pages of other sites, no pages"),
    "oembed": "answers to who asks about an address",
    "picture": "a picture, whose name is made of what it holds",
    "preview": "for an event's team alone; test_awkward.py looks at a draft through it",
}
# Arguments of pages for one person: made below (``guest_pages``).
PERSONAL = {"token", "mark"}
# By name of the address: the choices that a reader has on it.
VARIANTS = {
    "calendar-check": ("?feed=/events/full/programme.ics", "?feed=nothing"),
    "participants": ("?page=2",),
    "programme": (
        *("?day={day}", "?track=science", "?room=hall", "?day=2001-01-01", "?view=grid", "?view=grid&day={day}"),
        *("?zone=Asia/Tokyo", "?view=grid&zone=Asia/Tokyo"),
    ),
    "session": ("?zone=Asia/Tokyo",),
    "speaker": ("?zone=Asia/Tokyo",),
    "now": ("?zone=Asia/Tokyo",),
    "speakers": ("?q=plato", "?q=nobody"),
    "search": ("?q=donaudampf", "?q=nothing-of-that-name"),
}
# Templates from which the pages of errors are made.
FRAMES = {"page.html"}


@dataclass(frozen=True, slots=True)
class Address:
    """One entry of the URL configuration."""

    name: str
    arguments: tuple[str, ...]
    parameters: tuple[str, ...]


def configured() -> list[Address]:
    """All of them but the desk's."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any]) -> Iterator[Address]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            if not is_staffs(entry):
                yield from _walk(entry.url_patterns)
        elif isinstance(entry, URLPattern) and not is_staffs(entry):
            view = getattr(entry.callback, "view_class", None)
            parameters = tuple(getattr(view, "parameters", ()))
            yield Address(entry.name or str(entry.pattern), tuple(entry.pattern.converters), parameters)


def is_staffs(entry: URLPattern | URLResolver) -> bool:
    """Whether what is there is for staff alone: the desk, and the ways to it."""
    return str(entry.pattern).removeprefix("^").startswith("admin/")


def arguments(event: Event) -> dict[str, str]:
    """What the arguments of addresses stand for at the full event (``factories.awkward``)."""
    return {
        "event": event.slug,
        "session": "keynote",
        "speaker": "ada",
        "organisation": "slow-orbits",
        "track": "science",
        "room": "hall",
        "size": "192",
        "language": "en-us",
        "path": f"events/{event.slug}/",
    }


def pages(event: Event) -> list[str]:
    """Every address of the full event and of the site that answers with a page, with all variants."""
    client, known, found = Client(), arguments(event), []
    for address in configured():
        if address.name in EXCEPTIONS or PERSONAL & set(address.arguments):
            continue
        if unknown := set(address.arguments) - set(known):
            raise LookupError(f"say in arguments() what {unknown} of {address.name!r} stands for")
        path = reverse(address.name, kwargs={name: known[name] for name in address.arguments})
        response = client.get(path)
        if response.status_code != 200:
            raise LookupError(f"{path} answers {response.status_code}: name {address.name!r} in EXCEPTIONS, and why")
        if response.headers["Content-Type"].startswith("text/html"):
            found += [path, *(f"{path}{variant}" for variant in variants(address, event))]
    return found


def variants(address: Address, event: Event) -> list[str]:
    """The queries with which an address is looked at; LookupError names a parameter that none of them uses."""
    chosen = VARIANTS.get(address.name, ())
    for parameter in address.parameters:
        if not any(f"{parameter}=" in variant for variant in chosen):
            raise LookupError(f"{address.name} chooses by {parameter!r}: add a variant with it to VARIANTS")
    return [variant.format(day=event.starts_at.date()) for variant in chosen]


def pages_of(event: Event) -> list[str]:
    """The pages of any event that need no more than its own address."""
    return [
        path
        for address in configured()
        if address.arguments == ("event",) and address.name not in EXCEPTIONS
        for path in [reverse(address.name, args=[event.slug])]
        for answer in [Client().get(path)]
        # An event that keeps no list of participants has no page of them.
        if answer.headers["Content-Type"].startswith("text/html")
        if answer.status_code == HTTPStatus.OK
    ]


def invitation_pages(event: Event) -> list[str]:
    """The page of an invitation as it was answered, opened to say no, and opened by somebody else."""
    states = ("sent", "accepted", "declined", "revoked")
    invited = [factories.make_invitation(event, state=state, greeting="Dear guest,\ncome.") for state in states]
    first = invited[0].get_absolute_url()
    return [*(one.get_absolute_url() for one in invited), f"{first}?answer=no", f"{first}?somebody=else"]


def guest_pages(event: Event) -> list[str]:
    """A guest's own page as their place stands, and deeds: one that asks, one with fields, one that explains most."""
    # Before there are guests who were never counted: this publishes a change.
    speaking = speaking_pages(event)
    guests = [
        factories.make_registration(event, state=Registration.State.CONFIRMED),
        factories.make_registration(event, state=Registration.State.WAITING, waiting_since=timezone.now()),
        factories.make_registration(event, state=Registration.State.CANCELLED),
    ]
    guests.append(factories.make_registration(event, state=Registration.State.UNVERIFIED))
    deeds = [reverse(f"registration-{deed}", args=[guests[0].token]) for deed in ("cancel", "details", "erase")]
    confirms = [reverse("registration-confirm", args=[one.token, one.address_mark]) for one in guests]
    names = ("registration-ticket", "registration-sessions", "registration-feed")
    carried = [reverse(name, args=[guest.token]) for guest in guests[:2] for name in names]
    own = [guest.get_absolute_url() for guest in guests]
    own.append(reverse("registration-news", args=[news_mark(guests[0].public_id)]))
    return [*own, *deeds, *confirms, *carried, *invitation_pages(event), *speaking]


def speaking_pages(event: Event) -> list[str]:
    """A speaker's own page with something that waits, and a form of each kind."""
    link = make_linked(event, name="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter")
    factories.make_appearance(factories.make_session(event, title="Their part"), link.speaker)
    make_suggestion(link.speaker, pronunciation=("", "DO-now"), biography=("", "<p>Much to <em>say</em>.</p>"))
    names = ("speaking", "speaking-profile", "speaking-portrait", "speaking-consents")
    return [reverse(name, args=[link.token]) for name in names]


def errors() -> dict[str, str]:
    """The pages of errors by the name of their template, as they are sent."""
    request = RequestFactory().get("/somewhere/")
    folder = Path(settings.BASE_DIR) / "templates/errors"
    names = sorted(path.name for path in folder.glob("*.html") if path.name not in FRAMES)
    return {name: respond(request, f"errors/{name}").content.decode() for name in names}
