"""The filters of a list at the desk, as its template shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.admin.views.main import ChangeList

register = template.Library()


@dataclass(frozen=True, slots=True)
class Filter:
    """One of them: what can be chosen, and what is (empty for all)."""

    title: str
    choices: Sequence[Any]
    chosen: str


@register.simple_tag
def filters_of(changelist: ChangeList) -> list[Filter]:
    """In their order; the first choice of each is 'all'."""
    found = []
    for spec in changelist.filter_specs:
        choices = list(spec.choices(changelist))
        chosen = next((str(choice["display"]) for choice in choices[1:] if choice["selected"]), "")
        found.append(Filter(str(spec.title), choices, chosen))
    return found
