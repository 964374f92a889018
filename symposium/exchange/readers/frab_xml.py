"""``schedule.xml`` in the shape that ``schedule.json`` has."""

from typing import Any

from django.utils.translation import gettext as _

from symposium.exchange.readers.base import ReadingError
from symposium.exchange.readers.xml_tree import Element, tree_of

type Json = dict[str, Any]


def content_of(data: bytes) -> tuple[Json, bool]:
    """What the file says, as JSON has it, and whether its encoding was guessed."""
    root, is_guess = tree_of(data)
    if root.name != "schedule":
        words = _("This XML is no schedule: it begins with <%(name)s>, not with <schedule>. Export “schedule.xml”.")
        raise ReadingError(words % {"name": root.name[:40]})
    generator = root.first("generator")
    content: Json = {"generator": dict(generator.attributes) if generator else {}}
    conference = root.first("conference")
    content["schedule"] = {"conference": _conference(conference, root)}
    return content, is_guess


def _conference(conference: Element | None, root: Element) -> Json:
    made: Json = {}
    rooms: Json = {}
    for child in conference.children if conference else ():
        if child.name == "track":
            made.setdefault("tracks", []).append({"name": child.attributes.get("name") or child.text})
        else:
            made.setdefault(child.name, child.text)
    # <days> is a number.
    made["days"] = [_day(day, rooms) for day in root.all("day")]
    made["rooms"] = list(rooms.values())
    return made


def _day(day: Element, rooms: Json) -> Json:
    named = {"date": "date", "start": "day_start", "end": "day_end"}
    made: Json = {new: day.attributes[old] for old, new in named.items() if old in day.attributes}
    held: Json = {}
    for room in day.all("room"):
        name = room.attributes.get("name", "")
        said = rooms.setdefault(name, {"name": name})
        if room.attributes.get("guid"):
            said.setdefault("guid", room.attributes["guid"])
        held.setdefault(name, []).extend(_event(event) for event in room.all("event"))
    made["rooms"] = held
    return made


def _event(event: Element) -> Json:
    made: Json = dict(event.attributes)
    for child in event.children:
        if child.name == "persons":
            made["persons"] = [{**one.attributes, "name": one.text} for one in child.all("person")]
        elif child.name in {"links", "attachments"}:
            made[child.name] = [_reference(one) for one in child.children]
        elif child.name == "recording":
            made["recording"] = {part.name: part.text for part in child.children}
        else:
            made.setdefault(child.name, child.text)
    return made


def _reference(element: Element) -> Json:
    return {
        "url": element.attributes.get("href", ""),
        "type": element.attributes.get("type", ""),
        "title": element.text,
    }
