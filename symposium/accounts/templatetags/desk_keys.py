"""The desk's keyboard shortcuts: where each letter leads, as far as whoever is signed in may go."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from symposium.accounts.admin_base import event_in_hand

register = template.Library()

# 'g' and then the letter, which is that of the English word.
LETTERS = {
    "events.event": "e",
    "programme.session": "p",
    "speakers.speaker": "s",
    "registrations.registration": "g",
    "registrations.invitation": "i",
    "notices.notice": "n",
    "mail.outgoingmail": "m",
    "events.photograph": "f",
    "organisations.organisation": "o",
    "history.edit": "h",
}
# Lists that are not narrowed to one event.
OF_NO_EVENT = {"events.event", "organisations.organisation"}


@register.inclusion_tag("admin/history/_keys.html", takes_context=True)
def shortcuts(context: Context) -> dict[str, Any]:
    """The ways that are open to the user, from what the frame knows already: no query."""
    request = context.get("request")
    event = event_in_hand(request) if request is not None else None
    found = [("d", _("Desk"), reverse("admin:index"))]
    for app in context.get("available_apps") or []:
        for entry in app["models"]:
            label = entry["model"]._meta.label_lower
            if label in LETTERS and entry["admin_url"]:
                query = f"?event={event}" if event and label not in OF_NO_EVENT else ""
                found.append((LETTERS[label], str(capfirst(entry["name"])), entry["admin_url"] + query))
    return {"ways": found, "is_open": bool(context.get("has_permission"))}
