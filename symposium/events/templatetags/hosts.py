"""Hosts in templates."""

from collections.abc import Iterable

from django import template

from symposium.events.models import Hosting

register = template.Library()
HOLD = {Hosting.Role.HOST, Hosting.Role.CO_HOST}


@register.filter
def holding(hostings: Iterable[Hosting]) -> list[Hosting]:
    """Hosts and co-hosts, in the agreed order."""
    return [hosting for hosting in hostings if hosting.role in HOLD]


@register.filter
def supporting(hostings: Iterable[Hosting]) -> list[Hosting]:
    """Sponsors and supporters, in the agreed order."""
    return [hosting for hosting in hostings if hosting.role not in HOLD]
