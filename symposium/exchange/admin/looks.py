"""What the page of an import shows of its steps: some of each kind, and how many there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from symposium.exchange.importing import CHANGE, CREATE, KEEP, LEAVE
from symposium.exchange.models import Import
from symposium.exchange.words import kind_label

ON_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Group:
    """Steps of one verb and one kind, the first of them, and how many more there are."""

    label: str
    number: int
    steps: list[dict[str, Any]]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.steps)


@dataclass(frozen=True, slots=True)
class Look:
    """An import, sorted as its page shows it."""

    created: list[Group]
    changed: list[Group]
    kept: list[Group]
    left: int
    errors: list[dict[str, Any]]
    warnings: list[dict[str, Any]]

    @property
    def numbers(self) -> dict[str, int]:
        """How many things are made, changed, the same, and not in the file."""
        found = {name: sum(group.number for group in getattr(self, name)) for name in ("created", "changed", "kept")}
        return found | {"left": self.left}

    @property
    def does_nothing(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.created or self.changed)


def look_of(kept: Import) -> Look:
    """What its page shows."""
    return Look(
        created=list(_groups(kept, CREATE)),
        changed=list(_groups(kept, CHANGE)),
        kept=list(_groups(kept, KEEP)),
        left=sum(step["verb"] == LEAVE for step in kept.steps),
        errors=[problem for problem in kept.problems if not problem["is_warning"]],
        warnings=[problem for problem in kept.problems if problem["is_warning"]],
    )


def _groups(kept: Import, verb: str) -> Iterator[Group]:
    found: dict[str, list[dict[str, Any]]] = {}
    for step in kept.steps:
        if step["verb"] == verb:
            found.setdefault(step["kind"], []).append(step)
    for kind, steps in found.items():
        yield Group(kind_label(kind), len(steps), steps[:ON_A_PAGE])
