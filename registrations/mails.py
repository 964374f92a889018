"""Mails to guests: each is queued in the transaction that made it necessary, and written when it is sent.

What is queued is which mail it is, to whom, and what was true then (``about``); the rest is read when it is written, in
the language in which the guest registered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from registrations.models import Booking, Registration, RegistrationRules
from symposium.calendars.invitations import cancellation, invitation
from symposium.events.models import Mode
from symposium.kit.languages import plainly
from symposium.mail.letterheads import frame_of
from symposium.mail.models import OutgoingMail
from symposium.mail.services import queue_mail, queue_one
from symposium.mail.writing import Written
from symposium.programme.models import Session

FAMILY = "registration"
ADDRESS = "registration_address"
ALREADY = "registration_already"
CANCEL_REQUEST = "registration_cancel_request"
NEW_ADDRESS = "registration_new_address"
CHANGED = "registration_changed"
CALLED_OFF = "registration_called_off"
CANNOT_COME = "registration_cannot_come"


def confirmed(registration: Registration) -> None:
    """The place is theirs; with the event for their calendar."""
    _queue(registration, "registration_confirmed", "REQUEST")


def waiting(registration: Registration) -> None:
    """They are on the waiting list."""
    _queue(registration, "registration_waiting")


def requested(registration: Registration) -> None:
    """They asked for a place; somebody decides."""
    _queue(registration, "registration_requested")


def confirm_address(registration: Registration) -> None:
    """The place counts once the link in this mail was opened."""
    _queue(registration, ADDRESS)


def after_confirming(registration: Registration) -> None:
    """The address is confirmed: how it stands now."""
    writes = {"confirmed": confirmed, "waiting": waiting, "pending": requested, "cancelled": full}
    if registration.email and registration.state in writes:
        writes[registration.state](registration)


def full(registration: Registration) -> None:
    """The last place went before the address was confirmed."""
    _queue(registration, "registration_full")


def promoted(registration: Registration) -> None:
    """A place came free and is theirs; with the event for their calendar."""
    _queue(registration, "registration_promoted", "REQUEST")


def offered(registration: Registration) -> None:
    """A place came free and is theirs if they accept in time."""
    until = registration.offered_until
    _queue(registration, "registration_offered", until=until.isoformat() if until else "")


def lapsed(registration: Registration) -> None:
    """The time to accept is over; the place went to the next."""
    _queue(registration, "registration_lapsed")


def approved(registration: Registration, *, words: str = "") -> None:
    """A request was granted: a place, or one in the line."""
    if registration.is_confirmed:
        _queue(registration, "registration_approved", "REQUEST", words=words)
    else:
        _queue(registration, "registration_waiting", words=words)


def declined(registration: Registration, *, words: str = "") -> None:
    """A request was not granted."""
    _queue(registration, "registration_declined", words=words)


def came_back(registration: Registration) -> None:
    """They cancelled and came back: how it stands now."""
    after_confirming(registration)


def mode_changed(registration: Registration, *, has_place_now: bool = False) -> None:
    """They take part in the other way from now on."""
    method = "REQUEST" if registration.is_confirmed else ""
    _queue(registration, "registration_mode", method, has_place_now=has_place_now)


def session_moved_up(booking: Booking) -> None:
    """A place in a session came free and is theirs."""
    _queue(booking.registration, "registration_session", session=booking.bookable_id)


def site_access(registration: Registration) -> None:
    """The venue's gate has to know something of them that they have not given yet. Nothing of it stands in the mail."""
    _queue(registration, "registration_site_access")


def cancelled(registration: Registration, *, by_staff: bool = False, had_place: bool = True, reason: str = "") -> None:
    """The place is given back, or the line left; an entry that we sent leaves their calendar."""
    method = "CANCEL" if had_place else ""
    _queue(registration, "registration_cancelled", method, by_staff=by_staff, had_place=had_place, reason=reason)


def already(registration: Registration) -> None:
    """Somebody, probably they, registered this address again: here is the link to the place they have."""
    _queue(registration, ALREADY)


def cancel_request(registration: Registration) -> None:
    """Somebody, perhaps they, tried to cancel without the link: here it is."""
    _queue(registration, CANCEL_REQUEST)


def link(registration: Registration) -> None:
    """Somebody, probably they, has lost the link: here it is, with those of the people whom they look after."""
    _queue(registration, "registration_link")


def new_address(registration: Registration) -> None:
    """To an address that they want to be written to: the link that confirms it."""
    _queue(registration, NEW_ADDRESS)


def address_changed(registration: Registration) -> None:
    """To the address that was just confirmed: the link to their place, which stood in no mail there yet."""
    _queue(registration, "registration_address_changed")


