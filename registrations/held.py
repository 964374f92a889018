"""All that is held about one guest, for themselves: what ``data.json`` says.

Whatever hangs on a registration belongs here; a test walks over the models and says what is missing.
"""

from datetime import datetime
from typing import Any

from registrations import mails
from registrations.audiences import GUESTS
from registrations.exceptions import SealedWithUnknownKeyError
from registrations.models import Deed, Registration
from registrations.sealing import unseal
from symposium.mail.models import OutgoingMail
from symposium.notices import services as notices
from symposium.notices.audiences import Recipient
from symposium.notices.composing import subject_for
from symposium.notices.models import Notice

# Columns of a registration that are about the person or their place, under the names that they have here.
OWN = (
    "state",
    "name",
    "form_of_address",
    "badge_name",
    "pronouns",
    "email",
    "new_email",
    "affiliation",
    "language",
    "mode",
    "is_head",
    "by_staff",
    "offered_until",
    "decided_at",
    "waiting_since",
    "created_at",
    "changed_at",
    "consented_at",
    "privacy_version",
    "calendar_reply",
    "calendar_replied_at",
)


def held_about(registration: Registration) -> dict[str, Any]:
    """Everything, in plain words and ISO times; of others only the names of those who came together."""
    return {
        "event": {"name": registration.event.name, "address": registration.event.get_absolute_url()},
        "registration": {"reference": registration.reference} | {name: getattr(registration, name) for name in OWN},
        "host": str(registration.allocation or ""),
        "party": _party(registration),
        "invitation": _invitation(registration),
        "needs": _needs(registration),
        "site_access": _site_access(registration),
        "answers": list(registration.answers.values("asked", "kind", "value", "changed_at")),
        "consents": list(registration.consents.values("kind", "given_at", "withdrawn_at")),
        "bookings": _bookings(registration),
        "personal_calendar": _feed(registration),
        "mails": _mails(registration),
        "log": _log(registration),
        "looks_at_site_access": list(registration.site_access_looks.values("how", "at")),
    }


def _party(registration: Registration) -> list[str]:
    if registration.party_id is None:
        return []
    others = Registration.objects.filter(party=registration.party_id).exclude(pk=registration.pk)
    return list(others.order_by("pk").values_list("name", flat=True))


def _invitation(registration: Registration) -> dict[str, Any] | None:
    """Only of whom it was made out to: by a link that was passed on, somebody else's would be seen."""
    invitation = registration.invitation
    if invitation is None or not registration.is_invitee or registration.shadow_of_id:
        return None
    names = ("name", "email", "affiliation", "state", "sent_at", "opened_at", "answered_at", "greeting")
    return {name: getattr(invitation, name) for name in names}


def _needs(registration: Registration) -> dict[str, Any] | None:
    needs = getattr(registration, "needs", None)
    names = ("diet", "diet_words", "access", "access_words", "please_call", "telephone", "changed_at")
    return {name: getattr(needs, name) for name in names} if needs else None


def _site_access(registration: Registration) -> dict[str, Any] | None:
    held = getattr(registration, "site_access", None)
    if held is None:
        return None
    try:
        return unseal(held.sealed) | {"changed_at": held.changed_at}
    except SealedWithUnknownKeyError:
        return {"changed_at": held.changed_at}


def _bookings(registration: Registration) -> list[dict[str, Any]]:
    rows = registration.bookings.select_related("bookable__session").order_by("created_at", "pk")
    return [{"session": str(one.bookable), "state": one.state, "created_at": one.created_at} for one in rows]


def _feed(registration: Registration) -> dict[str, Any] | None:
    feed = getattr(registration, "feed", None)
    return {"made_at": feed.made_at} if feed else None


def _mails(registration: Registration) -> list[dict[str, Any]]:
    """Subjects and times of mails about this guest, as long as the outbox knows whom they were about."""
    rows = OutgoingMail.objects.filter(event=registration.event_id, about__registration=registration.pk)
    sent = [dict(row) for row in rows.values("subject", "to_address", "created_at")]
    sent += notices.received(registration.event, audience=GUESTS, keys=[registration.pk])
    told = [
        {"subject": subject, "to_address": registration.email, "created_at": line["at"]}
        for line in _pretended(registration)
        if (subject := _pretended_subject(registration, line))
    ]
    return sorted(sent + told + pretended_notices(registration), key=lambda one: one["created_at"])


def pretended_notices(registration: Registration) -> list[dict[str, Any]]:
    """The notices that a shadow would have got if it were a guest, as far as they went to all who stand as it does."""
    if not registration.shadow_of_id or not registration.email:
        return []
    event, since = registration.event, registration.created_at
    kind = Notice.Purpose.PLACE
    rows = Notice.objects.filter(event=event, audience=GUESTS, purpose=kind, is_gathered=True, started_at__gte=since)
    went = [one for one in rows if one.filters.keys() <= {"states"}]
    states = Registration.State
    reached = [one for one in went if registration.state in (one.filters.get("states") or [states.CONFIRMED])]
    reader = Recipient(registration.pk, registration.email, registration.full_name, language=registration.language)
    return [
        {
            "subject": subject_for(one, reader),
            "to_address": registration.email,
            "created_at": one.started_at,
        }
        for one in reached
    ]


# What a real guest is written after a deed, by the deed; after any other, by the state that it led to.
KINDS = {
    "accepted": "confirmed",
    "cancelled": "cancelled",
    "lapsed": "lapsed",
    "mode": "mode",
    "moved_up": "promoted",
    "offered": "offered",
    "refused": "cancelled",
}
ARRIVALS = {"confirmed": "confirmed", "waiting": "waiting", "pending": "requested", "unverified": "address"}
ARRIVING = {"registered", "verified", "came_back", "added"}


def _pretended_subject(registration: Registration, line: dict[str, Any]) -> str:
    kind = KINDS.get(line.get("verb", ""))
    if "mail" in line or line["verb"] in ARRIVING:
        kind = (ARRIVALS | {"offered": "offered"}).get(line.get("mail") or line["after"])
    if not kind or not registration.email:
        return ""
    subject = mails.subject_of(f"registration_{kind}", had_place=line.get("before") == "confirmed")
    return subject % {"event": registration.event.name}


def _pretended(registration: Registration) -> list[dict[str, Any]]:
    """What a shadow would have in the log, with what the line did to it meanwhile."""
    lines = [line | {"at": datetime.fromisoformat(line["at"])} for line in registration.pretended]
    states = [line["after"] for line in lines if line.get("after") in Registration.State.values]
    if registration.shadow_of_id and states and states[-1] != registration.state:
        verb = "offered" if registration.state == Registration.State.OFFERED else "moved_up"
        moved = {"actor": "clock", "verb": verb, "before": states[-1], "after": registration.state}
        lines.append({"at": registration.changed_at, **moved, "rule": "waiting list"})
    return lines


def _log(registration: Registration) -> list[dict[str, Any]]:
    rows = Deed.objects.filter(registration=registration)
    lines = [dict(row) for row in rows.order_by("at", "pk").values("at", "actor", "verb", "before", "after", "rule")]
    return [line for line in _pretended(registration) if "mail" not in line] + lines
