"""What tests of the desk say again and again."""

from typing import Any

from registrations import services
from registrations.models import Allocation, Registration, RegistrationRules
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests.factories import make_event, make_hosting, make_organisation, make_user


def make_desk(*, rules: dict[str, Any] | None = None, **fields: Any) -> Event:
    """An event with rules of registration."""
    event = make_event(**fields)
    RegistrationRules.objects.create(event=event, **{"party_size": 4} | (rules or {}))
    return event


def make_block(event: Event, seats: int, **fields: Any) -> Allocation:
    """Seats of a host of its own, held under the rules."""
    host = make_organisation()
    make_hosting(event, host)
    return services.set_block(event, host, seats=seats, by=staff(), **fields)


def staff(reason: str = "") -> services.By:
    return services.By.of(make_user(), reason)


def address_of(name: str) -> str:
    return f"{name.lower()}@example.org"


def come(event: Event, name: str = "Ada", *companions: str, **fields: Any) -> Registration:
    """Register ``name`` with companions; those whose name ends with * have no address of their own."""
    event.refresh_from_db()
    brought = [services.Person(one.rstrip("*"), "" if one.endswith("*") else address_of(one)) for one in companions]
    return services.register(event, **{"name": name, "email": address_of(name), "companions": brought} | fields)


def states(event: Event, *, shadows: bool = False) -> dict[str, str]:
    """By name the states of the registrations, without shadows or of them alone."""
    rows = Registration.objects.filter(event=event, shadow_of__isnull=not shadows).order_by("pk")
    return dict(rows.values_list("name", "state"))


def named(event: Event, name: str) -> Registration:
    return Registration.objects.real().get(event=event, name=name)


def kinds(event: Event, name: str = "") -> list[str]:
    """The kinds of mails that were queued, to one person or to all, in order."""
    rows = OutgoingMail.objects.filter(event=event).order_by("pk")
    rows = rows.filter(to_address=address_of(name)) if name else rows
    return [kind.removeprefix("registration_") for kind in rows.values_list("kind", flat=True)]


def seats(event: Event) -> tuple[int, int, int]:
    """Taken, held for hosts, waiting for everybody's seats."""
    event.refresh_from_db()
    return event.seats_taken, event.seats_held, event.guests_waiting
