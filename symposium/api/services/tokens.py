"""Tokens: made, shown once, read, withdrawn."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from registrations.admin.scoping import in_own_blocks
from registrations.models import Allocation, Deed
from registrations.permissions import Action
from registrations.services.desk import By, at_the_desk
from symposium.accounts.models import User
from symposium.accounts.scope import COORDINATORS, blocks_of, events_of, sees_all
from symposium.api.models import AccessToken
from symposium.events.models import Event

PREFIX = "sym_"
BEGINNING = 8
# How exactly it is known when a token was used last: a write for each request would be too many.
USE_NOTED_EVERY = timedelta(minutes=5)
# A program that reads the guest list exports it; the log says so once in so long.
EXPORT_NOTED_EVERY = timedelta(days=1)
LONGEST = timedelta(days=366)
MAY_READ_GUESTS = Action.EXPORT_GUESTS.roles


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose guests the owner of a token sees at its event: all of them, or those of blocks that they coordinate."""

    sees_whole_event: bool
    rows: Q


def make_token(
    *, user: User, event: Event, name: str, scopes: Collection[str], expires_at: datetime
) -> tuple[AccessToken, str]:
    """A new token, and the words of it, which are said this once and stored nowhere."""
    words = PREFIX + secrets.token_urlsafe(32)
    row = AccessToken.objects.create(
        user=user,
        event=event,
        name=name,
        scopes=sorted(scopes),
        expires_at=expires_at,
        token_hash=_hash(words),
        beginning=words[:BEGINNING],
    )
    return row, words


def find_token(words: str, now: datetime | None = None) -> AccessToken | None:
    """The token that somebody shows, while it is good; its use is noted."""
    now = now or timezone.now()
    good = AccessToken.objects.good(now).select_related("user", "event")
    found = good.filter(token_hash=_hash(words)).first() if words.startswith(PREFIX) else None
    if found and (found.last_used_at is None or now - found.last_used_at >= USE_NOTED_EVERY):
        AccessToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def revoke_token(token: AccessToken) -> bool:
    """From now on it opens nothing. Whether it did until now; done twice, it is done once."""
    return bool(AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()))


def sight_of(token: AccessToken) -> Sight | None:
    """What its owner may see of the event's guests at this moment; None for nothing at all."""
    user, event_id = token.user, token.event_id
    if sees_all(user) or event_id in events_of(user, MAY_READ_GUESTS - COORDINATORS):
        return Sight(sees_whole_event=True, rows=Q(event=event_id))
    if any(event == event_id for event, _organisation in blocks_of(user)):
        return Sight(sees_whole_event=False, rows=Q(event=event_id) & in_own_blocks(user))
    return None


def note_reading(token: AccessToken, sight: Sight, now: datetime | None = None) -> None:
    """Put into the event's log that its guest list was read by a program of this member of staff, once a day."""
    now = now or timezone.now()
    noted = Deed.objects.filter(
        event=token.event_id, verb=Deed.Verb.EXPORTED, user=token.user_id, rule="api", at__gt=now - EXPORT_NOTED_EVERY
    )
    if noted.exists():
        return
    own = (
        None
        if sight.sees_whole_event
        else Allocation.objects.filter(in_own_blocks(token.user, ""), event=token.event_id).first()
    )
    with at_the_desk(token.event_id) as desk:
        desk.note(By.of(token.user), Deed.Verb.EXPORTED, allocation=own, rule="api")


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
