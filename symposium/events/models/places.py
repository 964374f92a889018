"""Places at an event: who may have one, how many there are, and how many are left."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from symposium.kit.richtext import RichTextField


class RegistrationPhase(models.TextChoices):
    """How registration stands, as clock and seats have it."""

    NONE = "none", _("there is no registration here")
    NOT_YET = "not_yet", _("registration has not opened yet")
    OPEN = "open", _("registration is open")
    FEW = "few", _("few places are left")
    WAITING = "waiting", _("full, with a waiting list")
    FULL = "full", _("full")
    REQUEST = "request", _("places are given on request")
    INVITED = "invited", _("by invitation")
    CLOSED = "closed", _("registration is closed")


# The kinder of two ways to take part stands for both.
KINDEST = (RegistrationPhase.OPEN, RegistrationPhase.FEW, RegistrationPhase.WAITING, RegistrationPhase.FULL)


class Mode(models.TextChoices):
    """How somebody takes part."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")


class Places(models.Model):
    """The part of an event that is about its places. What is counted is written by services alone."""

    class Policy(models.TextChoices):
        OPEN = "open", _("open to all")
        APPROVAL = "approval", _("on request: the organisers approve each")
        INVITATION = "invitation", _("by invitation only")
        CLOSED = "closed", _("no registration here")

    class Attendance(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        BOTH = "both", _("in person and online")

    policy = models.CharField(_("registration"), max_length=10, choices=Policy, default=Policy.CLOSED)
    attendance = models.CharField(
        _("taking part"),
        max_length=10,
        choices=Attendance,
        default=Attendance.IN_PERSON,
        db_default=Attendance.IN_PERSON,
    )
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Left empty: when the event begins.")
    )
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("For guests who come in person. Left empty: without limit.")
    )
    online_capacity = models.PositiveIntegerField(
        _("places online"), null=True, blank=True, help_text=_("Left empty: without limit.")
    )
    has_waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    privacy_notice = RichTextField(
        _("privacy notice"), help_text=_("What is done with guests' data. Guests agree to it when they register.")
    )
    privacy_version = models.PositiveSmallIntegerField(
        _("version of the notice"), default=1, help_text=_("Raise it when the notice changes; consents keep theirs.")
    )
    seats_taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    # What blocks of hosts keep for their guests, not taken yet.
    seats_held = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    guests_waiting = models.PositiveIntegerField(_("guests waiting"), default=0, editable=False)
    online_taken = models.PositiveIntegerField(_("places taken online"), default=0, db_default=0, editable=False)
    online_waiting = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Rises whenever the public list of participants changes; part of that page's key.
    participants_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    # The day on which it begins, which closes registration where nothing else does.
    starts_at: datetime

    class Meta:
        abstract = True

    @property
    def registration_ends_at(self) -> datetime:
        """When registration closes, said or by default."""
        return self.registration_closes_at or self.starts_at

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The ways to take part, in the order in which they are offered."""
        return tuple(mode for mode in Mode if self.attendance in {mode.value, self.Attendance.BOTH})

    @property
    def seats_left(self) -> int | None:
        """In person and free for everybody: neither taken nor held for a host's guests. None without limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken - self.seats_held, 0)

    @property
    def online_left(self) -> int | None:
        """None where there is no limit."""
        return None if self.online_capacity is None else max(self.online_capacity - self.online_taken, 0)

    def left(self, mode: str) -> int | None:
        """How many places of that kind are free for everybody; None where there is no limit."""
        return self.online_left if mode == Mode.ONLINE else self.seats_left

    def mode_phase(self, mode: str) -> RegistrationPhase:
        """How many places of that kind there are, as long as registration is open."""
        left = self.left(mode)
        if left is None:
            return RegistrationPhase.OPEN
        if left == 0:
            return RegistrationPhase.WAITING if self.has_waiting_list else RegistrationPhase.FULL
        capacity = self.online_capacity if mode == Mode.ONLINE else self.capacity
        return RegistrationPhase.FEW if left * 10 <= (capacity or 0) else RegistrationPhase.OPEN

    def mode_phases(self) -> dict[str, RegistrationPhase]:
        """How many places of each kind there are, where there are two kinds that differ; empty otherwise."""
        found = {mode.value: self.mode_phase(mode) for mode in self.modes}
        return found if len(set(found.values())) > 1 else {}
