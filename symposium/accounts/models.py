"""Staff: who signs in, and what each may do at which event."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from symposium.kit.text import LineField


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A member of staff; without a password they cannot sign in until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Whoever runs the server."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Addresses are compared without regard to case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff, who signs in to the admin by e-mail address. Guests have no account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = LineField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("members of staff")
        ordering = ("email",)

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    @property
    def is_staff(self) -> bool:
        """Every account is a member of staff; what they see is a matter of their memberships."""
        return self.is_active

    def get_full_name(self) -> str:
        """The name that the admin greets."""
        return str(self)

    def get_short_name(self) -> str:
        """As the full name: names are never shortened by us."""
        return str(self)


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


class SavedFilter(models.Model):
    """The address of a list as somebody has filtered it, under a name: for themselves, or for the team of an event.

    It opens the list as whoever follows it may see it, and holds nothing else.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", verbose_name=_("member of staff"))
    event = models.ForeignKey(
        "events.Event", models.CASCADE, null=True, related_name="+", verbose_name=_("for the team of")
    )
    # The label of the list's model: 'registrations.registration'.
    list = models.CharField(_("list"), max_length=100)
    name = LineField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1000)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name", "pk")
        indexes = (models.Index(fields=["list", "event"], name="filters_of_teams"),)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "list", "name"],
                name="saved_filter_once",
                violation_error_message=_("You have a filter of this name here already. Choose another name."),
            ),
        )

    def __str__(self) -> str:
        return self.name
