"""The whole sample, event by event; what is there already is left alone."""

from functools import partial

from symposium.events.models import Event
from symposium.sample import coming, extras, guests, past
from symposium.sample.making import once


def load_all() -> list[Event]:
    """The events that were made: all of them the first time, none the second."""
    made = [once(past.SLUG, past.make), once(coming.SLUG, coming.make, partial(guests.come, guests.COMING))]
    for slug in extras.EVENTS:
        then = partial(guests.come, guests.FULL) if slug == extras.FULL else None
        made += [once(slug, extras.make, then)]
    return [event for event in made if event]
