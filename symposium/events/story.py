"""The story as it is told: milestones gathered under the years in which they begin."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from symposium.events.models import Milestone

# Years of silence from which on the page says how long it was.
LONG = 10
# '1962', '1950s': what a vague date has of a year.
_YEAR = re.compile(r"\b[0-9]{4}s?\b")


@dataclass(slots=True)
class Era:
    """What begins in one year. ``silence`` counts the years since what was told before, where they are many."""

    heading: str
    silence: int = 0
    milestones: list[Milestone] = field(default_factory=list)

    @property
    def is_year(self) -> bool:
        """Whether the heading is a figure; a vague date may have none ('before the war')."""
        return bool(_YEAR.fullmatch(self.heading))


def told(milestones: Iterable[Milestone]) -> list[Era]:
    """The eras of milestones that come in their order."""
    eras: list[Era] = []
    latest: int | None = None
    for milestone in milestones:
        heading = year_of(milestone)
        if not eras or eras[-1].heading != heading:
            silent = 0 if latest is None else milestone.sorts_from.year - latest
            eras.append(Era(heading, silent if silent >= LONG else 0))
        eras[-1].milestones.append(milestone)
        latest = max(latest or 0, milestone.sorts_to.year)
    return eras


def year_of(milestone: Milestone) -> str:
    """The year in which it begins, as it is known: '1962', '1950s', or the words of a date that has no year."""
    if not milestone.when_in_words:
        return str(milestone.sorts_from.year)
    found = _YEAR.search(milestone.when_in_words)
    return found[0] if found else milestone.when_in_words
