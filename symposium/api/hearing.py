"""What is heard, and whom it is told: messages are written in the transaction in which something happened.

They name what happened by addresses and ids, never by names of people: whoever wants to know more asks with a token of
their own, and is told what its owner may see. Where nobody listens, hearing costs one small query.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from registrations.models import Allocation, Deed, Registration
from registrations.permissions import Action
from symposium.accounts.models import User
from symposium.accounts.scope import COORDINATORS, blocks_of, events_of, sees_all
from symposium.api.guests import guest_url
from symposium.api.models import Delivery, Happening, Snapshot, Webhook
from symposium.api.snapshots import Seen, differences, look
from symposium.events.models import Event
from symposium.events.structured import absolute
from symposium.kit.languages import plainly
from symposium.kit.prepared import SAMPLE_KEY, Prepared

# Who saves ten sessions one after the other is told of once: what is published waits so long before it is sent.
SETTLING = timedelta(seconds=20)
# Slugs of one kind that a message names; whoever is told of more reads the whole list.
MOST_NAMED = 100
MAY_HEAR = Action.EXPORT_GUESTS.roles
_CHANGED = frozenset({Deed.Verb.CHANGED, Deed.Verb.CHANGED_MODE, Deed.Verb.ASSIGNED, Deed.Verb.NEW_ADDRESS})
# Deeds with a guest's place; what was booked or answered has states of its own.
_PLACES = frozenset(
    {
        *(Deed.Verb.REGISTERED, Deed.Verb.ADDRESS_CONFIRMED, Deed.Verb.APPROVED, Deed.Verb.DECLINED, Deed.Verb.OFFERED),
        *(Deed.Verb.ACCEPTED, Deed.Verb.REFUSED, Deed.Verb.LAPSED, Deed.Verb.MOVED_UP, Deed.Verb.CANCELLED),
        *(Deed.Verb.CAME_BACK, Deed.Verb.CHANGED_MODE, Deed.Verb.ASSIGNED, Deed.Verb.ADDED),
    }
)
# By the state into which a guest came.
_BECAME = {
    "pending": Happening.GUEST_REQUESTED,
    "confirmed": Happening.GUEST_CONFIRMED,
    "offered": Happening.GUEST_OFFERED,
    "waiting": Happening.GUEST_WAITING,
    "declined": Happening.GUEST_DECLINED,
    "cancelled": Happening.GUEST_CANCELLED,
}


# Asked with every deed at the registration desk, and mostly nobody listens.
listening = Prepared(Webhook, Webhook.objects.listening, (SAMPLE_KEY,))


def listeners(event_id: int, found: Iterable[Webhook]) -> list[Webhook]:
    """Those of an event's webhooks whose members of staff still have a role for it."""
    return [webhook for webhook in found if may_hear(webhook.user, event_id)]


def may_hear(user: User, event_id: int) -> bool:
    """Whether a member of staff may have others told of an event: who may export guests of it, if only their own."""
    return user.is_active and (sees_all(user) or event_id in events_of(user, MAY_HEAR))


# --- what is published ----------------------------------------------------------------------------------------------


def hear_event(event_id: int) -> None:
    """Called at the end of every publication that touched the event: tell what of it the public sees otherwise."""
    hearing = listeners(event_id, listening.all(event_id))
    if not hearing:
        return
    event = Event.objects.select_related("venue").get(pk=event_id)
    row, is_new = Snapshot.objects.get_or_create(event=event, defaults={"seen": look(event)})
    if is_new:
        return
    before: Seen = row.seen
    now = look(event)
    if now != before:
        row.seen = now
        row.save(update_fields=["seen"])
    for kind, changes in differences(before, now).items():
        _tell_of_event(hearing, kind, event, changes)


def begin_to_hear(event: Event) -> None:
    """What is public at this moment is known to who begins to listen; only what comes is told."""
    Snapshot.objects.update_or_create(event=event, defaults={"seen": look(event)})


