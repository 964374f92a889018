"""Invitations to a team."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from symposium.accounts.models.teams import Role
from symposium.accounts.models.users import User
from symposium.mail.models import OutgoingMail


class TeamInvitationQuerySet(models.QuerySet["TeamInvitation"]):
    """Invitations to a team as desks and services pick them."""

    def standing(self) -> Self:
        """Those that were neither accepted nor withdrawn."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self, now: datetime | None = None) -> Self:
        """Those that can be accepted now."""
        return self.standing().filter(expires_at__gt=now or timezone.now())

    def lapsed(self, now: datetime | None = None) -> Self:
        """Those that nobody accepted in time."""
        return self.standing().filter(expires_at__lte=now or timezone.now())

    def by_token(self, token: str) -> "TeamInvitation | None":
        """The one whose link has that token, in any state; None for any other text."""
        rows = self.select_related("event", "organisation", "invited_by")
        return rows.filter(token_hash=hash_of(token)).first()


def hash_of(token: str) -> str:
    """What is kept of a link: 64 hexadecimal digits. Tokens are random, so that no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


class TeamInvitation(models.Model):
    """A role offered by mail to one address; the link in the mail is known to that mail alone."""

    LASTS = timedelta(days=7)

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="team_invitations", verbose_name=_("event"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="team_invitations",
        verbose_name=_("organisation"),
        help_text=_("For a co-host's coordinator: the institution that they look after."),
    )
    email = models.EmailField(_("e-mail address"))
    greeting = models.TextField(
        _("a few words"), max_length=1000, blank=True, help_text=_("Stand in the mail, as you write them.")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("lapses"), editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("mail")
    )

    objects = TeamInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to the team")
        verbose_name_plural = _("invitations to the team")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "email", "role"],
                condition=Q(organisation=None, accepted_at=None, withdrawn_at=None),
                name="team_invitation_once",
                violation_error_message=_("This address is invited to this role already. Send that invitation again."),
            ),
            models.UniqueConstraint(
                fields=["event", "email", "role", "organisation"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="team_invitation_once_per_organisation",
                violation_error_message=_("This address is invited to this role already. Send that invitation again."),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COORDINATOR, organisation__isnull=False)
                | (~Q(role=Role.COORDINATOR) & Q(organisation=None)),
                name="team_invitation_coordinator_has_organisation",
                violation_error_message=_(
                    "A co-host's coordinator needs an organisation; the other roles are for the whole event."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def new_token() -> str:
        """43 characters that nobody guesses."""
        return secrets.token_urlsafe(32)

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether it can be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and (now or timezone.now()) < self.expires_at

    @property
    def stage(self) -> str | Promise:
        """How it stands, in a word or two."""
        if self.accepted_at:
            return _("accepted")
        if self.withdrawn_at:
            return _("withdrawn")
        if not self.is_open():
            return _("lapsed")
        if self.opened_at:
            return _("opened")
        if self.mail and self.mail.state == OutgoingMail.State.FAILED:
            return _("could not be delivered")
        return _("sent") if self.mail and self.mail.state == OutgoingMail.State.SENT else _("on its way")
