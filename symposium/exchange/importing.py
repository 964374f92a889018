"""A document brought into an event: found, compared, checked and saved, row by row, in one transaction.

A preview is the same deed, taken back at its end: what it says is what will be done, down to the rules of the database.
"""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registrations.services import By
from symposium.events.models import Announcement, Event, Venue
from symposium.exchange.document import RICH, Document, Item
from symposium.exchange.finding import Finder
from symposium.exchange.identities import is_uuid, remember
from symposium.exchange.models import Kind
from symposium.exchange.pictures import Incoming
from symposium.exchange.readers import Problem, Reading
from symposium.exchange.saving import check, filled, save
from symposium.exchange.shapes import SHAPE, SHAPES, Shape, digest_in, plain
from symposium.exchange.wanting import Wanting, bare
from symposium.exchange.words import in_words, label, name_of
from symposium.kit.revisions import publishing
from symposium.kit.richtext import sanitise

CREATE, CHANGE, LEAVE, KEEP = "create", "change", "leave", "keep"
# In what undoes an import: the keys that it remembered.
IDENTITIES = "identities"
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one thing; ``changes`` are triples of a field, what it was and what it becomes, in words."""

    kind: str
    verb: str
    name: str
    where: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do: ``pictures`` are those that it needs, ``undo`` is what ``undoing`` reads."""

    event: Event | None = None
    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    undo: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong but for warnings."""
        return all(problem.is_warning for problem in self.problems)

    def steps_as_json(self) -> list[dict[str, Any]]:
        """As the import keeps them, and as two outcomes are compared."""
        return [{**asdict(step), "changes": [list(change) for change in step.changes]} for step in self.steps]


class _TakenBack(Exception):
    """Raised to undo a preview, or an import in which something is wrong."""


class Importer:
    """One import. ``stored`` names pictures in the storage by those of the document; without it, it is a preview."""

    def __init__(
        self,
        reading: Reading,
        *,
        source: str,
        event: Event | None,
        by: By,
        takes_event: bool = True,
        stored: Mapping[str, str] | None = None,
        expected: list[dict[str, Any]] | None = None,
    ) -> None:
        self.document: Document = reading.document
        self.source, self.by, self.takes_event = source, by, takes_event
        self.is_preview, self.expected = stored is None, expected
        self.event = event
        self.outcome = Outcome(problems=list(reading.problems))
        self._pictures = Incoming(reading.pictures, stored)
        self._wanting = Wanting(self._pictures, self._problem)
        self._created: set[tuple[Kind, str]] = set()

    def run(self) -> Outcome:
        """Do it, or take it back: with problems nothing is left of it. ``outcome.steps`` differs from ``expected``
        where something changed since the preview; nothing is done then either.
        """
        try:
            with publishing():
                if self.event is not None:
                    # As publishing would lock it, but what changes nothing publishes nothing.
                    self.event = Event.objects.select_for_update(no_key=True).get(pk=self.event.pk)
                self._take_all()
                self._take_back_unless_meant()
        except _TakenBack:
            self.outcome.undo = []
        else:
            self.outcome.event = self.event
        self.outcome.pictures = self._pictures.needed
        return self.outcome

    def _take_back_unless_meant(self) -> None:
        was_expected = self.expected is None or self.expected == self.outcome.steps_as_json()
        if self.is_preview or not self.outcome.is_sound or not was_expected:
            raise _TakenBack

    # --- all of it -------------------------------------------------------------------------------------------------

    def _take_all(self) -> None:
        self._finder = Finder(self.event, self.source, self.document)
        if self.event is None and self.document.event is None:
            words = _("This file says nothing of an event. Choose the event to import it into.")
            self._problem(Item(key=""), "", [words])
            return
        for shape in SHAPES:
            for item in self.document.items(shape.kind):
                self._take(shape, item)
            if shape.kind == Kind.EVENT and not self.event:
                # Nothing else can be looked at without it.
                return
        self._settle_dates()
        known = {place: row.pk for place, row in self._wanting.rows.items()}
        kept = remember(self.event, self.source, known, self._created)
        self.outcome.undo.append({"verb": IDENTITIES, "pks": kept})
        self._name_the_rest()

    def _name_the_rest(self) -> None:
        """What is here and not in the file stays as it is."""
        touched: dict[Kind, set[int]] = {}
        for (kind, _key), row in self._wanting.rows.items():
            touched.setdefault(kind, set()).add(row.pk)
        for kind in SHAPE:
            if self.document.items(kind):
                others = self._finder.others(kind, touched.get(kind, set()))
                self.outcome.steps += [Step(kind.value, KEEP, name_of(row)) for row in others]

    # --- one thing -------------------------------------------------------------------------------------------------

    def _take(self, shape: Shape, item: Any) -> None:
        place = (shape.kind, item.key)
        if not self._has_good_key(place, item):
            return
        wanted = dict(self._wanting.wanted(shape, item))
        row = self._finder.find(shape, item, wanted)
        if row is None and shape.kind == Kind.EVENT:
            row = self.event
        for name in wanted.keys() & shape.parts.keys():
            wanted[name] = shape.parts[name].settled(row, wanted[name])
        if row is not None and self._is_left(shape, row, wanted):
            self._keep(shape, item, row)
            return
        is_new = row is None
        row = self._new(shape, item) if is_new else row
        before = {} if is_new else shape.read(row)
        if not self._write(shape, item, row, wanted, is_new=is_new):
            self._wanting.failed.add(place)
            return
        if is_new:
            self._created.add(place)
        self._note(shape, item, self._wanting.rows[place], before)

    def _has_good_key(self, place: tuple[Kind, str], item: Any) -> bool:
        words = ""
        if place in self._wanting.rows or place in self._wanting.failed:
            words = _("The same thing stands here twice (%(key)s). Leave one of them out.") % {"key": item.key[:60]}
        elif not item.key or len(item.key) > LONGEST_KEY or bare(item.key) != item.key:
            words = _("It has no key, or one that is too long: it could not be recognised the next time.")
        if words:
            self._problem(item, "", [words])
        return not words

    def _is_left(self, shape: Shape, row: Any, wanted: dict[str, Any]) -> bool:
        """Whether there is nothing to do: an organisation is everybody's, a block that went back is nobody's."""
        if shape.kind == Kind.ORGANISATIONS or getattr(row, "released_at", None):
            return True
        if shape.kind == Kind.EVENT and not self.takes_event:
            return True
        stored = shape.read(row, list(wanted))
        return all(self._equal(shape, name, stored[name], value) for name, value in wanted.items())

    @staticmethod
    def _equal(shape: Shape, name: str, stored: Any, value: Any) -> bool:
        if name in shape.pictures:
            return bool(stored) == bool(value) and digest_in(stored) == digest_in(value)
        if name in RICH and isinstance(value, str):
            # What was written by hand into the database may not have been tidied.
            return sanitise(stored) == sanitise(value)
        return bool(stored == (value if name in shape.parts or name in shape.refs else plain(value)))

    def _keep(self, shape: Shape, item: Any, row: Any) -> None:
        self._known(shape, item, row)
        self.outcome.steps.append(Step(shape.kind.value, LEAVE, name_of(row), item.where))

    def _known(self, shape: Shape, item: Any, row: Any) -> None:
        self._wanting.rows[shape.kind, item.key] = row
        self._finder.rows[shape.kind][row.pk] = row

    def _note(self, shape: Shape, item: Any, row: Any, before: dict[str, Any]) -> None:
        after = shape.read(row)
        changed = [
            name for name in shape.names if not before or not self._equal(shape, name, before[name], after[name])
        ]
        verb = CHANGE if before else CREATE
        if before and not changed:
            self.outcome.steps.append(Step(shape.kind.value, LEAVE, name_of(row), item.where))
            return
        changes = tuple(
            (label(shape, name), self._said(shape, name, before.get(name)), self._said(shape, name, after[name]))
            for name in changed
            if before or after[name] not in (None, "", [])
        )
        self.outcome.steps.append(Step(shape.kind.value, verb, name_of(row), item.where, changes))
        kept = {name: before[name] for name in changed} if before else {}
        self.outcome.undo.append({"kind": shape.kind.value, "pk": row.pk, "verb": verb, "before": kept, "after": after})

    def _said(self, shape: Shape, name: str, value: Any) -> str:
        zone = self.event.timezone if self.event else "UTC"
        return in_words(shape, name, value, self._name_of, zone)

    def _name_of(self, kind: Kind, pk: int) -> str:
        return name_of(self._finder.rows[kind].get(pk, ""))

    # --- writing ---------------------------------------------------------------------------------------------------

    def _new(self, shape: Shape, item: Any) -> Any:
        if shape.kind == Kind.EVENT:
            return filled(Event(state=Event.State.DRAFT))
        parent: dict[str, Any] = {"event": self.event} if shape.parent == "event" else {}
        if shape.parent == "venue":
            parent = {"venue": self._venue(item)}
        row = filled(shape.model(**parent))
        if isinstance(row, Announcement) and is_uuid(item.key):
            row.uid = row.uid if Announcement.objects.filter(uid=item.key).exists() else uuid.UUID(item.key)
        return row

    def _venue(self, item: Any) -> Venue:
        """The event's; where the file names none, one that is called as the event is."""
        assert self.event is not None  # noqa: S101 (rooms come after their event)
        found = next(iter(self._finder.rows[Kind.VENUE].values()), None)
        if found is None:
            found = Venue.objects.create(event=self.event, name=self.event.name)
            self._known(SHAPE[Kind.VENUE], Item(key=""), found)
            self._note(SHAPE[Kind.VENUE], Item(key="", where=item.where), found, {})
            words = _("The file has rooms and names no venue. It is called as the event is: give it its name.")
            self.outcome.problems.append(Problem(item.where, "", words, is_warning=True))
        return found

    def _write(self, shape: Shape, item: Any, row: Any, wanted: dict[str, Any], *, is_new: bool) -> bool:
        """Check and save; whether it went well."""
        self._set(shape, row, wanted)
        if isinstance(row, Event) and Event.objects.filter(slug=row.slug).exclude(pk=row.pk).exists():
            # A copy beside the original.
            row.slug, warning = row._stored_slug, _("Another event here has this address; this one has its own.")
            self.outcome.problems.append(Problem(item.where, self._label(shape, "slug"), warning, is_warning=True))
        # Pictures were looked at by themselves; in a preview their files are not there to be opened.
        pictures = {name for name in shape.pictures if getattr(item, name)}
        named = {*shape.refs, shape.parent} - {""}
        errors = check(row, named=named, pictures=pictures) or self._store(shape, item, row, wanted, is_new=is_new)
        for name, words in errors.items():
            self._problem(item, self._label(shape, name), words)
        return not errors

    def _set(self, shape: Shape, row: Any, wanted: dict[str, Any]) -> None:
        if "event" in {one.name for one in row._meta.concrete_fields}:
            # Whose times are those of this import already.
            row.event = self.event
        for name, value in wanted.items():
            if name in shape.refs:
                setattr(row, name, self._finder.rows[shape.refs[name]].get(value))
            elif name in shape.pictures:
                self._pictures.put(row, name, value)
            elif name not in shape.parts:
                setattr(row, name, value)

    def _store(
        self, shape: Shape, item: Any, row: Any, wanted: dict[str, Any], *, is_new: bool
    ) -> dict[str, list[str]]:
        name = ""
        try:
            saved = self._save_event(row) if isinstance(row, Event) else save(row, self.by)
            for part in shape.parts.values() if is_new else ():
                part.begin(saved)
            for name in [one for one in shape.parts if one in wanted]:
                if shape.parts[name].read(saved) != wanted[name]:
                    shape.parts[name].write(saved, wanted[name])
        except ValidationError as error:
            return error.message_dict if hasattr(error, "error_dict") else {name: error.messages}
        self._known(shape, item, saved)
        return {}

    def _save_event(self, event: Event) -> Event:
        """Around all its sessions, those that were and those that come; ``_settle_dates`` makes it as it shall be."""
        first, last = event.starts_at, event.ends_at
        if event.pk:
            old = Event.objects.values_list("starts_at", "ends_at").get(pk=event.pk)
            event.starts_at, event.ends_at = min(first, old[0]), max(last, old[1])
        self.event = save(event, self.by)
        event.starts_at, event.ends_at = first, last
        return event

    def _settle_dates(self) -> None:
        event = self.event
        if event is None or (Kind.EVENT, self._event_key) not in self._wanting.rows:
            return
        stored = Event.objects.values_list("starts_at", "ends_at").get(pk=event.pk)
        if stored == (event.starts_at, event.ends_at):
            return
        try:
            with publishing():
                save(event, self.by)
        except ValidationError as error:
            assert self.document.event is not None  # noqa: S101 (it has new dates)
            self._problem(self.document.event, self._label(SHAPE[Kind.EVENT], "starts_at"), error.messages)

    @property
    def _event_key(self) -> str:
        return self.document.event.key if self.document.event else ""

    # --- saying ----------------------------------------------------------------------------------------------------

    def _problem(self, item: Item, field_name: str, words: list[str]) -> None:
        self.outcome.problems += [Problem(item.where, field_name, one) for one in words]

    @staticmethod
    def _label(shape: Shape, name: str) -> str:
        return label(shape, name) if name in shape.names else ""