def erased(registration: Registration, receipt: dict[str, Any]) -> None:
    """The last mail: what was erased. It is written now, and its own row forgets the address when it is sent."""
    if registration.shadow_of_id or not registration.email:
        return
    event = registration.event
    with plainly(), translation.override(registration.language or settings.LANGUAGE_CODE):
        subject = _("Erased: your registration for %(event)s") % {"event": event.name}
        context = {
            **context_of(registration, {}),
            "subject": subject,
            "receipt": receipt | {"erased_at": datetime.fromisoformat(receipt["erased_at"])},
        }
        queue_mail(
            kind="erasure_receipt",
            event_id=event.pk,
            to_address=registration.email,
            to_name=registration.name,
            reply_to=event.contact_email,
            subject=subject,
            text=render_to_string("emails/erasure_receipt.txt", context),
            html=render_to_string("emails/erasure_receipt.html", context),
            about={"forget": True},
            language=registration.language,
        )


def moved_up(group: Sequence[Registration]) -> None:
    """A place came free and is theirs, or theirs to accept."""
    for one in once_each(group):
        if one.is_confirmed:
            promoted(one)
        else:
            offered(one)


def once_each(group: Sequence[Registration]) -> list[Registration]:
    """Of people with whom the same was done at once, those to write to.

    Companions without an address are left out where whoever brought them gets the same mail.
    """
    told = {one.party_id for one in group if one.is_head and not one.shadow_of_id}
    return [one for one in group if one.email or one.party_id not in told]


def address_of(registration: Registration) -> str:
    """Where mails about them go: to themselves, or to whoever brought them."""
    if registration.email or registration.party_id is None:
        return registration.email
    head = Registration.objects.filter(party=registration.party_id, is_head=True).values_list("email", flat=True)
    return head.first() or ""


def greeted_by(registration: Registration) -> str:
    """The name with which a mail about them begins: their own, or that of whoever brought them."""
    if registration.email or registration.party_id is None:
        return registration.name
    head = Registration.objects.filter(party=registration.party_id, is_head=True).values_list("name", flat=True)
    return head.first() or registration.name


def changed(group: Sequence[Registration], *, is_off: bool, words: str = "") -> list[OutgoingMail]:
    """For ``queue_mails``: the event moved, or is off; each replaces what stands in the guest's calendar."""
    kind, method = (CALLED_OFF, "CANCEL") if is_off else (CHANGED, "REQUEST")
    made = (_mail(one, kind, method, words=words) for one in once_each(group))
    return [mail for mail in made if mail]


def cannot_come(registration: Registration) -> None:
    """Their calendar answered that they cannot come, or somebody else did: it frees no seat, they do, with the link."""
    _queue(registration, CANNOT_COME)


def _queue(registration: Registration, kind: str, method: str = "", **about: Any) -> None:
    mail = _mail(registration, kind, method, **about)
    if mail:
        queue_one(mail)


@plainly()
def _mail(registration: Registration, kind: str, method: str, **about: Any) -> OutgoingMail | None:
    event = registration.event
    address = registration.new_email if kind == NEW_ADDRESS else address_of(registration)
    # To the holder of a shadow nothing is ever sent: the address is somebody else's.
    if not address or (registration.shadow_of_id and kind != NEW_ADDRESS):
        return None
    with translation.override(registration.language or translation.get_language()):
        subject = subject_of(kind, **about) % {"event": event.name}
        if not registration.email:
            subject = _("%(name)s: %(subject)s") % {"name": registration.name, "subject": subject}
    return OutgoingMail(
        kind=kind,
        event_id=event.pk,
        to_address=address,
        to_name=greeted_by(registration),
        reply_to=event.contact_email,
        subject=subject,
        about={"registration": registration.pk, "method": method, "bump": registration.calendar_bump, **about},
        language=registration.language,
        calendar_method=method,
    )


