"""From a guest's row to what is said of it."""

from registrations.models import Registration
from symposium.api import schemas
from symposium.events.models import Event
from symposium.events.structured import absolute
from symposium.kit import zones


def guest_url(event: Event, registration: Registration) -> str:
    """Where a program reads of them."""
    return absolute("api-guest", event.slug, registration.public_id)


def guest(row: Registration, event: Event, *, with_address: bool) -> schemas.Guest:
    """One who was fetched with the host whose guest it is; no query."""
    zone = zones.zone(event.timezone)
    return schemas.Guest(
        id=row.public_id,
        url=guest_url(event, row),
        reference=row.reference,
        state=row.state,
        mode=row.mode,
        name=row.name,
        form_of_address=row.form_of_address,
        badge_name=row.shown_name,
        pronouns=row.pronouns,
        affiliation=row.affiliation,
        email=row.email if with_address else None,
        host=row.allocation.organisation.slug if row.allocation else None,
        party=row.party_id,
        created_at=row.created_at.astimezone(zone),
        changed_at=row.changed_at.astimezone(zone),
    )
