"""Lists of people whom somebody is about to invite."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.allocations import Allocation
from symposium.events.models import Event


class InvitationDraft(models.Model):
    """A list between its upload and its invitations: only who sent it sees it, and a day later it is gone.

    ``rows`` are ``guest_lists.Row``s as JSON; ``left_out`` the places in it of those who are not to be invited;
    ``letter`` what the mail is to say, as the form for it was last sent. Invitations are made slice by slice: of the
    rows so many from the top (``reached``) are done, and so many invitations came of them (``made``).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="invitation_drafts", verbose_name=_("event"))
    allocation = models.ForeignKey(
        Allocation, models.CASCADE, null=True, blank=True, related_name="drafts", verbose_name=_("host")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    rows = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    ignored = models.JSONField(default=list)
    letter = models.JSONField(default=dict)
    reached = models.PositiveIntegerField(default=0, db_default=0)
    made = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(_("sent in"), default=timezone.now)
    # When its invitations were made: a second click finds them made.
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("list on its way")
        verbose_name_plural = _("lists on their way")
        indexes = (models.Index(fields=["created_at"], name="invitation_draft_old"),)

    def __str__(self) -> str:
        return f"{self.event}, {self.created_at:%Y-%m-%d}"
