"""What was promised, and whether it holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What was promised, what was found, and whether it holds."""

    name: str
    wanted: str
    found: str
    held: bool


def at_most(name: str, limit: float, found: float, unit: str = "", digits: int = 0) -> Target:
    """A figure that has a limit."""
    return Target(name, f"at most {limit}{unit}", f"{found:.{digits}f}{unit}", found <= limit)