def _tell_of_event(hearing: Iterable[Webhook], kind: Happening, event: Event, changes: dict[str, list[str]]) -> None:
    """One message for several changes, as long as none of it was sent."""
    due_at = timezone.now() + SETTLING
    for webhook in hearing:
        if kind not in webhook.kinds:
            continue
        waiting = webhook.deliveries.filter(
            kind=kind, state=Delivery.State.QUEUED, attempts=0, due_at__gt=timezone.now()
        )
        earlier = waiting.select_for_update().order_by("pk").last()
        told = _joined(earlier.data if earlier else {}, changes)
        data = {"event": about_event(event), **{name: slugs for name, slugs in told.items() if slugs}}
        if earlier:
            Delivery.objects.filter(pk=earlier.pk).update(data=data, due_at=due_at)
        else:
            Delivery.objects.create(webhook=webhook, kind=kind, data=data, due_at=due_at)


def _joined(before: dict[str, Any], changes: dict[str, list[str]]) -> dict[str, Any]:
    """What was to be told, and what is new; ``is_more`` says that not all is named."""
    joined: dict[str, Any] = {}
    is_more = bool(before.get("is_more"))
    for name in ("added", "changed", "removed"):
        slugs = list(dict.fromkeys([*before.get(name, ()), *changes.get(name, ())]))
        is_more = is_more or len(slugs) > MOST_NAMED
        joined[name] = slugs[:MOST_NAMED]
    return {**joined, "is_more": is_more}


def about_event(event: Event) -> dict[str, str]:
    """Which event it is."""
    with plainly():
        return {"slug": event.slug, "url": absolute("api-event", event.slug)}


# --- guests' places -------------------------------------------------------------------------------------------------


def hear_deeds(event: Event, deeds: Sequence[Deed], found: Iterable[Webhook]) -> None:
    """Called with what one deed put into the log of the registration desk, in its transaction; ``found`` listen."""
    told = [(deed, kind) for deed in deeds if (kind := happening(deed))]
    hearing = listeners(event.pk, found) if told else []
    if not hearing:
        return
    now = timezone.now()
    blocks = _blocks(deed for deed, _kind in told)
    made = [
        Delivery(webhook=webhook, kind=kind, data=about_guest(event, deed, now), created_at=now, due_at=now)
        for webhook in hearing
        for deed, kind in told
        if kind in webhook.kinds and _sees(webhook.user, event.pk, blocks.get(deed.allocation_id or 0))
    ]
    Delivery.objects.bulk_create(made)


def happening(deed: Deed) -> Happening | None:
    """What a deed means to who listens; None where it is nobody's place that changed."""
    if deed.verb == Deed.Verb.ERASED:
        return Happening.GUEST_ERASED
    if deed.registration is None:
        return None
    if Registration.State.UNVERIFIED in {deed.before, deed.after} and deed.verb != Deed.Verb.ADDRESS_CONFIRMED:
        # Nobody was told of them yet: somebody else may have typed the address.
        return None
    if deed.verb in _PLACES and deed.after and deed.after != deed.before:
        return _BECAME.get(deed.after)
    return Happening.GUEST_CHANGED if deed.verb in _CHANGED else None


def about_guest(event: Event, deed: Deed, now: datetime) -> dict[str, Any]:
    """Who it is, by id and address alone."""
    data: dict[str, Any] = {"event": about_event(event)}
    if deed.registration is not None:
        with plainly():
            data["registration"] = {
                "id": str(deed.registration.public_id),
                "url": guest_url(event, deed.registration),
                "state": deed.registration.state,
            }
    return data


def _blocks(deeds: Iterable[Deed]) -> dict[int, int]:
    """By the block of a deed, its institution."""
    asked = {deed.allocation_id for deed in deeds if deed.allocation_id}
    return dict(Allocation.objects.filter(pk__in=asked).values_list("pk", "organisation_id")) if asked else {}


def _sees(user: User, event_id: int, organisation_id: int | None) -> bool:
    """Whether the guest list that the user may export holds guests of that institution (None: the organisers' own)."""
    if sees_all(user) or event_id in events_of(user, MAY_HEAR - COORDINATORS):
        return True
    return organisation_id is not None and (event_id, organisation_id) in blocks_of(user)
