"""Calendar entries for one guest (iMIP)."""

from symposium.events.models import Event


def invitation(event: Event, *, name: str, email: str, url: str, bump: int) -> str:
    raise NotImplementedError


def cancellation(event: Event, *, name: str, email: str, url: str, bump: int) -> str:
    raise NotImplementedError
