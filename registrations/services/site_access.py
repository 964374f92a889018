"""What the gate's office must know: looked at on record, given to the gate, asked for again, sealed anew, deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from registrations import mails
from registrations.exceptions import SealedWithUnknownKeyError
from registrations.models import Deed, Registration, RegistrationRules, SiteAccess, SiteAccessLook
from registrations.models.guests import ENDED
from registrations.sealing import reseal, unseal
from registrations.services.desk import By, at_the_desk, slices
from symposium.accounts.models import User
from symposium.events.models import Event, Mode

How = SiteAccessLook.How
REMINDER = "site access"
# Nobody is asked again sooner than that.
REMINDED_WITHIN = timedelta(days=1)
# For how long the details of somebody who cancelled stay, in case they come back.
KEPT_AFTER_CANCELLING = timedelta(days=1)
BATCH = 500


@dataclass(frozen=True, slots=True)
class AtTheGate:
    """One guest as the gate's office is told; ``details`` is None where this server has not the key.

    ``lacks`` are those of ``SiteAccessField`` that are asked and not given.
    """

    registration: Registration
    details: Mapping[str, str] | None
    lacks: Sequence[str] = ()


def given(event: Event) -> QuerySet[SiteAccess]:
    """The details of those who come in person and have a place, by name."""
    seated = Registration.objects.seated().filter(event=event, mode=Mode.IN_PERSON)
    return SiteAccess.objects.filter(registration__in=seated).order_by("registration__name", "pk")


def missing(event: Event) -> QuerySet[Registration]:
    """Who comes in person, has a place, and has not given all that is asked; none where the event asks for nothing.

    Companions are among them where the event asks it of them too.
    """
    rules = RegistrationRules.of(event)
    seated = Registration.objects.seated().filter(event=event, mode=Mode.IN_PERSON).order_by("name", "pk")
    if not rules.site_access_fields:
        return seated.none()
    if not rules.site_access_companions:
        seated = seated.filter(Q(party=None) | Q(is_head=True))
    return seated.exclude(pk__in=SiteAccess.objects.complete(rules.site_access_fields).values("registration"))


def is_asked(registration: Registration, rules: RegistrationRules) -> bool:
    """Whether the gate must know something of this guest: who takes part online passes none."""
    is_companion = registration.party_id is not None and not registration.is_head
    asks = rules.site_access_fields and (rules.site_access_companions or not is_companion)
    return bool(asks) and registration.mode == Mode.IN_PERSON


def lacks(registration: Registration, rules: RegistrationRules) -> bool:
    """Whether something that the gate must know of this guest is still to be given."""
    held: SiteAccess | None = getattr(registration, "site_access", None)
    return is_asked(registration, rules) and not (held and held.has(rules.site_access_fields))


@sensitive_variables("details")
@transaction.atomic
def look(access: SiteAccess, *, user: User) -> dict[str, str]:
    """One guest's details; that the user looked is on record.

    Raises SealedWithUnknownKeyError; nothing was seen then, and nothing is noted.
    """
    details = unseal(access.sealed)
    registration = access.registration
    SiteAccessLook.objects.create(event_id=registration.event_id, registration=registration, user=user, how=How.LOOKED)
    return details


@sensitive_variables("rows", "details")
@transaction.atomic
def export(event: Event, *, user: User) -> list[AtTheGate]:
    """All that the gate's office is told; that the user took it is on record for each guest whose details are in it.

    Those who have given nothing, and must, stand at its end.
    """
    asked = RegistrationRules.of(event).site_access_fields
    rows = []
    for access in given(event).select_related("registration"):
        try:
            details = unseal(access.sealed)
        except SealedWithUnknownKeyError:
            rows.append(AtTheGate(access.registration, None))
        else:
            rows.append(AtTheGate(access.registration, details, [kind for kind in asked if not details.get(kind)]))
    read = [row.registration.pk for row in rows if row.details is not None]
    _note(event.pk, read, user, How.EXPORTED)
    return rows + [AtTheGate(guest, {}, asked) for guest in missing(event).filter(site_access=None)]


def _note(event_id: int, registrations: list[int], user: User | None, how: str) -> None:
    """One entry for each guest, all of one moment."""
    now = timezone.now()
    SiteAccessLook.objects.bulk_create(
        [SiteAccessLook(event_id=event_id, registration_id=pk, user=user, how=how, at=now) for pk in registrations],
        batch_size=BATCH,
    )


def remind(event: Event, *, by: By) -> int:
    """Ask those who have not given all that is asked, by mail; how many. Nobody is asked twice within a day.

    A companion without an address is asked by the mail to whoever brought them; who has neither is not.
    """
    reminded = 0
    for some, _is_last in slices(list(missing(event).values_list("pk", flat=True))):
        with at_the_desk(event.pk) as desk:
            since = desk.now - REMINDED_WITHIN
            asked = Deed.objects.filter(event=event, verb=Deed.Verb.REMINDED, rule=REMINDER, at__gt=since)
            waiting = missing(event).exclude(pk__in=asked.exclude(registration=None).values("registration"))
            for guest in waiting.filter(pk__in=some).select_related("event"):
                if mails.address_of(guest):
                    mails.site_access(guest)
                    desk.note(by, Deed.Verb.REMINDED, registration=guest, rule=REMINDER)
                    reminded += 1
    return reminded


def forget(event: Event, *, user: User | None = None) -> int:
    """Delete all details of an event's guests, on record; of how many."""
    return _delete(event.pk, SiteAccess.objects.filter(registration__event=event), user)


@transaction.atomic
def _delete(event_id: int, rows: QuerySet[SiteAccess], user: User | None) -> int:
    guests = list(rows.order_by("registration").values_list("registration", flat=True))
    SiteAccess.objects.filter(registration__in=guests).delete()
    _note(event_id, guests, user, How.DELETED)
    return len(guests)


def forget_due(now: datetime | None = None) -> int:
    """Delete what is kept no longer, as the event's dates and rules stand; of how many. Run by the clock.

    That is everything some days after the event's end (``site_access_days``), and what belongs to those who cancelled.
    """
    now = now or timezone.now()
    days_by_default = RegistrationRules._meta.get_field("site_access_days").default
    event = "registration__event"
    columns = (event, f"{event}__ends_at", f"{event}__registration_rules__site_access_days")
    kept = SiteAccess.objects.order_by().values_list(*columns)
    number = 0
    for event_id, ends_at, days in kept.distinct():
        its = SiteAccess.objects.filter(registration__event=event_id)
        if ends_at + timedelta(days=days_by_default if days is None else days) > now:
            cancelled = now - KEPT_AFTER_CANCELLING
            its = its.filter(registration__state__in=ENDED, registration__changed_at__lte=cancelled)
        if its.exists():
            number += _delete(event_id, its, None)
    return number


def reseal_all() -> tuple[int, int]:
    """Encrypt everything with the first key; how many were, and how many no key opens. Safe beside a running site."""
    done = unknown = 0
    for pk, sealed in SiteAccess.objects.order_by("pk").values_list("pk", "sealed").iterator(chunk_size=BATCH):
        try:
            anew = reseal(sealed)
        except SealedWithUnknownKeyError:
            unknown += 1
            continue
        # Who changed theirs meanwhile sealed them with the first key already.
        SiteAccess.objects.filter(pk=pk, sealed=sealed).update(sealed=anew)
        done += 1
    return done, unknown
