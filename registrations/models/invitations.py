"""Personal, bound links from hosts and organisers."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.models.allocations import Allocation
from registrations.models.linked import Linked, opened_by
from symposium.events.models import Event, Mode
from symposium.kit.findable import Findable, WordsField, WordsIndex, unknown_words
from symposium.kit.text import LineField


class Stage(StrEnum):
    """How an invitation stands for whoever looks at its page."""

    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    OVER = "over"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LATE = "late"
    OPEN = "open"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations as desks and services pick them."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.exclude(state=Invitation.State.REVOKED)

    def unanswered(self) -> Self:
        """Those that were sent, or are about to be, and neither accepted nor declined."""
        return self.filter(state__in=(Invitation.State.DRAFT, Invitation.State.SENT, Invitation.State.OPENED))

    def by_token(self, token: str) -> "Invitation | None":
        """The invitation that a link opens, or None when the link is not one of ours."""
        rows = self.select_related("event", "allocation__organisation")
        return opened_by(token, lambda public_id: rows.filter(public_id=public_id).first())


class Invitation(Findable, Linked):
    """One person asked to come, by a host from its block or by the organisers."""

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        SENT = "sent", _("sent")
        OPENED = "opened", _("opened")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        REVOKED = "revoked", _("withdrawn")

    TOKEN = "invitation"  # noqa: S105 (the purpose of the token, no secret)
    PAGE = "invitation"

    event = models.ForeignKey(Event, models.PROTECT, related_name="invitations", verbose_name=_("event"))
    allocation = models.ForeignKey(
        Allocation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("host"),
        help_text=_("From whose block the seat comes; left empty: from the organisers."),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    name = LineField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    form_of_address = LineField(_("form of address"), max_length=60, blank=True)
    affiliation = LineField(_("affiliation"), max_length=160, blank=True)
    greeting = models.TextField(
        _("personal words"), max_length=2000, blank=True, help_text=_("Shown in the mail and on the page.")
    )
    signed_by = LineField(
        _("from"), max_length=160, blank=True, db_default="", help_text=_("Who signs, as the mail ends.")
    )
    answers_to = models.EmailField(
        _("answers by mail go to"), blank=True, db_default="", help_text=_("Left empty: to the event's contact.")
    )
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    mode = models.CharField(_("takes part"), max_length=10, choices=Mode, blank=True)
    companions = models.PositiveSmallIntegerField(_("companions allowed"), default=0)
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    by_telephone = models.BooleanField(_("answered by telephone"), default=False, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0, editable=False)
    found_by = WordsField(texts=("name", "affiliation"), addresses=("email",))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["event", "state"], name="invitations_by_state"),
            models.Index(fields=["event", "-created_at", "-id"], name="invitations_newest"),
            WordsIndex(fields=["found_by"], name="invitation_words"),
            unknown_words("invitation_words_unknown"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=~Q(state="revoked"),
                name="invitation_once_for_each_address",
                violation_error_message=_("This address is invited to the event already."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def host_name(self) -> str:
        """The host from whose block it comes; empty for the organisers."""
        return str(self.allocation) if self.allocation else ""

    @property
    def is_answered(self) -> bool:
        return self.state in {self.State.ACCEPTED, self.State.DECLINED}

    def stage(self, now: datetime | None = None) -> Stage:
        """What its page has to say first, at that moment."""
        event = self.event
        ways = (
            (self.state == self.State.REVOKED, Stage.WITHDRAWN),
            (event.is_cancelled, Stage.CANCELLED),
            (event.is_over(now), Stage.OVER),
            (self.state == self.State.ACCEPTED, Stage.ACCEPTED),
            (event.is_postponed, Stage.POSTPONED),
            (self.state == self.State.DECLINED, Stage.DECLINED),
            (not self.is_open(now), Stage.LATE),
        )
        return next((stage for holds, stage in ways if holds), Stage.OPEN)

    @property
    def ends_at(self) -> datetime:
        """Until when it can be accepted."""
        return min(self.answer_by or self.event.registration_ends_at, self.event.ends_at)

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether it can be accepted at that moment, as far as the clock and the event are concerned."""
        takes_place = self.event.state == Event.State.PUBLISHED
        return takes_place and self.state != self.State.REVOKED and (now or timezone.now()) < self.ends_at
