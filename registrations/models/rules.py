"""How an event's registration desk works, beside what its pages say of it."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event, EventContent


class SiteAccessField(models.TextChoices):
    """What a gate's office may have to know."""

    OFFICIAL_NAME = "official_name", _("name as in the passport")
    BIRTH_DATE = "birth_date", _("date of birth")
    NATIONALITY = "nationality", _("nationality")
    DOCUMENT = "document", _("number of the passport or identity card")


class RegistrationRules(EventContent):
    """One event's rules; an event without a row has the defaults."""

    event = models.OneToOneField(
        Event, models.CASCADE, related_name="registration_rules", verbose_name=_("event"), primary_key=True
    )
    party_size = models.PositiveSmallIntegerField(
        _("people in one form"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("1: nobody can bring companions."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept an offer"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 14)],
        help_text=_(
            "Who moves up from the waiting list has so long to accept; then the place goes to the next. "
            "Left empty: it is theirs at once."
        ),
    )
    confirms_addresses = models.BooleanField(
        _("addresses must be confirmed"),
        default=False,
        help_text=_("A place counts only after the link in the first mail was opened."),
    )
    proof_of_work = models.BooleanField(
        _("slow robots down"),
        default=False,
        help_text=_("The browser solves a small sum before it sends; who has no JavaScript confirms the address."),
    )
    asks_form_of_address = models.BooleanField(_("ask for the form of address"), default=False)
    asks_badge_name = models.BooleanField(_("ask for the name on the badge"), default=False)
    asks_pronouns = models.BooleanField(_("ask for pronouns"), default=False)
    asks_diet = models.BooleanField(_("ask for dietary needs"), default=False)
    asks_access = models.BooleanField(_("ask for access needs"), default=False)
    asks_photographs = models.BooleanField(_("ask for consent to photographs"), default=False)
    asks_recording = models.BooleanField(_("ask for consent to recordings"), default=False)
    asks_participants = models.BooleanField(
        _("public list of participants"), default=False, help_text=_("Shows only those who agreed to it.")
    )
    asks_news = models.BooleanField(_("ask whether to send news of coming events"), default=False)
    site_access_fields = models.JSONField(
        _("site access"), default=list, blank=True, help_text=_("What the gate's office must know of each guest.")
    )
    site_access_companions = models.BooleanField(
        _("of companions too"),
        default=True,
        db_default=True,
        help_text=_("Each gives it on their own page, which asks for it. Switched off: companions may, and need not."),
    )
    site_access_days = models.PositiveSmallIntegerField(
        _("days until it is deleted"), default=7, help_text=_("Counted from the end of the event.")
    )

    class Meta(EventContent.Meta):
        verbose_name = _("rules of registration")
        verbose_name_plural = _("rules of registration")

    CONSENTS: ClassVar[dict[str, str]] = {
        "photographs": "asks_photographs",
        "recording": "asks_recording",
        "participants": "asks_participants",
        "news": "asks_news",
    }

    def __str__(self) -> str:
        return str(self.event)

    @classmethod
    def of(cls, event: Event) -> "RegistrationRules":
        """The rules of an event: its row, or the defaults. One query, none where it was selected with the event."""
        try:
            found: Any = event.registration_rules
        except cls.DoesNotExist:
            return cls(event=event)
        return found  # type: ignore[no-any-return]

    @property
    def asked_consents(self) -> list[str]:
        """The kinds of consent that the form asks for, beside the privacy notice."""
        return [kind for kind, name in self.CONSENTS.items() if getattr(self, name)]
