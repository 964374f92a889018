"""From the rows of a table to hosts, people and sessions, with what is wrong in each."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from symposium.exchange.document import (
    UNSAID,
    Affiliation,
    Appearance,
    Hosting,
    Link,
    Material,
    Organisation,
    Places,
    Said,
    Session,
    Speaker,
)
from symposium.exchange.readers.collecting import Collector
from symposium.exchange.readers.kinds import kind_of, role_of, state_of
from symposium.exchange.readers.people import Named, named, separated
from symposium.exchange.readers.table_row import Row, Ways
from symposium.exchange.readers.table_times import times_of
from symposium.exchange.readers.texts import joined, key_of, markup, strong
from symposium.kit.countries import countries
from symposium.kit.folding import fold

_COUNTRIES = {"uk": "GB", "england": "GB", "great britain": "GB", "usa": "US", "united states of america": "US"}
# Whoever is named among the people may be any of these.
_PARTS: dict[str, Said[str]] = {
    "people": UNSAID,
    "keynotes": "keynote",
    "panellists": "panellist",
    "moderators": "moderator",
    "chairs": "chair",
}


# --- hosts ---------------------------------------------------------------------------------------------------------


def read_host(row: Row, found: Collector) -> None:
    """An institution and its tie to the event."""
    name = row.text("name")
    if not name:
        row.wrong("name", _("The name is missing."))
        return
    said: dict[str, Any] = {"short_name": row.said("short_name"), "url": _address(row, "url")}
    if "words" in row:
        said["words"] = markup(row.text("words"))
    if "country" in row:
        said["country"] = _country(row)
    key = found.organisation(name, key=row.text("key"), where=row.where, **said)
    if key is None:
        return
    role = role_of(row.text("role"))
    if row.text("role") and not role:
        row.wrong("role", _("Write host, co-host, sponsor or supporter."))
    rank = row.number("rank")
    hosting = Hosting(
        key=key,
        where=row.where,
        organisation=key,
        role=role or UNSAID,
        rank=UNSAID if rank is None else rank,
        consented=row.yes_no("consented"),
    )
    found.add(hosting)


def _country(row: Row) -> Said[str]:
    text = row.text("country")
    codes = {fold(name): code for code, name in countries()} | _COUNTRIES
    found = text.upper() if text.upper() in dict(countries()) else codes.get(fold(text).strip(), "")
    if text and not found:
        row.wrong(
            "country", _("“%(name)s” is no country. Write its two letters, for example GB.") % {"name": text[:60]}
        )
    return found


def _address(row: Row, column: str) -> Said[str]:
    """An address of a page; one without a scheme is one of https."""
    if column not in row:
        return UNSAID
    text = row.text(column)
    return f"https://{text}" if text and "://" not in text and "." in text and " " not in text else text


# --- people --------------------------------------------------------------------------------------------------------


def read_speaker(row: Row, found: Collector) -> None:
    """A person."""
    name = row.text("name") or f"{row.text('first_name')} {row.text('last_name')}".strip()
    if not name:
        row.wrong("name" if "name" in row else "last_name", _("The name is missing."))
        return
    first, last = row.text("first_name"), row.text("last_name")
    said: dict[str, Any] = {
        name: row.said(name) for name in ("form_of_address", "sort_name", "pronunciation", "email")
    } | {"url": _address(row, "url")}
    if first and last and "sort_name" not in row:
        said["sort_name"] = f"{last}, {first}"
    if "biography" in row or "tagline" in row:
        said["biography"] = strong(row.text("tagline")) + markup(row.text("biography"))
    if "state" in row and (state := state_of(row.text("state"))) in {"draft", "published"}:
        said["state"] = state
    if "affiliation" in row:
        said["affiliations"] = _affiliations(row, found)
    if "link" in row:
        said["links"] = tuple(dict.fromkeys(_links(row)))
    key = found.speaker(name, key=row.text("key"), where=row.where, **said)
    if key and row.text("form_of_address"):
        found.also_called(Speaker, f"{row.text('form_of_address')} {name}", key)


def _affiliations(row: Row, found: Collector) -> tuple[Affiliation, ...]:
    name, position = row.text("affiliation"), row.text("position")
    if not name:
        if position:
            words = _("A position needs the institution at which it is held. It is left out.")
            found.aside(row.where, "position", words)
        return ()
    return (_affiliation(name, found, position),)


def _affiliation(name: str, found: Collector, position: str = "") -> Affiliation:
    known = found.known(Organisation, name)
    return Affiliation(organisation=known, name="" if known else name, position=position)


def _links(row: Row) -> Iterator[Link]:
    for heading, text in row.all("link"):
        if text.startswith(("https://", "http://")):
            yield Link(label=heading or text.partition("//")[2].partition("/")[0], url=text)
        else:
            words = _("“%(url)s” is no address of a page. It is left out.")
            row.found.problem(row.where, heading, words % {"url": text[:80]}, is_warning=True)


# --- sessions ------------------------------------------------------------------------------------------------------


def read_sessions(rows: list[Row], ways: Ways, found: Collector) -> None:
    """Sessions; titles that occur more than once ('Coffee') are told apart by when they begin."""
    titles = Counter(key_of(row.text("title")) for row in rows)
    for row in rows:
        _read_session(row, ways, found, is_alone=titles[key_of(row.text("title"))] < 2)


def _read_session(row: Row, ways: Ways, found: Collector, *, is_alone: bool) -> None:
    title = row.text("title")
    if not title:
        row.wrong("title", _("The title is missing."))
        return
    state = state_of(row.text("state"))
    if state is None:
        found.aside(row.where, "state", _("Sessions that were not accepted are left out."))
        return
    times = times_of(row, ways)
    begins = times.get("starts_at")
    when = f"{begins:%Y-%m-%dT%H:%M}" if isinstance(begins, datetime) else f"{row.text('day')} {row.text('start')}"
    apart = "" if is_alone else f" {when[:20]}".rstrip()
    plenary, places = row.yes_no("is_plenary"), row.number("places")
    session = Session(
        key=row.text("key")[:200] or key_of(title)[:180] + apart,
        where=row.where,
        title=title,
        kind=_known(row, "kind", kind_of),
        state=_known(row, "state", lambda text: state_of(text) or ""),
        abstract=_abstract(row),
        room=found.room(row.text("room"), where=row.where) if "room" in row else UNSAID,
        track=found.track(row.text("track"), where=row.where) if "track" in row else UNSAID,
        is_plenary=plenary,
        stream_url=_address(row, "stream_url"),
        places=UNSAID if "places" not in row else Places(capacity=places) if places else None,
        appearances=_appearances(row, ways, found),
        materials=_materials(row),
        **times,
    )
    found.add(session)


def _known(row: Row, column: str, known: Any) -> Said[str]:
    text = row.text(column)
    value: str = known(text) if text else ""
    if text and not value:
        words = _("“%(word)s” is not known here, and is left out.")
        row.found.aside(row.where, column, words % {"word": text[:60]})
    return value or UNSAID


def _abstract(row: Row) -> Said[str]:
    if "abstract" not in row and "description" not in row:
        return UNSAID
    return strong(row.text("subtitle")) + joined(row.text("abstract"), row.text("description"))


def _materials(row: Row) -> Said[tuple[Material, ...]]:
    columns = {"slides": "slides", "recording": "recording"}
    if not any(column in row for column in columns):
        return UNSAID
    urls = ((kind, _address(row, column)) for column, kind in columns.items())
    return tuple(Material(kind=kind, url=url) for kind, url in urls if isinstance(url, str) and url)


def _appearances(row: Row, ways: Ways, found: Collector) -> Said[tuple[Appearance, ...]]:
    """Who appears; keys stand beside names in the same order, where there are both."""
    if not any(column in row for column in (*_PARTS, "speaker_ids")):
        return UNSAID
    keys = separated(row.text("speaker_ids"), "and")
    made: list[Appearance] = []
    for column, part in _PARTS.items():
        people = [
            one for _heading, text in row.all(column) for one in map(named, separated(text, ways.separator)) if one
        ]
        paired = keys if column == "people" and len(keys) == len(people) else [""] * len(people)
        made += [
            Appearance(speaker=_person(one, key, row, found), part=one.part or part)
            for one, key in zip(people, paired, strict=True)
        ]
    if not made and keys:
        made = [Appearance(speaker=key) for key in keys if key in found.speakers]
        if len(made) < len(keys):
            row.wrong("speaker_ids", _("Some of these keys belong to nobody in this file. Add a table of speakers."))
    return tuple(dict.fromkeys(made))


def _person(one: Named, key: str, row: Row, found: Collector) -> str | None:
    if not one.name:
        return None
    known = found.known(Speaker, f"{one.form_of_address} {one.name}") or found.known(Speaker, one.name)
    if known:
        return known
    said: dict[str, Any] = {"form_of_address": one.form_of_address or UNSAID}
    if one.affiliation:
        said["affiliations"] = (_affiliation(one.affiliation, found),)
    return found.speaker(one.name, key=key, where=row.where, **said)
