"""From entries to what a calendar shows: our words in the reader's language, absolute addresses, a mailbox to ask."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.urls import get_resolver, get_script_prefix
from django.utils.translation import gettext as _

from symposium.calendars.colours import css_colour
from symposium.calendars.contents import Content, Status
from symposium.calendars.ical import Item, Participant, Person, Picture
from symposium.calendars.models import Entry
from symposium.kit.languages import codes
from symposium.kit.renditions import rendition_url
from symposium.programme.models import Appearance, Session


def absolute(name: str, *args: str) -> str:
    """The public address of a page or feed, with scheme and host and the language that the reader chose by address.

    Also while a preview is rendered: it is the address of what will be public.
    """
    chosen = get_script_prefix().strip("/").rpartition("/")[2]
    language = f"{chosen}/" if chosen in codes() else ""
    return f"{settings.SITE_URL}/{language}{get_resolver().reverse(name, *args)}"


def item_of(entry: Entry, **otherwise: Any) -> Item:
    """The entry as it is published now; ``otherwise`` names fields of Item that are to be different."""
    content = entry.content
    url = _page(content, entry)
    fields = {
        "uid": str(entry.uid),
        "sequence": entry.sequence,
        "created_at": entry.published_at,
        "revised_at": entry.revised_at,
        "title": titled(content["title"], content["status"]),
        "starts_at": datetime.fromisoformat(content["starts_at"]),
        "ends_at": datetime.fromisoformat(content["ends_at"]),
        "zone": content["zone"],
        "organiser": organiser(content),
        "status": content["status"].upper(),
        "all_day": content["all_day"],
        "place": content["place"],
        "geo": tuple(content["geo"]),
        "description": described(content, url),
        "categories": _categories(entry),
        "url": url,
        "conference": content["conference"],
        "colour": css_colour(content["hue"]) if "hue" in content else "",
    }
    return Item(**fields | otherwise)


def extensions(entry: Entry) -> dict[str, Any]:
    """What RFC 9073 adds: who appears and where, each a component with a UID that stays with the entry's."""
    content = entry.content
    people = tuple(
        Participant(str(uuid5(entry.uid, f"participant {speaker} {part}")), name)
        for speaker, name, part in content.get("people", ())
    )
    return {"participants": people, "place_uid": str(uuid5(entry.uid, "location")) if content["place"] else ""}


def described(content: Content, url: str) -> str:
    """What stands in DESCRIPTION; the address too, because several clients show no URL."""
    note = _("This is sample data: the event is made up.") if content.get("is_sample") else ""
    return "\n\n".join(part for part in (note, content["description"], _cast(content), url) if part)


def _cast(content: Content) -> str:
    """Who appears, a line each."""
    parts = dict(Appearance.Part.choices)
    lines = [f"- {name or _('to be announced')}, {parts.get(part, part)}" for name, part in content.get("cast", ())]
    return "\n".join([_("With:"), *lines]) if lines else ""


def _categories(entry: Entry) -> tuple[str, ...]:
    """What it is, and its track."""
    if entry.kind == Entry.Kind.EVENT:
        return (_("symposium"),)
    kind = entry.content.get("kind", "")
    named = [str(dict(Session.Kind.choices).get(kind, kind))] if kind else []
    return (*named, *entry.content["categories"])


def titled(title: str, status: str) -> str:
    """The title, with what has happened before it."""
    if status == Status.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    if status == Status.TENTATIVE:
        return _("Postponed: %(title)s") % {"title": title}
    return title


def organiser(content: Content) -> Person:
    """Who is asked: the event's contact, or whoever sends this site's mail. ORGANIZER is required (RFC 5546 §3.2.1)."""
    name, email = content["organiser"]
    return Person(name, email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def picture_of(content: Content) -> Picture | None:
    """The event's first published photograph."""
    name = content.get("image", "")
    if not name:
        return None
    return Picture(rendition_url(name), "image/webp")


def _page(content: Content, entry: Entry) -> str:
    """The page of what the entry is of; of what is gone, the programme that it stood in, or the site."""
    if not content.get("has_event", True):
        return absolute("home")
    if entry.kind == Entry.Kind.EVENT:
        return absolute("event", content["event"])
    if content["has_page"]:
        return absolute("session", content["event"], content["slug"])
    return absolute("programme", content["event"])
