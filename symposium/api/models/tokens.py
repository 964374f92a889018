"""What a program shows to be let in."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event
from symposium.kit.text import LineField


class Scope(models.TextChoices):
    """What a token may be used for; never more than its owner may do."""

    GUESTS = "guests", _("guests’ names, institutions and states")
    ADDRESSES = "addresses", _("their e-mail addresses too")


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Tokens as services pick them."""

    def good(self, now: datetime | None = None) -> Self:
        """Those that still open something, if their owners may."""
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now(), user__is_active=True)


class AccessToken(models.Model):
    """A member of staff's token for one event; only its hash is kept. What its owner loses, it loses."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_tokens", verbose_name=_("member of staff")
    )
    event = models.ForeignKey(Event, models.CASCADE, related_name="access_tokens", verbose_name=_("event"))
    name = LineField(_("name"), max_length=80, help_text=_("What it is for: “our badge printer”."))
    scopes = models.JSONField(_("may read"), default=list)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Enough to know it again in a program's settings, and far too little to guess the rest.
    beginning = models.CharField(_("begins with"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("good until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def has(self, scope: str) -> bool:
        """Whether it was made for that."""
        return scope in self.scopes
