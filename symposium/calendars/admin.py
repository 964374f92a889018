"""What subscribers' calendars were given and when, to be read by organisers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_base import NOBODY, ScopedAdmin
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.accounts.scope import ORGANISERS
from symposium.calendars.contents import UNSEEN, Content
from symposium.calendars.items import described, titled
from symposium.calendars.models import Entry, Revision
from symposium.calendars.services import KEPT

# As many versions as one page shows.
MOST = 100
# What a version says, by the names in a content, in the order in which it is shown.
NAMES = {
    "title": _("title"),
    "starts_at": _("begins"),
    "ends_at": _("ends"),
    "all_day": _("whole days"),
    "zone": _("time zone"),
    "place": _("place"),
    "geo": _("coordinates"),
    "status": _("status"),
    "description": _("description"),
    "cast": _("who appears"),
    "categories": _("categories"),
    "kind": _("kind"),
    "conference": _("stream"),
    "slug": _("address"),
    "event": _("address of the event"),
    "organiser": _("organiser"),
    "image": _("photograph"),
}
TIMES = {"starts_at", "ends_at"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a version says otherwise than the one before it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One line of an entry's log."""

    at: str
    sequence: int
    changes: list[Change]
    is_first: bool = False


def versions(entry: Entry) -> list[Version]:
    """What subscribers were given, the newest first."""
    rows: list[Revision] = list(entry.revisions.order_by("-at", "-pk")[: MOST + 1])
    found = [
        Version(_wall(entry, later.at), later.sequence, list(_changes(earlier.content, later.content)))
        for later, earlier in pairwise(rows)
    ]
    if rows and len(rows) <= MOST:
        is_first = rows[-1].at == entry.published_at
        found.append(Version(_wall(entry, rows[-1].at), rows[-1].sequence, [], is_first))
    return found


def given(entry: Entry) -> Iterator[tuple[str, str]]:
    """What subscribers have now, as a client shows it."""
    content = entry.content
    yield str(_("title")), titled(content.get("title", ""), content.get("status", ""))
    for name in ("starts_at", "ends_at", "zone", "place"):
        yield str(NAMES[name]), _said(name, content)
    yield str(_("description")), described(content, "") if "description" in content else ""


def _changes(before: Content, after: Content) -> Iterator[Change]:
    for name, words in NAMES.items():
        if name not in UNSEEN and before.get(name) != after.get(name):
            yield Change(str(words), _said(name, before), _said(name, after))


def _said(name: str, content: Content) -> str:
    value = content.get(name)
    if name in TIMES and value:
        return on_the_wall(datetime.fromisoformat(value), content.get("zone", "UTC"))
    if name == "cast":
        return ", ".join(who or _now("to be announced") for who, _part in value or ())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value if one)
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    return str(value or "")


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    """One calendar entry. It follows what is published and is never written by hand."""

    may_view = may_see_history = ORGANISERS
    may_add = may_change = may_delete = may_choose = NOBODY
    is_entrance = True
    desk_order = 61
    list_display = ("__str__", "kind", "sequence", "revised", "withdrawn", "leaves", "event")
    list_filter = (EventFilter, "kind")
    list_select_related = ("event",)
    ordering = ("event", "kind", "pk")
    sortable_by = ()

    def get_fields(self, _request: HttpRequest, _obj: Any = None) -> Any:
        stamps = ("first_published", "revised", "withdrawn", "leaves")
        return ["event", "kind", "uid", "sequence", *stamps]

    def get_readonly_fields(self, request: HttpRequest, obj: Entry | None = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=_("first published"))
    def first_published(self, entry: Entry) -> str:
        """On the event's wall."""
        return _wall(entry, entry.published_at)

    @admin.display(description=_("last revised"))
    def revised(self, entry: Entry) -> str:
        """On the event's wall."""
        return _wall(entry, entry.revised_at)

    @admin.display(description=_("withdrawn"))
    def withdrawn(self, entry: Entry) -> str:
        """On the event's wall."""
        return _wall(entry, entry.withdrawn_at)

    @admin.display(description=_("leaves the feeds"))
    def leaves(self, entry: Entry) -> str:
        """When what is withdrawn will be taken out, or was."""
        due = entry.withdrawn_at + KEPT if entry.withdrawn_at else None
        return _wall(entry, entry.retired_at or due)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        entry = kwargs.get("obj")
        if entry:
            context |= {"given": list(given(entry)), "versions": versions(entry)}
        return super().render_change_form(request, context, *args, **kwargs)


def _wall(entry: Entry, moment: datetime | None) -> str:
    return on_the_wall(moment, entry.content.get("zone") or (entry.event.timezone if entry.event else "UTC"))
