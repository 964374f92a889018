"""Requests as the desk decides them: who asks, together with whom, by which way, and what they answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from registrations import mails
from registrations.admin.answers import Said, said
from registrations.admin.dossier import guest_page, host_of, place_in_words
from registrations.admin.story import who
from registrations.models import Answer, Deed, Registration
from symposium.accounts.admin_lists import on_the_wall
from symposium.mail.models import OutgoingMail
from symposium.mail.writing import write

State = Registration.State
MOST = 100
APPROVE, DECLINE = "approve", "decline"


@dataclass(frozen=True, slots=True)
class Asking:
    """One person who asks."""

    pk: int
    name: str
    affiliation: str
    email: str
    mode: str
    url: str
    answers: list[Said]


@dataclass(frozen=True, slots=True)
class Group:
    """Those who asked in one form."""

    since: str
    way: str
    host: str
    people: list[Asking]
    stays: bool


def groups_of(rows: QuerySet[Registration]) -> list[Group]:
    """Requests, the oldest first, parties together; three queries whatever there is."""
    answers = Prefetch("answers", Answer.objects.select_related("question").order_by("question__position", "pk"))
    related = ("event", "party", "allocation__organisation", "invitation__allocation__organisation")
    asking = list(rows.select_related(*related).prefetch_related(answers)[:MOST])
    first: dict[tuple[str, int], int] = {}
    for place, one in enumerate(asking):
        first.setdefault(_key(one), place)
    asking.sort(key=lambda one: (first[_key(one)], not one.is_head, one.pk))
    return [_group(list(members)) for _party, members in groupby(asking, key=_key)]


def _key(one: Registration) -> tuple[str, int]:
    return ("party", one.party_id) if one.party_id else ("one", one.pk)


def _group(members: Sequence[Registration]) -> Group:
    head = members[0]
    return Group(
        since=on_the_wall(head.created_at, head.event.timezone),
        way=_way(head),
        host=host_of(head) if head.allocation_id else "",
        people=[_asking(one) for one in members],
        stays=len(members) > 1 and not (head.party and head.party.may_split),
    )


def _way(one: Registration) -> str:
    """By which invitation, forwarded by whom."""
    invitation = one.invitation
    if invitation is None:
        return _("by the form")
    host = str(invitation.allocation) if invitation.allocation else _("the organisers")
    words = (
        _("by the invitation of %(name)s (%(host)s), forwarded")
        if not one.is_invitee
        else _("by their own invitation (%(host)s)")
    )
    return words % {"name": invitation.name, "host": host}


def _asking(one: Registration) -> Asking:
    answers = [said(answer) for answer in one.answers.all()]
    mode = str(one.get_mode_display()) if len(one.event.modes) > 1 else ""
    return Asking(one.pk, one.full_name, one.affiliation, one.email, mode, guest_page(one.pk), answers)


def in_parties(rows: Iterable[Registration]) -> list[list[Registration]]:
    """Requests in the groups in which they are decided: parties that stay together, everybody else alone."""
    found: dict[tuple[str, int], list[Registration]] = {}
    for one in rows:
        found.setdefault(_key(one), []).append(one)
    return list(found.values())


# --- the mail, before it goes --------------------------------------------------------------------------------------


def preview_of(guest: Registration, deed: str, words: str, *, has_room: bool) -> OutgoingMail:
    """The mail as the guest would get it, but for their own link, which is theirs; not saved."""
    kind = {APPROVE: "registration_approved" if has_room else "registration_waiting", DECLINE: "registration_declined"}
    return mail_to(guest, kind[deed], words)


def mail_to(guest: Registration, kind: str, words: str) -> OutgoingMail:
    """A mail of that kind as the guest would get it, without what opens their pages; not saved."""
    with translation.override(guest.language or translation.get_language()):
        subject = mails.subject_of(kind) % {"event": guest.event.name}
    about: dict[str, Any] = {"registration": guest.pk, "method": "", "bump": 0, "words": words}
    mail = OutgoingMail(kind=kind, event=guest.event, to_address=mails.address_of(guest), subject=subject, about=about)
    mail.language = guest.language
    return _without_links(write(mail), guest)


def _without_links(mail: OutgoingMail, guest: Registration) -> OutgoingMail:
    """Who looks at a mail before it goes has no way to the pages of those whom it is about."""
    party = Registration.objects.filter(party=guest.party_id) if guest.party_id else ()
    for one in {guest, *party}:
        mail.text, mail.html = (said.replace(one.token, "…") for said in (mail.text, mail.html))
    return mail


# --- what happened -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request."""

    name: str
    url: str
    result: str
    by: str
    is_done: bool


def outcomes(rows: QuerySet[Registration], position_of: Any) -> list[Outcome]:
    """How each request stands now, and who decided it: what the log says, whoever was faster."""
    guests = list(rows.select_related("event", "allocation__organisation"))
    decided = Deed.objects.filter(
        registration__in=guests, verb__in=(Deed.Verb.APPROVED, Deed.Verb.DECLINED)
    ).select_related("user")
    latest = {deed.registration_id: deed for deed in decided.order_by("at", "pk")}
    return [_outcome(guest, latest.get(guest.pk), position_of(guest)) for guest in guests]


def _outcome(guest: Registration, deed: Deed | None, position: int) -> Outcome:
    page = guest_page(guest.pk)
    if deed is None:
        words = _("no place is free and there is no waiting list: still to be decided")
        return Outcome(
            guest.name, page, words if guest.state == State.PENDING else place_in_words(guest, 0), "", is_done=False
        )
    result = place_in_words(guest, position)
    if deed.verb == Deed.Verb.APPROVED and guest.state == State.WAITING:
        result = _("approved; no place is free, so %(state)s") % {"state": result}
    when = on_the_wall(deed.at, guest.event.timezone)
    by = ", ".join(filter(None, [who(deed), when, deed.reason]))
    return Outcome(guest.name, page, result, by, is_done=True)
