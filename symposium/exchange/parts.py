"""What hangs on one thing and has no identity of its own: read and written as a whole."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from registrations import services
from registrations.exceptions import SessionFullError
from registrations.models import BookableSession
from speakers.models import Affiliation, Link
from symposium.accounts.admin_forms import Refusal
from symposium.exchange import document
from symposium.exchange.document import UNSAID
from symposium.exchange.models import Kind
from symposium.kit.revisions import publishing
from symposium.programme.models import Appearance, Material

# Plain values alone, with primary keys for what is referred to: they are compared, and kept as JSON.
type Value = Any


class Part(Protocol):
    """A field of a document that is rows of other tables here."""

    @property
    def item(self) -> Any:
        """The dataclass of one."""

    @property
    def refs(self) -> Mapping[str, Kind]:
        """What its fields name by key."""

    def settled(self, owner: Any | None, value: Value) -> Value:
        """What it is to be, where the source leaves something unsaid; None where there is no owner yet."""

    def begin(self, owner: Any) -> None:
        """Note that a new owner has none: nobody need ask."""

    def read(self, owner: Any) -> Value:
        """What is stored."""

    def write(self, owner: Any, value: Value) -> None:
        """Store that and nothing else; raises ValidationError with words for people."""


def _check(row: models.Model, exclude: Collection[str]) -> None:
    """What is wrong, with the name of its column: the owner has one name for them all."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        raise ValidationError(list(_said(row, error))) from None


def _said(row: models.Model, error: ValidationError) -> Iterator[str]:
    for name, several in error.message_dict.items():
        column = "" if name == NON_FIELD_ERRORS else getattr(row._meta.get_field(name), "verbose_name", name)
        yield from (f"{column}: {words}" if column else words for words in several)


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of rows in their order."""

    model: type[models.Model]
    owner: str
    related: str
    item: type
    refs: Mapping[str, Kind] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The fields, as the item has them."""
        return [one.name for one in fields(self.item)]

    def read(self, owner: Any) -> Value:
        columns = [f"{name}_id" if name in self.refs else name for name in self.names]
        return [[getattr(row, column) for column in columns] for row in getattr(owner, self.related).all()]

    def write(self, owner: Any, value: Value) -> None:
        rows = [self._row(owner, rank, cells) for rank, cells in enumerate(value, 1)]
        self._refuse_twins(value)
        for row in rows:
            # Whom they name is known; the database holds the rest.
            _check(row, exclude={self.owner, *self.refs})
        try:
            with publishing():
                if len(getattr(owner, self.related).all()):
                    getattr(owner, self.related).all().delete()
                self.model._default_manager.bulk_create(rows)
        except IntegrityError as error:
            raise ValidationError(Refusal.of(error).message) from None
        self._remember(owner, rows)

    def settled(self, owner: Any | None, value: Value) -> Value:
        """What it is to be for an owner that may be there already, where the source leaves something unsaid."""
        return value

    def begin(self, owner: Any) -> None:
        self._remember(owner, [])

    def _remember(self, owner: Any, rows: list[models.Model]) -> None:
        """As if it had been prefetched."""
        found = getattr(owner, self.related).get_queryset()
        found._result_cache, found._prefetch_done = rows, True
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[self.related] = found

    def _row(self, owner: Any, rank: int, cells: Sequence[Any]) -> models.Model:
        columns = [f"{name}_id" if name in self.refs else name for name in self.names]
        return self.model(**dict(zip(columns, cells, strict=True)), **{self.owner: owner, "rank": rank})

    def _refuse_twins(self, value: Value) -> None:
        if self.model is Appearance:
            named = [tuple(cells) for cells in value if cells[0] is not None]
            if len(set(named)) < len(named):
                raise ValidationError(_("The same person has the same part twice. Leave one out."))


@dataclass(frozen=True, slots=True)
class PlacesOfSession:
    """Whether a session has places of its own, and how many."""

    item: type = document.Places
    refs: Mapping[str, Kind] = field(default_factory=dict)

    def begin(self, owner: Any) -> None:
        owner._state.fields_cache["places"] = None

    def read(self, owner: Any) -> Value:
        try:
            places = owner.places
        except BookableSession.DoesNotExist:
            return None
        return [places.capacity, places.has_waiting_list]

    def settled(self, owner: Any | None, value: Value) -> Value:
        """As it is where the source says how many places there are, and not whether there is a line for them."""
        if value is None or value[1] is not UNSAID:
            return value
        had = self.read(owner) if owner is not None else None
        return [value[0], had[1] if had else True]

    def write(self, owner: Any, value: Value) -> None:
        if value is None:
            if owner.places.bookings.exists():
                raise ValidationError(_("Guests have booked this session. Take its places away by hand."))
            owner.places.delete()
            owner._state.fields_cache.pop("places", None)
            return
        capacity, has_waiting_list = value
        _check(BookableSession(capacity=capacity, has_waiting_list=has_waiting_list), exclude={"session"})
        try:
            owner.places = services.change_places(owner, capacity=capacity, has_waiting_list=has_waiting_list)
        except SessionFullError:
            raise ValidationError(_("More places are booked than that. Cancel bookings first.")) from None


class Appearances(Rows):
    """Who appears. A source that knows no parts takes none away: neither that somebody moderates nor who is to come."""

    def settled(self, owner: Any | None, value: Value) -> Value:
        had = self.read(owner) if owner is not None else []
        found: list[list[Any]] = []
        for speaker, part in value:
            known = [cells for cells in had if cells[0] == speaker] or [[speaker, Appearance.Part.SPEAKER.value]]
            if part is UNSAID:
                found += [cells for cells in known if cells not in [*found, *value]]
            else:
                found.append([speaker, part])
        if value and all(part is UNSAID for _speaker, part in value):
            found += [cells for cells in had if cells[0] is None]
        return found


AFFILIATIONS = Rows(Affiliation, "speaker", "affiliations", document.Affiliation, {"organisation": Kind.ORGANISATIONS})
LINKS = Rows(Link, "speaker", "links", document.Link)
APPEARANCES = Appearances(Appearance, "session", "appearances", document.Appearance, {"speaker": Kind.SPEAKERS})
MATERIALS = Rows(Material, "session", "materials", document.Material)
PLACES = PlacesOfSession()
