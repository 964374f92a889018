"""The coordinator's own desk, for the page of the whole desk."""

from typing import Any

from django import template

from registrations.coordinating import parts_of
from symposium.accounts.scope import blocks_of

register = template.Library()


@register.inclusion_tag("admin/registrations/coordinating/desk.html", takes_context=True)
def coordinator_desk(context: dict[str, Any]) -> dict[str, Any]:
    """What the user's institutions have at each event; empty for whoever coordinates none.

    The page that shows it loads css/desk-access.css.
    """
    return {"parts": parts_of(context["request"].user)}


@register.simple_tag(takes_context=True)
def coordinates(context: dict[str, Any]) -> bool:
    """Whether the user coordinates an institution at any event; asks nothing that was not asked already."""
    return bool(blocks_of(context["request"].user))
