"""The whole sample, event by event; what is there already is left alone."""

from functools import partial

from symposium.events.models import Event
from symposium.sample import coming, desk, extras, guests, past
from symposium.sample.making import once

CROWDS = {extras.FULL: guests.FULL, extras.ON_REQUEST: guests.REQUESTS}


def load_all() -> list[Event]:
    """The events that were made: all of them the first time, none the second."""
    made = [once(past.SLUG, past.make), once(coming.SLUG, coming.make, desk.open_desk)]
    for slug in extras.EVENTS:
        then = partial(guests.come, CROWDS[slug]) if slug in CROWDS else None
        made += [once(slug, extras.make, then)]
    return [event for event in made if event]
