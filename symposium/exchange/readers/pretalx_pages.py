"""What pretalx's API answered, however somebody kept it: a page, a list, pages one after another, or a ZIP of files.

Which resource an object is of is told by its fields: file names say what people like.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from symposium.exchange.readers.base import ReadingError
from symposium.exchange.readers.collecting import MOST_ITEMS, Collector
from symposium.exchange.readers.files import ZIP, bytes_of, json_of, members_of, text_of
from symposium.exchange.readers.nodes import Node

MOST_DEPTH = 8
# Names under which lists of resources are joined in one object.
_LISTS = {"results", "submissions", "talks", "speakers", "rooms", "tracks", "slots", "breaks", "schedules", "event"}
_LISTS |= {"events", "submission-types", "submission_types", "types", "data"}
# What only an object of its own has: an object with none of these may be a file of several lists.
_OWN = {"code", "title", "name", "id", "date_from", "start", "version"}
# Each resource by fields that it has, the surest first.
_KINDS = (
    ("submissions", ({"title", "code"}, {"title", "submission_type"})),
    ("events", ({"date_from"},)),
    ("types", ({"default_duration"},)),
    ("schedules", ({"slots", "version"},)),
    ("slots", ({"start", "submission"}, {"start", "room"}, {"start", "room_id"})),
    ("tracks", ({"name", "color"},)),
    ("speakers", ({"name", "code"}, {"name", "biography"}, {"name", "submissions"})),
    ("rooms", ({"name", "capacity"}, {"name", "guid"}, {"name", "uuid"}, {"name", "speaker_info"})),
)


@dataclass(slots=True)
class Pages:
    """The objects of each resource, in the order in which they came."""

    submissions: list[Node] = field(default_factory=list)
    speakers: list[Node] = field(default_factory=list)
    rooms: list[Node] = field(default_factory=list)
    tracks: list[Node] = field(default_factory=list)
    types: list[Node] = field(default_factory=list)
    slots: list[Node] = field(default_factory=list)
    events: list[Node] = field(default_factory=list)

    @property
    def language(self) -> str:
        """Of texts that stand in several, the one that the event speaks."""
        return next((event.plain("locale") for event in self.events), "") or "en"


def pages_of(file: IO[bytes], found: Collector) -> Pages:
    """All objects in a file, sorted. Raises ReadingError where there are none."""
    pages = Pages()
    for where, value in _values(file):
        _sort(value, where, pages, found)
    if not any((pages.submissions, pages.speakers, pages.rooms, pages.slots, pages.events)):
        words = _(
            "There is nothing of a programme in this JSON. Save what pretalx answers under /submissions/, /speakers/."
        )
        raise ReadingError(words)
    return pages


def _values(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    file.seek(0)
    if file.read(2) != ZIP:
        for value in json_of(text_of(bytes_of(file))[0]):
            yield "", value
        return
    for name, data in members_of(file, ".json"):
        try:
            for value in json_of(text_of(data)[0]) if data.strip() else ():
                yield name.rpartition("/")[2][:40], value
        except ReadingError as error:
            raise ReadingError(_("%(name)s: %(words)s") % {"name": name[:80], "words": error}) from None


def _sort(value: Any, where: str, pages: Pages, found: Collector, depth: int = 0) -> None:
    """Put an object, or all objects of a list, to those of its kind."""
    if isinstance(value, list) and depth < MOST_DEPTH:
        for place, one in enumerate(value, 1):
            _sort(one, f"{where}[{place}]", pages, found, depth + 1)
        return
    if not isinstance(value, dict) or depth > MOST_DEPTH:
        found.aside(where, "", _("Only objects are read here, as pretalx answers them. The rest is left out."))
        return
    lists = {name: held for name, held in value.items() if name in _LISTS and isinstance(held, list | dict)}
    if "results" in lists or (lists and not _OWN & value.keys()):
        for name, held in lists.items():
            below = where if name == "results" else f"{where}: {name}".removeprefix(": ")
            _sort(held, below, pages, found, depth + 1)
        return
    _keep(Node(value, where, found), pages)


def _keep(node: Node, pages: Pages) -> None:
    kind = next((kind for kind, sets in _KINDS if any(names <= node.value.keys() for names in sets)), "")
    if kind == "schedules":
        for name in ("slots", "breaks"):
            for one in node.nodes(name):
                _keep(one, pages)
        return
    if not kind:
        node.found.aside(node.where, "", _("This is nothing of a programme, and is left out."))
        return
    kept: list[Node] = getattr(pages, kind)
    if len(kept) >= MOST_ITEMS:
        words = _("This file holds more than %(most)d things of a kind; no event has so many.")
        raise ReadingError(words % {"most": MOST_ITEMS})
    kept.append(node)
