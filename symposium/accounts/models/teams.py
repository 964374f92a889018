"""Teams: what each member of staff may do at which event, and what its owners ask of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from symposium.accounts.models.users import User


class Role(models.TextChoices):
    """What a member of staff may do at an event."""

    OWNER = "owner", _("owner: everything, and who else may do what")
    ORGANISER = "organiser", _("organiser: everything but the team")
    EDITOR = "editor", _("editor: programme, people, words and pictures; no guests")
    COORDINATOR = "coordinator", _("co-host's coordinator: their own institution")
    DOOR = "door", _("door: the guest list")
    CARE = "care", _("guest care: dietary and access needs")
    SITE_ACCESS = "site_access", _("site access: what the gate's office must know of guests")


class Membership(models.Model):
    """One role of one member of staff at one event; a coordinator's also names their institution."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("member of staff"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    event = models.ForeignKey("events.Event", models.CASCADE, related_name="memberships", verbose_name=_("event"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("organisation"),
        help_text=_("For a co-host's coordinator: the institution that they look after."),
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("team")
        ordering = ("event", "role", "user")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "event"],
                condition=Q(organisation=None),
                name="membership_once",
                violation_error_message=_("This person already has this role at this event."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "event", "organisation"],
                name="membership_once_per_organisation",
                violation_error_message=_("This person already has this role for this organisation."),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COORDINATOR, organisation__isnull=False)
                | (~Q(role=Role.COORDINATOR) & Q(organisation=None)),
                name="membership_coordinator_has_organisation",
                violation_error_message=_(
                    "A co-host's coordinator needs an organisation; the other roles are for the whole event."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class TeamRules(models.Model):
    """What an event's owners ask of everybody on its team."""

    event = models.OneToOneField(
        "events.Event", models.CASCADE, primary_key=True, related_name="team_rules", verbose_name=_("event")
    )
    requires_second_factor = models.BooleanField(
        _("asks for a second factor"),
        default=False,
        db_default=False,
        help_text=_("Whoever has none is led to set one up, and can do nothing else before."),
    )

    class Meta:
        verbose_name = _("rules of a team")
        verbose_name_plural = _("rules of teams")

    def __str__(self) -> str:
        return str(self.event)
