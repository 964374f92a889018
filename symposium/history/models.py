"""Who changed what, from what to what; what was deleted and may come back; what somebody has written and not saved."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.kit.fields import PictureField

# For how long what was deleted or replaced can come back, with its pictures.
KEPT = timedelta(days=30)
# For how long the history of what is still there is kept.
REMEMBERED = timedelta(days=730)
# For how long what somebody has written and not saved is kept.
DRAFTED = timedelta(days=14)


class RowEncoder(DjangoJSONEncoder):
    """As Django's, but moments keep their microseconds: what is put back is what was there."""

    def default(self, o: object) -> object:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class Edit(models.Model):
    """Something that was done at once: one save of a page, one import, one deletion with all that went with it."""

    class Deed(models.TextChoices):
        SAVED = "", _("saved")
        RESTORED = "restored", _("an earlier state restored")
        BROUGHT_BACK = "back", _("brought back")
        IMPORTED = "imported", _("imported")
        BY_LINK = "link", _("by a personal link")

    at = models.DateTimeField(_("when"), default=timezone.now)
    # Without a constraint: the history of an event that was deleted is what brings it back.
    event = models.ForeignKey(
        "events.Event", models.DO_NOTHING, null=True, db_constraint=False, related_name="+", verbose_name=_("event")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    # Empty where the clock or a script did it.
    who = models.CharField(_("who"), max_length=160, blank=True)
    deed = models.CharField(_("how"), max_length=10, choices=Deed, default=Deed.SAVED, blank=True)

    class Meta:
        verbose_name = _("what happened")
        verbose_name_plural = _("what happened")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["event", "-id"], name="edit_by_event"),)

    def __str__(self) -> str:
        return f"{self.who} {self.at:%Y-%m-%d %H:%M}"


class ChangeQuerySet(models.QuerySet["Change"]):
    """Changes as pages pick them."""

    def of(self, label: str, pk: int) -> Self:
        """Those of an object and of its parts."""
        return self.filter(models.Q(model=label, object_id=pk) | models.Q(whole=label, whole_id=pk))

    def recoverable(self, now: datetime | None = None) -> Self:
        """What was deleted and can still be brought back."""
        return self.filter(gone_until__gt=now or timezone.now())


class Change(models.Model):
    """What one of them did to one row. Only what differs is kept; of what was deleted, all."""

    class Verb(models.TextChoices):
        MADE = "made", _("made")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")

    edit = models.ForeignKey(Edit, models.CASCADE, related_name="changes", verbose_name=_("what happened"))
    verb = models.CharField(_("how"), max_length=8, choices=Verb)
    # 'programme.session' and its key; what it is a part of, likewise.
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    whole = models.CharField(max_length=60, blank=True)
    whole_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=240, blank=True)
    before = models.JSONField(default=dict, encoder=RowEncoder)
    after = models.JSONField(default=dict, encoder=RowEncoder)
    # Of what was deleted by itself, and not because something else was: until when it can be brought back.
    gone_until = models.DateTimeField(_("can be brought back until"), null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("pk",)
        indexes = (
            models.Index(fields=["model", "object_id", "id"], name="change_by_object"),
            models.Index(fields=["whole", "whole_id", "id"], name="change_by_whole"),
            models.Index(
                fields=["gone_until"], name="change_recoverable", condition=models.Q(gone_until__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} {self.verb}"


class KeptImage(models.Model):
    """A picture that no row names any more: it stays in the storage as long as it may come back."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="images", verbose_name=_("change"))
    image = PictureField(_("picture"))
    until = models.DateTimeField(_("until"), db_index=True)

    def __str__(self) -> str:
        return str(self.image)


class Draft(models.Model):
    """What a member of staff has written on a page of the desk and not saved; nobody else sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("whose"))
    # 'programme.session/12', or 'programme.session/' for a new one.
    page = models.CharField(max_length=90)
    # The form as it would have been sent, without files.
    content = models.TextField()
    saved_at = models.DateTimeField(_("kept"), default=timezone.now, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "page"], name="draft_one_per_page"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.page}"


class Presence(models.Model):
    """That a member of staff has a page of the desk open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who"))
    page = models.CharField(max_length=90)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["page", "user"], name="presence_once"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.page}"
