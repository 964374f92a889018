"""Teams: people are invited, join, change roles and go; each is one transaction."""

from collections.abc import Iterable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from symposium.accounts import letters
from symposium.accounts.exceptions import (
    AlreadyOnTeamError,
    InvitationGoneError,
    LastOwnerError,
    NotInvitedError,
)
from symposium.accounts.models import Membership, Role, TeamInvitation, TeamRules, User, hash_of


def has_role_or_is_invited(event_id: int, email: str, role: str, organisation_id: int | None) -> bool:
    """Whether an invitation would offer what somebody with this address has, or is offered, already."""
    asked = {"event": event_id, "role": role, "organisation": organisation_id}
    return (
        Membership.objects.filter(**asked, user__email=email).exists()
        or TeamInvitation.objects.open().filter(**asked, email=email).exists()
    )


@transaction.atomic
def invite(invitation: TeamInvitation, *, by: User) -> TeamInvitation:
    """Send an invitation that is not stored yet; it says whom, where and to what. One that lapsed is taken back.

    Raises AlreadyOnTeamError where the address has the role, or a good invitation to it.
    """
    invitation.email = invitation.email.strip().lower()
    at, organisation = invitation.event_id, invitation.organisation_id
    if has_role_or_is_invited(at, invitation.email, invitation.role, organisation):
        raise AlreadyOnTeamError
    now = timezone.now()
    before = TeamInvitation.objects.lapsed(now).filter(email=invitation.email, role=invitation.role)
    before.filter(event=at, organisation=organisation).update(withdrawn_at=now)
    invitation.invited_by = by
    return _send(invitation, now)


@transaction.atomic
def send_again(invitation: TeamInvitation, *, by: User) -> TeamInvitation:
    """Send it with a new link, good for another seven days; the link before opens nothing any more.

    Raises InvitationGoneError when it was accepted or withdrawn.
    """
    found = _locked(invitation)
    if found.accepted_at or found.withdrawn_at:
        raise InvitationGoneError
    found.invited_by, found.opened_at = by, None
    return _send(found, timezone.now())


def _send(invitation: TeamInvitation, now: datetime) -> TeamInvitation:
    token = TeamInvitation.new_token()
    invitation.token_hash, invitation.expires_at = hash_of(token), now + TeamInvitation.LASTS
    invitation.mail = letters.invite(invitation, token)
    invitation.save()
    return invitation


@transaction.atomic
def withdraw(invitation: TeamInvitation) -> None:
    """Its link opens nothing any more. Raises InvitationGoneError when it was accepted or withdrawn already."""
    found = _locked(invitation)
    if found.accepted_at or found.withdrawn_at:
        raise InvitationGoneError
    TeamInvitation.objects.filter(pk=found.pk).update(withdrawn_at=timezone.now())


def note_opened(invitation: TeamInvitation) -> None:
    """Its page was looked at, for the first time."""
    if invitation.opened_at is None:
        TeamInvitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def accept(invitation: TeamInvitation, *, user: User) -> Membership:
    """Give the role to whoever was invited.

    Raises InvitationGoneError when it cannot be accepted any more, NotInvitedError for another address than it was
    sent to.
    """
    found = _locked(invitation)
    if not found.is_open():
        raise InvitationGoneError
    if user.email != found.email or not user.is_active:
        raise NotInvitedError
    membership, _is_new = Membership.objects.get_or_create(
        user=user, role=found.role, event_id=found.event_id, organisation=found.organisation
    )
    TeamInvitation.objects.filter(pk=found.pk).update(accepted_at=timezone.now())
    user.__dict__.pop("_memberships_kept", None)
    return membership


@transaction.atomic
def join(invitation: TeamInvitation, *, name: str, password: str) -> User:
    """Make an account for whoever was invited, and give it the role; the link has shown that the address is theirs.

    Raises InvitationGoneError as ``accept`` does, NotInvitedError where the address has an account already.
    """
    found = _locked(invitation)
    if not found.is_open():
        raise InvitationGoneError
    if User.objects.filter(email=found.email).exists():
        raise NotInvitedError
    user = User.objects.create_user(found.email, password, name=name)
    accept(found, user=user)
    return user


def _locked(invitation: TeamInvitation) -> TeamInvitation:
    """As it stands now; nobody else changes it before the transaction ends."""
    rows = TeamInvitation.objects.select_for_update(of=("self",)).select_related("event", "organisation")
    return rows.get(pk=invitation.pk)


def refuse_last_owner(event_id: int, leaving: Iterable[int]) -> None:
    """Raises LastOwnerError where nobody would own the event without the memberships of these ids.

    Within the caller's transaction: two owners who remove each other wait for one another.
    """
    owners = Membership.objects.select_for_update().filter(event=event_id, role=Role.OWNER).order_by("pk")
    known = set(owners.values_list("pk", flat=True))
    if known and known <= set(leaving):
        raise LastOwnerError


@transaction.atomic
def remove(membership: Membership) -> None:
    """Take a role away. Whoever has none left is signed out everywhere, and what they offered lapses.

    Raises LastOwnerError.
    """
    if membership.role == Role.OWNER:
        refuse_last_owner(membership.event_id, {membership.pk})
    user, event_id = membership.user, membership.event_id
    membership.delete()
    _take_back_offers(user, event_id)
    if not user.is_superuser and not user.memberships.exists():
        end_sessions(user)


@transaction.atomic
def change_role(membership: Membership) -> None:
    """Save a membership whose role or institution was changed. Raises LastOwnerError."""
    before = Membership.objects.get(pk=membership.pk)
    if before.role == Role.OWNER and membership.role != Role.OWNER:
        refuse_last_owner(before.event_id, {before.pk})
    membership.save()
    _take_back_offers(membership.user, membership.event_id)


def _take_back_offers(user: User, event_id: int) -> None:
    """Whoever does not own the event any more has nobody come in by an invitation of theirs."""
    if user.is_superuser or user.memberships.filter(event=event_id, role=Role.OWNER).exists():
        return
    offered = TeamInvitation.objects.standing().filter(event=event_id, invited_by=user)
    offered.update(withdrawn_at=timezone.now())


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def ask_for_second_factor(event_id: int, *, asks: bool) -> None:
    """Have everybody on the team of an event sign in with a second factor, or leave it to them."""
    TeamRules.objects.update_or_create(event_id=event_id, defaults={"requires_second_factor": asks})
