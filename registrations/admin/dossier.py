"""What the desk knows of one guest, beside what is written by hand: each part for those who may know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations import mails, services
from registrations.admin.answers import Said, answers_of
from registrations.admin.scoping import in_own_blocks
from registrations.admin.story import Line, story
from registrations.models import Booking, Consent, Deed, Invitation, Registration
from registrations.permissions import Action
from symposium.accounts.admin_base import may
from symposium.accounts.admin_lists import on_the_wall
from symposium.accounts.scope import ORGANISERS
from symposium.mail.models import OutgoingMail

# As much of a log, and as many mails, as one page shows.
MOST = 100


@dataclass(frozen=True, slots=True)
class Link:
    """Something with a page of its own at the desk; ``url`` is empty where the user has none."""

    words: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it."""

    facts: list[tuple[str, str]]
    party: list[Link]
    invitation: Link | None
    bookings: list[Link]
    consents: list[tuple[str, str]]
    answers: list[Said]
    story: list[Line]
    mails: list[Link]


def dossier(request: HttpRequest, guest: Registration) -> Dossier:
    """What is known of a guest, for whoever may see more of them than a name."""
    zone = guest.event.timezone
    organises = may(request, ORGANISERS, guest.event_id)
    deeds = Deed.objects.filter(registration=guest).select_related("user").order_by("-at", "-pk")
    if not organises:
        deeds = deeds.filter(Q(allocation=None) | in_own_blocks(request.user))
    return Dossier(
        facts=list(_facts(guest)),
        party=list(_party(request, guest)),
        invitation=_invitation(request, guest),
        bookings=list(_bookings(request, guest)),
        consents=list(_consents(guest)),
        answers=answers_of(guest, opens_files=may(request, Action.DOWNLOAD_FILES.roles, guest.event_id)),
        story=story(deeds[:MOST], zone),
        mails=list(_mails(guest, organises=organises)),
    )


def _facts(guest: Registration) -> Iterable[tuple[str, str]]:
    zone = guest.event.timezone
    yield _("State"), place_in_words(guest, services.position_of(guest))
    yield _("Takes part"), str(guest.get_mode_display())
    yield _("Guest of"), host_of(guest)
    yield _("Reference"), guest.reference
    yield _("Registered"), on_the_wall(guest.created_at, zone)
    if guest.waiting_since:
        yield _("Waiting since"), on_the_wall(guest.waiting_since, zone)
    if guest.decided_at:
        yield _("Decided"), " · ".join(filter(None, [on_the_wall(guest.decided_at, zone), guest.decision_reason]))
    if guest.calendar_replied_at:
        answer = f"{guest.get_calendar_reply_display()}, {on_the_wall(guest.calendar_replied_at, zone)}"
        yield _("Answer from their calendar"), answer
    if guest.language:
        yield _("Language"), guest.language


def host_of(guest: Registration) -> str:
    """Whose guest, and whose seat."""
    if guest.allocation is None:
        return _("the organisers")
    return str(guest.allocation) if guest.in_block else _("%(host)s, seat of everybody") % {"host": guest.allocation}


def place_in_words(guest: Registration, position: int) -> str:
    """'on the waiting list, 3 in line', 'place offered until 20 Jan 2026, 09:00'."""
    said = str(guest.get_state_display())
    if position:
        return _("%(state)s, %(position)d in line") % {"state": said, "position": position}
    if guest.state == Registration.State.OFFERED:
        until = on_the_wall(guest.offered_until, guest.event.timezone)
        return _("%(state)s until %(time)s") % {"state": said, "time": until}
    return said


def guest_page(guest_id: int) -> str:
    """A guest's page at the desk."""
    return reverse("admin:registrations_registration_change", args=[guest_id])


def _party(request: HttpRequest, guest: Registration) -> Iterable[Link]:
    if guest.party_id is None:
        return
    desk: Any = admin.site.get_model_admin(Registration)
    seen = desk.within(request, Registration.objects.real(), desk.may_view).filter(party=guest.party_id)
    for one in seen.order_by("-is_head", "pk"):
        role = _("registered the party") if one.is_head else ""
        note = ", ".join(filter(None, [str(one.get_state_display()), role]))
        yield Link(one.name, note, "" if one.pk == guest.pk else guest_page(one.pk))


def _invitation(request: HttpRequest, guest: Registration) -> Link | None:
    invitation = guest.invitation
    if invitation is None:
        return None
    host = str(invitation.allocation) if invitation.allocation else _("the organisers")
    words = _("%(name)s, invited by %(host)s") % {"name": invitation.name, "host": host}
    forwarded = not guest.is_invitee and (guest.is_head or guest.party_id is None)
    note = _("forwarded to this guest") if forwarded else str(invitation.get_state_display())
    return Link(words, note, _page_of(admin.site, request, invitation))


def _page_of(site: AdminSite, request: HttpRequest, invitation: Invitation) -> str:
    if not site.is_registered(Invitation) or not site.get_model_admin(Invitation).has_view_permission(
        request, invitation
    ):
        return ""
    return reverse("admin:registrations_invitation_change", args=[invitation.pk])


def _bookings(request: HttpRequest, guest: Registration) -> Iterable[Link]:
    if not may(request, Action.SEE_BOOKINGS.roles, guest.event_id):
        return
    standing = Booking.objects.standing().filter(registration=guest).select_related("bookable__session")
    for booking in standing.order_by("bookable__session__starts_at", "pk"):
        session, state = booking.bookable.session, str(booking.get_state_display())
        note = ", ".join(filter(None, [state, on_the_wall(session.starts_at, guest.event.timezone)]))
        yield Link(session.title, note, reverse("admin:registrations_booking_change", args=[booking.pk]))


def _consents(guest: Registration) -> Iterable[tuple[str, str]]:
    zone = guest.event.timezone
    words = _("privacy notice, version %(number)d") % {"number": guest.privacy_version}
    yield words, on_the_wall(guest.consented_at, zone)
    for consent in Consent.objects.filter(registration=guest):
        given = on_the_wall(consent.given_at, zone)
        if consent.withdrawn_at:
            given = _("%(given)s, withdrawn %(time)s") % {
                "given": given,
                "time": on_the_wall(consent.withdrawn_at, zone),
            }
        yield str(consent), given


def _mails(guest: Registration, *, organises: bool) -> Iterable[Link]:
    """Those about this guest; companions without an address have theirs sent to whoever brought them."""
    address = mails.address_of(guest)
    if not address:
        return
    sent = OutgoingMail.objects.filter(event=guest.event_id, to_address=address)
    for mail in sent.only("subject", "state", "sent_at", "created_at", "about").order_by("-created_at", "-pk")[:MOST]:
        if mail.about.get("registration", guest.pk) != guest.pk:
            continue
        when = on_the_wall(mail.sent_at or mail.created_at, guest.event.timezone)
        url = reverse("admin:mail_outgoingmail_change", args=[mail.pk]) if organises else ""
        yield Link(mail.subject, f"{mail.get_state_display()}, {when}", url)
