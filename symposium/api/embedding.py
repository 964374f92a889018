"""What other sites show of ours: the lines to paste into a page, in that site's colours."""

import re
from collections.abc import Mapping
from html import escape

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from symposium.events.models import Event

PARTS = ("programme", "registration")
COLOURS = ("accent", "ink", "ground")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def colours(asked: Mapping[str, str]) -> dict[str, str]:
    """Those among what was asked that are colours; the others are left to the page around."""
    named = {name: asked.get(name, "").strip().lower() for name in COLOURS}
    return {name: colour for name, colour in named.items() if _COLOUR.fullmatch(colour)}


def snippet(event: Event, part: str, chosen: Mapping[str, str]) -> str:
    """The markup: a script, an element, and in it the link that stays where the script does not run."""
    page = settings.SITE_URL + reverse("programme" if part == "programme" else "event", args=[event.slug])
    words = _("Programme of %(event)s") if part == "programme" else _("Registration for %(event)s")
    attributes = {"event": event.slug, "part": part, **chosen}
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return (
        f'<script async src="{settings.SITE_URL}{reverse("embed-script")}"></script>\n'
        f"<symposium-embed{written}>\n"
        f'  <a href="{page}">{escape(words % {"event": event.name})}</a>\n'
        f"</symposium-embed>"
    )


def fragment_url(event: Event, part: str) -> str:
    """The plain HTML, for whoever builds their pages ahead."""
    return f"{settings.SITE_URL}{reverse(f'embed-{part}', args=[event.slug])}"