_SUBJECTS = {
    "registration_confirmed": gettext_noop("Your place: %(event)s"),
    "registration_waiting": gettext_noop("Waiting list: %(event)s"),
    "registration_requested": gettext_noop("Your request: %(event)s"),
    ADDRESS: gettext_noop("Confirm your address: %(event)s"),
    "registration_full": gettext_noop("Every place is taken: %(event)s"),
    "registration_promoted": gettext_noop("You have a place now: %(event)s"),
    "registration_offered": gettext_noop("A place for you, if you want it: %(event)s"),
    "registration_lapsed": gettext_noop("The offer has ended: %(event)s"),
    "registration_approved": gettext_noop("You have a place: %(event)s"),
    "registration_declined": gettext_noop("About your request: %(event)s"),
    "registration_mode": gettext_noop("How you take part: %(event)s"),
    "registration_site_access": gettext_noop("Before you come: details for the gate of %(event)s"),
    "registration_session": gettext_noop("A place in a session: %(event)s"),
    "registration_cancelled": gettext_noop("Cancelled: your place at %(event)s"),
    ALREADY: gettext_noop("You are registered already: %(event)s"),
    "registration_link": gettext_noop("Your link: %(event)s"),
    NEW_ADDRESS: gettext_noop("Confirm your new address: %(event)s"),
    "registration_address_changed": gettext_noop("Your new address: %(event)s"),
    CANCEL_REQUEST: gettext_noop("Do you want to cancel? %(event)s"),
    CHANGED: gettext_noop("Changed: %(event)s"),
    CALLED_OFF: gettext_noop("Cancelled: %(event)s"),
    CANNOT_COME: gettext_noop("Can you not come? %(event)s"),
}


def subject_of(kind: str, **about: Any) -> str:
    """The subject of a kind of mail, with a place for the event's name."""
    if kind == "registration_cancelled" and not about.get("had_place"):
        return _("You have left the waiting list: %(event)s")
    return _(_SUBJECTS[kind])


def write(mail: OutgoingMail) -> Written:
    """The texts of a mail of this family. Raises Registration.DoesNotExist when the guest was erased meanwhile."""
    rows = Registration.objects.select_related("event__venue", "event__letterhead")
    registration = rows.get(pk=mail.about["registration"])
    context = context_of(registration, mail.about, mail.kind) | {"subject": mail.subject}
    if mail.kind == ADDRESS:
        mark = [registration.token, registration.address_mark]
        context["url"] = settings.SITE_URL + reverse("registration-confirm", args=mark)
    if mail.kind == NEW_ADDRESS:
        context["url"] = settings.SITE_URL + reverse("registration-new-address", args=[registration.new_address_token])
    return Written(
        text=render_to_string(f"emails/{mail.kind}.txt", context),
        html=render_to_string(f"emails/{mail.kind}.html", context),
        calendar=_calendar(registration, mail.about),
    )


# Mails after which whoever brought others has to look after them: with their names and links.
WITH_PARTY = frozenset(
    f"registration_{kind}"
    for kind in ("confirmed", "waiting", "requested", "promoted", "offered", "approved", "link", "already")
)


def context_of(registration: Registration, about: dict[str, Any], kind: str = "") -> dict[str, Any]:
    """What the templates of mails know.

    ``said`` are words of the organisers; ``about_name`` whom it is about, where somebody else gets it for them;
    ``companions`` those whom the reader brought.
    """
    event = registration.event
    return {
        **about,
        "registration": registration,
        "event": event,
        "venue": getattr(event, "venue", None),
        "url": settings.SITE_URL + registration.get_absolute_url(),
        "event_url": settings.SITE_URL + event.get_absolute_url(),
        "site_url": settings.SITE_URL,
        **frame_of(event),
        "greeted": greeted_by(registration),
        "about_name": "" if registration.email else registration.name,
        "companions": _companions(registration) if kind in WITH_PARTY else (),
        "said": about.get("words") or about.get("reason") or "",
        "until": datetime.fromisoformat(about["until"]) if about.get("until") else None,
        "session": _session(about),
        "offer_hours": RegistrationRules.of(event).offer_hours if kind == "registration_waiting" else None,
    }


def _companions(registration: Registration) -> list[dict[str, str]]:
    """Who came with them and has not left, how each stands, and the links of those who have no address."""
    if registration.party_id is None or not registration.is_head:
        return []
    members = Registration.objects.filter(party=registration.party_id).exclude(pk=registration.pk).order_by("pk")
    return [
        {
            "name": one.name,
            "state": str(one.state_in_words),
            "url": "" if one.email else settings.SITE_URL + one.get_absolute_url(),
        }
        for one in members
        if not one.has_ended
    ]


def _session(about: dict[str, Any]) -> Session | None:
    return Session.objects.filter(pk=about["session"]).first() if about.get("session") else None


def _calendar(registration: Registration, about: dict[str, Any]) -> str:
    """With the event's page in it, not the guest's own: others may look into their calendar."""
    if not about["method"]:
        return ""
    compose = invitation if about["method"] == "REQUEST" else cancellation
    return compose(
        registration.event,
        name=registration.name,
        email=address_of(registration),
        url=settings.SITE_URL + registration.event.get_absolute_url(),
        bump=about["bump"],
        is_online=registration.mode == Mode.ONLINE,
    )
