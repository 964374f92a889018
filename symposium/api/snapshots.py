"""What the public sees of an event, as digests: two of them say what was added, changed and taken away.

They are made of the answers of the programming interface themselves, so that a message is sent when one of those
changed, and only then.
"""

import hashlib
from datetime import UTC, datetime

from msgspec.structs import replace

from symposium.api.models import Happening
from symposium.api.reading import full_sessions, full_speakers
from symposium.api.schemas import Answer, encode
from symposium.api.writers import Writer
from symposium.events.models import Event
from symposium.events.views import listed_hosts
from symposium.kit.languages import plainly
from symposium.programme.views.rows import know_event

# By what it is ('sessions'), then by slug: a digest.
type Seen = dict[str, dict[str, str]]

_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
_TOLD = {
    "sessions": Happening.PROGRAMME_CHANGED,
    "speakers": Happening.SPEAKERS_CHANGED,
    "news": Happening.NEWS_CHANGED,
}


def look(event: Event) -> Seen:
    """What is public of it now; nothing of a draft. What clock and seats change does not count."""
    if event.is_draft:
        return {}
    with plainly():
        writer = Writer(event, phase="")
        whole = writer.whole(getattr(event, "venue", None), listed_hosts(event))
        sessions = know_event(list(full_sessions(event).order_by("pk")), event)
        return {
            "event": {event.slug: _digest(replace(whole, revised_at=_NO_MOMENT))},
            "sessions": {one.slug: _digest(writer.session(one)) for one in sessions},
            "speakers": {one.slug: _digest(writer.speaker(one)) for one in full_speakers(event)},
            "news": {one.slug: _digest(writer.news(one)) for one in event.announcements.published()},
        }


def differences(before: Seen, now: Seen) -> dict[Happening, dict[str, list[str]]]:
    """What happened between the two: 'added', 'changed' and 'removed', each with slugs."""
    found: dict[Happening, dict[str, list[str]]] = {}
    if not before or not now:
        if before or now:
            found[Happening.EVENT_PUBLISHED if now else Happening.EVENT_WITHDRAWN] = {}
        return found
    if before["event"] != now["event"]:
        found[Happening.EVENT_CHANGED] = {}
    for name, happening in _TOLD.items():
        if changes := _compare(before.get(name, {}), now[name]):
            found[happening] = changes
    return found


def _compare(before: dict[str, str], now: dict[str, str]) -> dict[str, list[str]]:
    changes = {
        "added": [slug for slug in now if slug not in before],
        "changed": [slug for slug, digest in now.items() if before.get(slug, digest) != digest],
        "removed": [slug for slug in before if slug not in now],
    }
    return {name: slugs for name, slugs in changes.items() if slugs}


def _digest(answer: Answer) -> str:
    return hashlib.blake2b(encode(answer), digest_size=8).hexdigest()
