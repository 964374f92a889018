"""What the board knows of a session: light, comparable, and free of the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self


class Who(NamedTuple):
    """Somebody who appears."""

    pk: int
    name: str


class Seats(NamedTuple):
    """A room: what it is called, and for how many; None where nobody has counted."""

    name: str
    seats: int | None


class Place(NamedTuple):
    """When and where a session takes place; without times it lies in the tray."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: int | None = None

    def as_text(self) -> str:
        """The same as one word, for forms and addresses."""
        moments = [moment.isoformat() if moment else "" for moment in self[:2]]
        return "~".join([*moments, "" if self.room is None else str(self.room)])

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Raises ValueError for what ``as_text`` never writes."""
        starts_at, ends_at, room = text.split("~")
        place = cls(_moment(starts_at), _moment(ends_at), int(room) if room else None)
        if (place.starts_at is None) != (place.ends_at is None):
            raise ValueError(text)
        return place


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


@dataclass(frozen=True, slots=True)
class Slot:
    """A session as it would be if all that is changed were published.

    ``key`` is the number by which the board knows it, whether or not a change of it waits to be published.
    """

    key: int
    title: str
    kind: str = "talk"
    state: str = "published"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: int | None = None
    is_plenary: bool = False
    people: tuple[Who, ...] = ()
    # Whether visitors still see it otherwise, or will see it only with the next publication.
    is_changed: bool = False
    is_new: bool = False

    @property
    def place(self) -> Place:
        return Place(self.starts_at, self.ends_at, self.room)

    @property
    def is_cancelled(self) -> bool:
        return self.state == "cancelled"

    @property
    def is_taken_out(self) -> bool:
        """Whether it leaves the programme with the next publication."""
        return self.is_changed and self.state == "draft"

    @property
    def takes_place(self) -> bool:
        """Whether it needs its room and its people at a known time."""
        return self.starts_at is not None and not self.is_cancelled and not self.is_taken_out


def times(slot: Slot) -> tuple[datetime, datetime]:
    """Both times of one that has them; ValueError for one in the tray."""
    if slot.starts_at is None or slot.ends_at is None:
        raise ValueError(slot.key)
    return slot.starts_at, slot.ends_at
