"""Rows of the programme as markup, written in Python: there may be thousands, and a template takes much longer."""

from collections.abc import Collection, Iterable
from datetime import datetime
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from symposium.events.models import Event
from symposium.kit import clocks
from symposium.programme.models import Appearance, Material, Session
from symposium.programme.timetable import Person, Row

# Parts that are named beside the person; the others go without saying.
NAMED_PARTS = (Appearance.Part.MODERATOR, Appearance.Part.CHAIR)


class Writer:
    """Writes rows of one event in the reader's language; words and addresses are looked up once."""

    def __init__(self, event: Event, *, reader: str = "", with_rooms: bool = True, now: datetime | None = None) -> None:
        self.zone, self.reader, self.with_rooms, self.now = event.timezone, reader, with_rooms, now
        self.programme, self.speakers = reverse("programme", args=[event.slug]), reverse("speakers", args=[event.slug])
        self.kinds = {value: capfirst(str(label)) for value, label in Session.Kind.choices}
        self.materials = {value: capfirst(str(label)) for value, label in Material.Kind.choices}
        self.parts = {part.value: str(part.label) for part in NAMED_PARTS}
        self.now_word, self.cancelled = _("now"), _("Cancelled")
        self.to_come = _("not named") if event.is_over() else _("to be announced")
        self.record = _("What was said")
        self.to_book = _("Places must be booked")
        # The slugs of the sessions of which that is true; who has seats to give says it to the writer.
        self.booked: Collection[str] = ()

    def rows(self, rows: Iterable[Row]) -> SafeString:
        """Items of a list; a row that begins when the one above did is marked 'with'."""
        written, before = [], None
        for row in rows:
            written.append(self.row(row, is_with=bool(before and row.starts_at == before)))
            before = row.starts_at
        return SafeString("".join(written))

    def row(self, row: Row, *, is_with: bool) -> str:
        """One item of a list."""
        kinds = ["off"] if row.is_cancelled else ["break"] if row.kind == Session.Kind.BREAK else []
        if row.is_on(self.now):
            kinds.append("on")
        classes = " ".join([*kinds, *(["with"] if is_with else [])])
        return (
            f"<li{f' class="{classes}"' if classes else ''}>{self.at(row)}<div>{self.title(row, 'h3')}"
            f"{self.reason(row)}{self.people(row.people)}{self.about(row)}</div></li>\n"
        )

    def at(self, row: Row) -> str:
        """Its hours."""
        if not row.start or not row.end:
            return '<p class="at"></p>'
        own = clocks.yours(row.start, row.end, self.reader) if self.reader else ""
        return f'<p class="at">{clocks.mark(row.start)}<i>–</i>{clocks.mark(row.end)}{own}</p>'

    def title(self, row: Row, tag: str) -> str:
        """Its title, which leads to its page; what is cancelled is struck through for everyone."""
        words = f"<s>{escape(row.title)}</s>" if row.is_cancelled else escape(row.title)
        return f'<{tag} dir="auto"><a href="{self.programme}{row.slug}/">{words}</a></{tag}>'

    def reason(self, row: Row) -> str:
        """That it is cancelled, and why."""
        if not row.is_cancelled:
            return ""
        why = f': <span dir="auto">{escape(row.state_reason)}</span>' if row.state_reason else ""
        return f'<p class="reason"><strong>{self.cancelled}</strong>{why}</p>'

    def people(self, people: list[Person], *, linked: bool = True) -> str:
        """Who appears, in a line."""
        return f"<p>{', '.join(self.person(person, linked=linked) for person in people)}</p>" if people else ""

    def person(self, person: Person, *, linked: bool) -> str:
        """A name, and the part where it says something."""
        name = f"<bdi>{escape(person.name)}</bdi>" if person.slug else f'<span class="to-come">{self.to_come}</span>'
        if linked and person.slug:
            name = f'<a class="quiet-link" href="{self.speakers}{person.slug}/">{name}</a>'
        part = self.parts.get(person.part)
        return f'{name} <span class="soft">({part})</span>' if part else name

    def about(self, row: Row, *, with_room: bool = True) -> str:
        """That it runs now, its kind, room and track, and what it left behind."""
        words = [f'<strong class="is-on">{self.now_word}</strong>'] if row.is_on(self.now) else []
        if row.kind != Session.Kind.BREAK:
            words.append(self.kinds[row.kind])
        if self.with_rooms and with_room:
            words += [f"<bdi>{escape(part.name)}</bdi>" for part in (row.room, row.track) if part]
        words += self.left(row)
        return f'<p class="meta">{" · ".join(words)}</p>' if words else ""

    def left(self, row: Row) -> list[str]:
        """Links to its places, its record and materials."""
        kinds = [self.materials[kind] for kind in row.materials]
        if row.has_record:
            kinds.insert(0, self.record)
        links = [f'<a href="{self.programme}{row.slug}/#record">{escape(kind)}</a>' for kind in kinds]
        if row.slug in self.booked and not row.is_cancelled:
            links.insert(0, f'<a href="{self.programme}{row.slug}/#places">{self.to_book}</a>')
        return links

    def cell(self, row: Row, *, with_room: bool) -> SafeString:
        """The same for a cell of the grid: hours again, as what overlaps stands in one cell; names without links."""
        hours = ""
        if row.start and row.end:
            hours = f'<p class="hours">{clocks.mark(row.start)}–{clocks.mark(row.end)}</p>'
        css = ' class="off"' if row.is_cancelled else ' class="on"' if row.is_on(self.now) else ""
        about = self.about(row, with_room=with_room)
        people = self.people(row.people, linked=False)
        return SafeString(f"<div{css}>{hours}{self.title(row, 'h3')}{self.reason(row)}{people}{about}</div>")
