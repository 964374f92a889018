"""The whole sample, event by event; what is there already is left alone."""

from collections.abc import Callable
from functools import partial

from symposium.events.models import Event
from symposium.sample import coming, desk, extras, guests, past
from symposium.sample.making import once

THEN: dict[str, Callable[[Event], object]] = {
    extras.FULL: partial(guests.come, guests.FULL),
    extras.ON_REQUEST: partial(guests.come, guests.REQUESTS),
}


def load_all() -> list[Event]:
    """The events that were made: all of them the first time, none the second."""
    made = [once(past.SLUG, past.make), once(coming.SLUG, lambda slug: desk.set_up(coming.make(slug)), desk.open_desk)]
    for slug in extras.EVENTS:
        made += [once(slug, _make_small, THEN.get(slug))]
    return [event for event in made if event]


def _make_small(slug: str) -> Event:
    event = extras.make(slug)
    return desk.set_up_round_table(event) if slug == extras.ON_REQUEST else event
