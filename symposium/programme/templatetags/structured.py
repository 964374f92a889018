"""Structured data in the head of pages; what it costs is said at each (docs/decisions/0010)."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from symposium.events.models import Event
from symposium.events.structured import absolute, event_node, photograph_node
from symposium.kit.json_ld import block, breadcrumbs
from symposium.programme import structured
from symposium.programme.models import Session

register = template.Library()

# The event's first page names so many sessions at most; the programme names them all.
MOST_SESSIONS = 50


@register.simple_tag(takes_context=True)
def structured_site(context: Mapping[str, Any]) -> SafeString:
    """The site by its name. Costs no query."""
    return block({"@type": "WebSite", "name": _("Symposium"), "url": f"{settings.SITE_URL}{reverse('home')}"})


@register.simple_tag(takes_context=True)
def structured_event(context: Mapping[str, Any]) -> SafeString:
    """The event with hosts, place, offer, pictures, sessions and who speaks. Costs one query."""
    event, venue, cover = context["event"], context.get("venue"), context.get("cover")
    entries = list(structured.entries_of(first_sessions(event)))
    writer = structured.Writer(event, venue)
    node = event_node(event, venue, context.get("hosts", ()), [cover] if cover else [])
    parts = {"performer": writer.performers(entries), "subEvent": writer.sub_events(entries)}
    return block(node | {name: found for name, found in parts.items() if found})


def first_sessions(event: Event) -> Any:
    """Rows for ``structured.entries_of``: the first sessions with their rooms and people."""
    first = event.sessions.published().in_order().values("pk")[:MOST_SESSIONS]
    rows = Session.objects.filter(pk__in=first)
    return rows.order_by(F("starts_at").asc(nulls_last=True), "ends_at", "title", "pk", "appearances__rank").values(
        "pk",
        "title",
        "slug",
        "state",
        "starts_at",
        "ends_at",
        room_name=F("room__name"),
        person_state=F("appearances__speaker__state"),
        person_address=F("appearances__speaker__form_of_address"),
        person_name=F("appearances__speaker__name"),
        person_slug=F("appearances__speaker__slug"),
    )


@register.simple_tag(takes_context=True)
def structured_programme(context: Mapping[str, Any]) -> SafeString:
    """The event with all its sessions, out of ``rows`` in the page's context. Costs no query."""
    event, venue = context["event"], context.get("venue")
    sub_events = structured.Writer(event, venue).sub_events(map(structured.entry_of_row, context["rows"]))
    node = event_node(event, venue) | ({"subEvent": sub_events} if sub_events else {})
    return block(node, _steps(event, "programme", _("Programme")))


@register.simple_tag(takes_context=True)
def structured_session(context: Mapping[str, Any]) -> SafeString:
    """The session and its event. Costs no query."""
    event, session = context["event"], context["session"]
    node = structured.session_node(session, event, context.get("venue"))
    here = (session.title, absolute("session", event.slug, session.slug))
    return block(node, _steps(event, "programme", _("Programme"), here))


@register.simple_tag(takes_context=True)
def structured_speaker(context: Mapping[str, Any]) -> SafeString:
    """The speaker with sessions and affiliations. Costs no query."""
    event, speaker = context["event"], context["speaker"]
    links = [link.url for link in context["links"]]
    sessions = [session for session, _parts in context["sessions"]]
    node = structured.speaker_node(speaker, event, context["affiliations"], sessions, links)
    here = (speaker.full_name, absolute("speaker", event.slug, speaker.slug))
    return block(node, _steps(event, "speakers", _("Speakers"), here))


@register.simple_tag(takes_context=True)
def structured_organisation(context: Mapping[str, Any]) -> SafeString:
    """The institution. Costs no query."""
    return block(structured.organisation_page_node(context["organisation"]))


@register.simple_tag(takes_context=True)
def structured_photographs(context: Mapping[str, Any]) -> SafeString:
    """Every photograph with credit and licence. Costs no query."""
    event = context["event"]
    nodes = [photograph_node(photograph) for photograph in context["photographs"]]
    return block(*nodes, _steps(event, "photographs", _("Photographs")))


def _steps(event: Event, name: str, words: str, *below: tuple[str, str]) -> dict[str, Any]:
    """All events, the event, a page of it, and what is below that."""
    up = [(_("All events"), absolute("archive")), (event.name, absolute("event", event.slug))]
    return breadcrumbs([*up, (words, absolute(name, event.slug)), *below])
