"""Guests' places."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event
from symposium.kit.text import LineField
from symposium.kit.tokens import is_genuine, make_token, read_token


def email_key(address: str) -> str:
    """Equal for spellings of an address that are the same: case, and how a domain is written, make no difference."""
    local, _at, domain = address.strip().rpartition("@")
    return f"{local.casefold()}@{punycode(domain.casefold())}"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations as desks and services pick them."""

    def real(self) -> Self:
        """Without shadows (see ``Registration.shadow_of``)."""
        return self.filter(shadow_of=None)

    def waiting_in_line(self) -> Self:
        """The waiting list, who came first standing first."""
        return self.real().filter(state=Registration.State.WAITING).order_by("waiting_since", "pk")

    def standing(self) -> Self:
        """Those that stop a second registration with the same address."""
        return self.real().exclude(state=Registration.State.CANCELLED)

    def by_token(self, token: str) -> "Registration | None":
        """The registration that a guest's link opens, or None when the link is not one of ours."""
        public_id = read_token(token)
        found = self.select_related("event").filter(public_id=public_id).first() if public_id else None
        return found if found and is_genuine(token, Registration.TOKEN, found.public_id, found.token_version) else None


class Registration(models.Model):
    """One person's place at an event, or their wish for one."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        CONFIRMED = "confirmed", _("confirmed")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    TOKEN = "registration"  # noqa: S105 (the purpose of the token, no secret)

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations", verbose_name=_("event"))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_version = models.PositiveSmallIntegerField(default=1, editable=False)
    submission = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text=_("The form it came by; a replay finds it again.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    name = LineField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    # Longer than an address: letters may grow when their case is folded.
    email_key = models.CharField(max_length=1020, editable=False)
    affiliation = LineField(_("affiliation"), max_length=160, blank=True)
    # Who registers an address a second time must not learn that it is registered: they get a page like any other,
    # which is this shadow of the real registration. It holds no seat and stands in no list.
    shadow_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="shadows", editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    consented_at = models.DateTimeField(_("agreed to the privacy notice"), default=timezone.now, editable=False)
    privacy_version = models.PositiveSmallIntegerField(_("version of the notice"), default=1, editable=False)
    calendar_bump = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("How often this guest's own calendar entry was withdrawn or made anew.")
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["event", "waiting_since", "id"], name="waiting_line", condition=Q(state="waiting")),
            models.Index(fields=["event", "-created_at", "-id"], name="guest_list"),
            # Also of those who cancelled; without it each registration reads all others of its event.
            models.Index(fields=["event", "email_key"], name="registration_by_address"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=Q(shadow_of=None) & ~Q(state="cancelled"),
                name="registration_one_place_per_address",
                violation_error_message=_("This address is registered for the event already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_since__isnull=False),
                name="registration_waiting_has_time",
                violation_error_message=_("A guest on the waiting list needs a place in the line."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def token(self) -> str:
        """What opens the guest's page."""
        return make_token(self.TOKEN, self.public_id, self.token_version)

    def get_absolute_url(self) -> str:
        return reverse("registration", args=[self.token])

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED
