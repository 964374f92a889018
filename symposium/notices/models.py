"""Notices: what is written to many, to whom, and how far it went."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event
from symposium.kit.richtext import RichTextField
from symposium.kit.text import LineField
from symposium.mail.models import OutgoingMail
from symposium.notices.audiences import Audience, audience

SUBJECT_LENGTH = 200


class Words(models.Model):
    """A subject and a text, both with placeholders in braces (``placeholders``)."""

    subject = LineField(_("subject"), max_length=SUBJECT_LENGTH)
    text = RichTextField(_("text"), blank=False)

    class Meta:
        abstract = True


class Notice(Words):
    """A mail to many. What it says is fixed once it is approved; its recipients are fixed when it begins to be sent."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved, waits for its time")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        DONE = "done", _("sent")
        STOPPED = "stopped", _("stopped")

    class Purpose(models.TextChoices):
        PLACE = "place", _("about this event: it concerns those who take part")
        NEWS = "news", _("news: only to those who agreed to get some")

    # Where it is on its way, and can be held up.
    UNDER_WAY: ClassVar[frozenset[str]] = frozenset({State.SENDING, State.PAUSED})

    event = models.ForeignKey(Event, models.CASCADE, related_name="notices", verbose_name=_("event"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT, editable=False)
    audience = models.CharField(_("to"), max_length=40, editable=False)
    filters = models.JSONField(default=dict, blank=True, editable=False)
    purpose = models.CharField(_("kind of notice"), max_length=5, choices=Purpose, default=Purpose.PLACE)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    # How many it was approved for.
    expected = models.PositiveIntegerField(_("recipients when approved"), null=True, blank=True, editable=False)
    send_at = models.DateTimeField(_("to be sent"), null=True, blank=True, editable=False)
    # Up to which of its audience's rows its recipients are written, and whether that is all of them.
    gathered_to = models.BigIntegerField(default=0, editable=False)
    is_gathered = models.BooleanField(default=False, editable=False)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["event", "-created_at", "-id"], name="notices_of_event"),
            models.Index(fields=["send_at"], name="notices_due", condition=Q(state__in=("approved", "sending"))),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_at__isnull=False, send_at__isnull=False),
                name="notice_sent_is_approved",
                violation_error_message=_("A notice is approved before it is sent."),
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == self.State.DRAFT

    @property
    def is_news(self) -> bool:
        """Whether it goes only to those who agreed to get news."""
        return self.purpose == self.Purpose.NEWS

    @property
    def to(self) -> Audience:
        """Its audience. Raises UnknownAudienceError."""
        return audience(self.audience)

    def words_in(self, language: str) -> Words:
        """What it says to somebody of that language: the text for it, where there is one, else its own."""
        texts: dict[str, Words] = {one.language: one for one in self.texts.all()}
        return texts.get(language, self)


class NoticeText(Words):
    """What a notice says in a further language."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="texts", verbose_name=_("notice"))
    language = models.CharField(_("language"), max_length=10)

    class Meta:
        verbose_name = _("text in another language")
        verbose_name_plural = _("texts in other languages")
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(
                fields=["notice", "language"],
                name="notice_text_once_for_each_language",
                violation_error_message=_("There is a text in this language already."),
            ),
        )

    def __str__(self) -> str:
        return self.subject


class NoticeTemplate(Words):
    """A text to begin with, kept for an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notice_templates", verbose_name=_("event"))
    name = LineField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates of notices")
        ordering = ("event", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "name"],
                name="notice_template_name_once",
                violation_error_message=_("This event has a template of that name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class NoticeRecipient(models.Model):
    """One address that a notice goes to, once; how its mail fared stands with the mail."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waits")
        MAILED = "mailed", _("written to")
        LEFT = "left", _("no longer concerned when it was their turn")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="recipients", verbose_name=_("notice"))
    # The row of the audience that they were made of (``audiences.Recipient.key``).
    key = models.BigIntegerField(editable=False)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.QUEUED)
    name = models.CharField(_("name"), max_length=160, blank=True)
    address = models.EmailField(_("to"), blank=True)
    address_key = models.CharField(max_length=1020, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    mail = models.OneToOneField(
        OutgoingMail,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notice_recipient",
        verbose_name=_("mail"),
    )
    mailed_at = models.DateTimeField(_("handed to the outbox"), null=True, blank=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ("pk",)
        indexes = (
            models.Index(fields=["notice", "id"], name="recipients_queued", condition=Q(state="queued")),
            models.Index(fields=["mailed_at"], name="recipients_mailed", condition=Q(state="mailed")),
            models.Index(fields=["key"], name="recipients_by_key"),
            models.Index(fields=["address_key"], name="recipients_by_address"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["notice", "address_key"],
                name="notice_once_for_each_address",
                violation_error_message=_("This address gets the notice already."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.address
