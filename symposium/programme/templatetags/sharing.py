"""What others show of a page: the picture of a session, a speaker, an event or the site, and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from speakers.models import Speaker
from symposium.events.models import Event
from symposium.programme.models import Session

register = template.Library()


@dataclass(frozen=True, slots=True)
class Share:
    """Absolute addresses of the page and its picture; where its icons and its manifest are; its languages.

    ``url`` is the one to share, in no language; ``canonical`` this very page's, in its language where that was chosen
    (search engines believe ``hreflang`` of pages alone that call themselves canonical). ``alternates`` are the same
    page by language. All are without the reader's choices.
    ``locale`` and ``other_locales`` are written as Open Graph has it ('en_GB').
    """

    url: str
    canonical: str
    picture: str
    kind: str
    icons: str
    alternates: tuple[tuple[str, str], ...]
    locale: str
    other_locales: tuple[str, ...]


@register.simple_tag(takes_context=True)
def share(context: Mapping[str, Any]) -> Share:
    """By what the page shows. Costs no query."""
    event, session, speaker = (context.get(name) for name in ("event", "session", "speaker"))
    picture, icons = reverse("site-card"), reverse("home")
    if isinstance(event, Event):
        picture, icons = reverse("event-card", args=[event.slug]), reverse("event", args=[event.slug])
        if isinstance(session, Session):
            picture = reverse("session-card", args=[event.slug, session.slug])
        elif isinstance(speaker, Speaker):
            picture = reverse("speaker-card", args=[event.slug, speaker.slug])
    language = str(context.get("language", "en-GB"))
    alternates = [(code, path.partition("?")[0]) for code, _name, path in context.get("languages", ())]
    path = context.get("path", "")
    url = context.get("canonical") or f"{settings.SITE_URL}{path}"
    is_chosen = path in [address for _code, address in alternates]
    return Share(
        url=url,
        canonical=f"{settings.SITE_URL}{path}" if is_chosen else url,
        picture=f"{settings.SITE_URL}{picture}",
        kind="profile" if isinstance(speaker, Speaker) else "website",
        icons=icons,
        alternates=tuple((code, f"{settings.SITE_URL}{path}") for code, path in alternates),
        locale=language.replace("-", "_"),
        other_locales=tuple(code.replace("-", "_") for code, _path in alternates if code != language),
    )
