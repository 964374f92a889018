"""People on a list, held against those whom the event knows already, and against the seats that are left."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from registrations.guest_lists import Problem, Row
from registrations.models import Allocation, Invitation, Registration
from registrations.services import Guest
from symposium.events.models import Event


@dataclass(frozen=True, slots=True)
class Sight:
    """What whoever sent the list may know: of everybody (``whole``), or of the guests of their own blocks alone."""

    whole: bool
    blocks: Collection[int] = ()

    def shows(self, block: int | None) -> bool:
        """Whether they may know of guests of that block; None is the organisers' own."""
        return self.whole or (block is not None and block in self.blocks)


def marked(rows: Sequence[Row], event: Event, block: Allocation | None, sight: Sight) -> list[Row]:
    """The rows, with who is invited or registered already and who comes after the last free seat. Four queries.

    Of somebody whose guest is not theirs to know of, it is only said that the organisers know the address: neither
    whose guest it is, nor whether they are invited or registered, nor under what name.
    """
    keys = {row.key for row in rows if row.key}
    invited = {one.email_key: one for one in _invited(event, keys)}
    registered = {one.email_key: one for one in _registered(event, keys)}
    found = [_known(row, invited.get(row.key), registered.get(row.key), sight) for row in rows]
    return _over(found, free_seats(event, block))


def _invited(event: Event, keys: set[str]) -> Iterable[Invitation]:
    rows = Invitation.objects.standing().filter(event=event, email_key__in=keys)
    return rows.select_related("allocation__organisation")


def _registered(event: Event, keys: set[str]) -> Iterable[Registration]:
    rows = Registration.objects.standing().filter(event=event, email_key__in=keys)
    return rows.select_related("allocation__organisation")


def _known(row: Row, invited: Invitation | None, registered: Registration | None, sight: Sight) -> Row:
    known = invited or registered
    if known is None or not row.key:
        return row
    if not all(sight.shows(one.allocation_id) for one in (invited, registered) if one):
        return row.with_problem(Problem.KNOWN)
    host = str(known.allocation) if known.allocation else _("the organisers")
    detail = _("%(state)s (%(host)s)") % {"state": known.get_state_display(), "host": host}
    return row.with_problem(Problem.INVITED if invited else Problem.REGISTERED, detail)


def free_seats(event: Event, block: Allocation | None) -> int | None:
    """Seats that nobody has and nobody was promised by an invitation, less than none too; None without limit."""
    left = block.left if block else event.seats_left
    if left is None:
        return None
    open_ones = Invitation.objects.unanswered().filter(event=event, allocation=block)
    return left - (open_ones.aggregate(people=Sum(F("companions") + 1))["people"] or 0)


def people_in(rows: Iterable[Row], companions: int = 0) -> int:
    """How many come if all accept and bring whom they may."""
    return sum(1 + (companions if row.companions is None else row.companions) for row in rows)


def _over(rows: Sequence[Row], free: int | None) -> list[Row]:
    if free is None:
        return list(rows)
    found = []
    for row in rows:
        if not row.is_wrong:
            free -= 1 + (row.companions or 0)
        found.append(row.with_problem(Problem.OVER) if free < 0 and not row.is_wrong else row)
    return found


def guest_of(row: Row, place: int = 0) -> Guest:
    """The person of a row, who stands at that place of the list, as ``services.invite`` takes them."""
    return Guest(
        name=row.name,
        email=row.email,
        form_of_address=row.form_of_address,
        affiliation=row.affiliation,
        companions=row.companions,
        words=row.words,
        answer_by=row.answer_by,
        place=place,
    )
