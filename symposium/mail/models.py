"""The outbox: a mail is a row first, written in the transaction that made it necessary. And what stands over mails."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.kit.findable import Findable, WordsField, WordsIndex, unknown_words
from symposium.kit.text import LineField
from symposium.mail.domains import domain_of, may_send_from, sending_domains


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
    # A mail server wrote that it could not be delivered, after we had handed it over (RFC 3464).
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)
    bounced_for_good = models.BooleanField(_("the address does not exist"), default=False, db_default=False)
    bounce_reason = models.CharField(_("why it came back"), max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["is_one_of_many", "due_at"], name="mail_next", condition=models.Q(state="queued")),
            models.Index(fields=["-created_at"], name="mail_newest"),
            models.Index(fields=["event"], name="mail_given_up", condition=models.Q(state="failed")),
            models.Index(fields=["event", "to_address"], name="mail_to_address"),
            models.Index(fields=["event", "-created_at", "-id"], name="mails_of_event"),
            WordsIndex(fields=["found_by"], name="mail_words"),
            unknown_words("mail_words_unknown"),
            models.Index(
                fields=["event", "-bounced_at"], name="mail_bounced", condition=models.Q(bounced_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"


class Letterhead(models.Model):
    """Whose name stands over the mails of an event, where answers go, and who signs. Left empty: the server's."""

    event = models.OneToOneField("events.Event", models.CASCADE, related_name="letterhead", verbose_name=_("event"))
    from_name = LineField(
        _("from"), max_length=120, blank=True, help_text=_("The name that mails come from, for example the event’s.")
    )
    from_address = models.EmailField(_("from the address"), blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True, help_text=_("Left empty: to the event’s contact."))
    signature = models.TextField(
        _("signature"), max_length=600, blank=True, help_text=_("Stands at the end of every mail of the event.")
    )
    per_minute = models.PositiveSmallIntegerField(
        _("notices a minute"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many mails of a notice go out in a minute at most. Left empty: as many as the server says."),
    )

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")

    def __str__(self) -> str:
        return self.from_name or self.from_address or str(self._meta.verbose_name)

    def clean(self) -> None:
        """Mails can come only from domains that this server may send for: others would be taken for forged."""
        super().clean()
        if self.from_address and not may_send_from(self.from_address):
            words = _(
                "This server may not send for %(domain)s: such mails would be taken for forged. It may send for "
                "%(domains)s. For another domain, ask whoever runs the server (SYMPOSIUM_FROM_DOMAINS), and write the "
                "address into “answers go to” meanwhile."
            )
            named = {"domain": domain_of(self.from_address), "domains": ", ".join(sending_domains())}
            raise ValidationError({"from_address": ValidationError(words, code="domain", params=named)})
