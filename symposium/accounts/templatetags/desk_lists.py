"""The filters of a list at the desk, as its template shows them."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django import template
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from symposium.accounts.list_ways import list_ways
from symposium.accounts.models import SavedFilter

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


@register.simple_tag
def ways_of(changelist: ChangeList, request: HttpRequest) -> list[tuple[str, str]]:
    """Pages of other apps to which the list leads, while an event is in hand."""
    event_id = vars(request).get("_event_in_hand")
    return list_ways(changelist.opts.label_lower, request, event_id) if event_id else []


@dataclass(frozen=True, slots=True)
class Saved:
    """A filter that was kept, as the list offers it."""

    name: str
    query: str
    is_current: bool
    is_teams: bool
    # The address that forgets it; empty for who did not keep it.
    forget: str


@register.simple_tag
def saved_filters_of(changelist: ChangeList, request: HttpRequest) -> list[Saved]:
    """One's own, and those of the team."""
    page = changelist.model_admin
    if not hasattr(page, "saved_filters"):
        return []
    current = sorted(parse_qsl(request.GET.urlencode()))
    return [_saved(kept, current, request) for kept in page.saved_filters(request)]


def _saved(kept: SavedFilter, current: list[tuple[str, str]], request: HttpRequest) -> Saved:
    name = f"admin:{kept.list.replace('.', '_')}_filters_delete"
    forget = reverse(name, args=[kept.pk]) if kept.user_id == request.user.pk else ""
    return Saved(kept.name, kept.query, sorted(parse_qsl(kept.query)) == current, bool(kept.event_id), forget)


@register.simple_tag
def save_filter_url(changelist: ChangeList) -> str:
    """Where a filter is kept; empty for a list that keeps none."""
    page, opts = changelist.model_admin, changelist.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_filters") if hasattr(page, "saved_filters") else ""


@register.filter
def labelled(cells: Iterable[str], headers: Sequence[Mapping[str, Any]]) -> list[SafeString]:
    """The cells of a row, each with what its column is called: on a phone they stand below each other."""
    return [_labelled(cell, str(header["text"])) for cell, header in zip(cells, headers, strict=False)]


def _labelled(cell: str, label: str) -> SafeString:
    if not cell.startswith(("<td ", "<th ")) or cell.startswith('<td class="action-checkbox'):
        return mark_safe(cell)  # noqa: S308 (as Django's own template says it)
    empty = " data-empty" if cell.endswith((">-</td>", ">-</th>")) else ""
    return mark_safe(f"{cell[:3]}{_said(label)}{empty}{cell[3:]}")  # noqa: S308


# A page has a thousand cells and ten columns.
@functools.lru_cache(maxsize=512)
def _said(label: str) -> str:
    return format_html(' data-label="{}"', capfirst(label))
