"""Erasing a guest: all that names them goes, the log keeps that something was erased."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from registrations import mails
from registrations.audiences import GUESTS, INVITEES
from registrations.held import pretended_notices
from registrations.models import (
    Answer,
    Booking,
    Consent,
    Deed,
    Invitation,
    Needs,
    Party,
    PersonalFeed,
    Registration,
    SiteAccess,
)
from registrations.services.desk import GUEST, By, Desk, at_the_desk
from registrations.services.details import forget_file
from registrations.services.leaving import leave, leaving_with
from registrations.services.line import fill
from symposium.mail.models import OutgoingMail
from symposium.notices import services as notices


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased, counted; it names nobody. ``had_place``: whether a seat went to the next in line."""

    reference: str
    erased_at: datetime
    had_place: bool
    registrations: int
    answers: int
    files: int
    needs: int
    site_access: int
    consents: int
    feeds: int
    bookings: int
    mails: int

    def as_dict(self) -> dict[str, Any]:
        """For a page or a file: the time in ISO 8601."""
        return asdict(self) | {"erased_at": self.erased_at.isoformat()}


def erase(registration: Registration, *, by: By = GUEST) -> Receipt:
    """Cancel what stands, give the place to the next in line, and delete all that is held about a guest.

    With the first of a party go companions who have no address of their own, unless another one takes over. No mail
    says so: there is nobody left to write to. Raises RegistrationGoneError when it was erased already.
    """
    with at_the_desk(registration.event_id) as desk:
        registration.refresh_from_db()
        leaving = leaving_with(registration)
        had_place, pretended = registration.is_seated, 1 + registration.is_cancelled
        pretended += len(pretended_notices(registration))
        shadows = list(Registration.objects.filter(shadow_of__in=leaving))
        for one in [*leaving, *(heir for shadow in shadows for heir in leaving_with(shadow))]:
            if not one.has_ended:
                one.event = desk.event
                leave(desk, one, by, Deed.Verb.CANCELLED, tells=False)
        fill(desk)
        for one in leaving:
            named = None if one.shadow_of_id else one
            rule = "staff" if by.is_staff else "guest"
            desk.note(by, Deed.Verb.ERASED, registration=named, before=one.state, rule=rule)
        # The log is written while the rows that it names are there; with them go the names in it.
        desk.settle()
        return _erase_all(
            desk, registration, [*leaving, *shadows], had_place=had_place, pretended=pretended, rows=len(leaving)
        )


def _erase_all(
    desk: Desk,
    registration: Registration,
    gone: Sequence[Registration],
    *,
    had_place: bool,
    pretended: int,
    rows: int,
) -> Receipt:
    own = {"registration__in": [one.pk for one in gone]}
    files = [one for one in Answer.objects.filter(**own) if one.kind == "file"]
    for answer in files:
        forget_file(answer)
    counts = {
        name: model.objects.filter(**own).delete()[0]
        for name, model in (
            ("answers", Answer),
            ("needs", Needs),
            ("site_access", SiteAccess),
            ("consents", Consent),
            ("feeds", PersonalFeed),
            ("bookings", Booking),
        )
    }
    Deed.objects.filter(Q(**own) | Q(invitation__in=_invitations(gone))).update(reason="")
    scrubbed = _scrub_mails(desk, gone)
    _scrub_invitations(gone)
    _scrub_history(gone)
    parties = {one.party_id for one in gone if one.party_id}
    Registration.objects.filter(pk__in=[one.pk for one in gone]).delete()
    Party.objects.filter(pk__in=parties, members=None).delete()
    # A shadow was sent nothing; its receipt says what any other would.
    told = pretended if registration.shadow_of_id and registration.email else scrubbed
    return Receipt(
        reference=registration.reference,
        erased_at=desk.now,
        had_place=had_place,
        registrations=rows,
        files=len(files),
        mails=told,
        **counts,
    )


def _scrub_mails(desk: Desk, gone: Sequence[Registration]) -> int:
    """What was sent stays as a row without address, name and words; what was not sent never is."""
    addresses = {one.email for one in gone if one.email and not one.shadow_of_id}
    about = Q(about__registration__in=[one.pk for one in gone])
    emptied = Q(about={}, to_address__in=addresses)
    rows = OutgoingMail.objects.filter(about | emptied, event=desk.event, kind__startswith=mails.FAMILY)
    unsent = rows.filter(state=OutgoingMail.State.QUEUED).delete()[0]
    unsent += notices.forget(desk.event, audience=GUESTS, keys=[one.pk for one in gone], addresses=addresses)
    unsent += notices.forget(desk.event, audience=INVITEES, keys=_invitations(gone))
    words = {"text": "", "html": "", "calendar": "", "about": {}, "last_error": "", "bounce_reason": ""}
    return unsent + rows.update(to_address="", to_name="", found_by="@", **words)


def _invitations(gone: Sequence[Registration]) -> list[int]:
    """Those that were made out to them."""
    return [one.invitation_id for one in gone if one.invitation_id and one.is_invitee and not one.shadow_of_id]


def _scrub_invitations(gone: Sequence[Registration]) -> None:
    for invitation in Invitation.objects.filter(pk__in=_invitations(gone)):
        invitation.name, invitation.email = "–", f"{invitation.public_id.hex}@erased.invalid"
        invitation.form_of_address = invitation.affiliation = invitation.greeting = ""
        invitation.token_version += 1
        invitation.save()


def _scrub_history(gone: Sequence[Registration]) -> None:
    """What the desk's own history calls them."""
    kind = ContentType.objects.get_for_model(Registration)
    rows = LogEntry.objects.filter(content_type=kind, object_id__in=[str(one.pk) for one in gone])
    rows.update(object_repr="–", change_message="")
