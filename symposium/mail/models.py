"""The outbox: a mail is a row first, written in the transaction that made it necessary."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.kit.findable import Findable, WordsField, WordsIndex, unknown_words


class OutgoingMail(Findable):
    """One mail to one person. The row is the truth; the worker only looks at it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    kind = models.CharField(_("kind"), max_length=40)
    event = models.ForeignKey(
        "events.Event", models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name=_("event")
    )
    to_name = models.CharField(_("name"), max_length=160, blank=True)
    to_address = models.EmailField(_("to"))
    reply_to = models.EmailField(_("answers go to"), blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    # What it is about, for whoever writes it (``writing``); text and page are written when it is sent, or looked at.
    about = models.JSONField(default=dict, db_default={}, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True, db_default="", editable=False)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    calendar = models.TextField(_("calendar entry"), blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    # It goes out behind those that somebody waits for.
    is_one_of_many = models.BooleanField(default=False, db_default=False, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    found_by = WordsField(texts=("to_name", "subject"), addresses=("to_address",))

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["is_one_of_many", "due_at"], name="mail_next", condition=models.Q(state="queued")),
            models.Index(fields=["-created_at"], name="mail_newest"),
            models.Index(fields=["event", "to_address"], name="mail_to_address"),
            models.Index(fields=["event", "-created_at", "-id"], name="mails_of_event"),
            WordsIndex(fields=["found_by"], name="mail_words"),
            unknown_words("mail_words_unknown"),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"
