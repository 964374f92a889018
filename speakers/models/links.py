"""The link by which a speaker reaches a page of their own, without an account (docs/decisions/0007)."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from speakers.models.speakers import Speaker
from symposium.kit.tokens import is_genuine, make_token, read_token


class Stage(models.TextChoices):
    """How far a speaker has come with their link."""

    UNSENT = "unsent", _("not sent")
    SENT = "sent", _("sent, not opened")
    OPENED = "opened", _("opened, not answered")
    ANSWERED = "answered", _("answered")


# Rows of each stage, seen from a speaker; who has no row was never sent one.
STAGES = {
    Stage.UNSENT: Q(personal_link=None) | Q(personal_link__sent_at=None),
    Stage.SENT: Q(personal_link__sent_at__isnull=False, personal_link__opened_at=None),
    Stage.OPENED: Q(
        personal_link__sent_at__isnull=False, personal_link__opened_at__isnull=False, personal_link__answered_at=None
    ),
    Stage.ANSWERED: Q(
        personal_link__sent_at__isnull=False,
        personal_link__opened_at__isnull=False,
        personal_link__answered_at__isnull=False,
    ),
}


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    """Links as pages and services pick them."""

    def sent(self) -> Self:
        """Those that their owners have, or had."""
        return self.filter(sent_at__isnull=False)

    def by_token(self, token: str) -> "PersonalLink | None":
        """The one that an address opens, or None when the address is not one of ours."""
        public_id = read_token(token)
        rows = self.select_related("speaker__event__venue")
        found = rows.filter(public_id=public_id).first() if public_id else None
        is_ours = found and is_genuine(token, found.TOKEN, found.public_id, found.token_version)
        return found if is_ours else None


class PersonalLink(models.Model):
    """One speaker's. It stands apart from what is public of them: nothing here is ever shown to visitors."""

    TOKEN = "speaking"  # noqa: S105 (the purpose of the token, no secret)

    speaker = models.OneToOneField(
        Speaker, models.CASCADE, related_name="personal_link", verbose_name=_("speaker"), editable=False
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Raised, it makes every link before worthless.
    token_version = models.PositiveSmallIntegerField(default=1, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    deletion_asked_at = models.DateTimeField(_("deletion asked for"), null=True, blank=True, editable=False)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")

    def __str__(self) -> str:
        return str(self.speaker)

    def get_absolute_url(self) -> str:
        return reverse("speaking", args=[self.token])

    @property
    def token(self) -> str:
        """What opens their page."""
        return make_token(self.TOKEN, self.public_id, self.token_version)

    @property
    def stage(self) -> Stage:
        """How far its owner has come."""
        if self.sent_at is None:
            return Stage.UNSENT
        if self.opened_at is None:
            return Stage.SENT
        return Stage.OPENED if self.answered_at is None else Stage.ANSWERED

    @property
    def mailed_at(self) -> datetime | None:
        """When its owner was last written to about it."""
        return max(filter(None, (self.sent_at, self.reminded_at)), default=None)
