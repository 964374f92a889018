"""What a guest needs to eat and to take part; seen by guest care alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.models.guests import Registration


class Diet(models.TextChoices):
    """What caterers ask for."""

    VEGETARIAN = "vegetarian", _("vegetarian")
    VEGAN = "vegan", _("vegan")
    HALAL = "halal", _("halal")
    KOSHER = "kosher", _("kosher")
    NO_GLUTEN = "no_gluten", _("no gluten")
    NO_DAIRY = "no_dairy", _("no dairy")
    NO_NUTS = "no_nuts", _("no nuts or peanuts")
    NO_SHELLFISH = "no_shellfish", _("no fish or shellfish")
    NO_PORK = "no_pork", _("no pork")
    NO_ALCOHOL = "no_alcohol", _("no alcohol in food")


class Access(models.TextChoices):
    """What a venue can prepare for."""

    STEP_FREE = "step_free", _("a way without steps")
    WHEELCHAIR_SPACE = "wheelchair", _("a space for a wheelchair")
    SEAT = "seat", _("a seat kept near the entrance or the stage")
    HEARING_LOOP = "loop", _("a hearing loop")
    SIGN_LANGUAGE = "sign", _("a sign language interpreter")
    CAPTIONS = "captions", _("live captions")
    LARGE_PRINT = "large_print", _("papers in large print or as files")
    ASSISTANCE_ANIMAL = "animal", _("room for an assistance animal")
    QUIET_ROOM = "quiet", _("a quiet room")
    COMPANION = "companion", _("a place for a personal assistant")
    PARKING = "parking", _("accessible parking")


class Needs(models.Model):
    """One guest's needs: what lists can count, and their own words."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="needs", verbose_name=_("registration")
    )
    diet = models.JSONField(_("dietary needs"), default=list, blank=True)
    diet_words = models.TextField(_("dietary needs in their own words"), max_length=1000, blank=True)
    access = models.JSONField(_("access needs"), default=list, blank=True)
    access_words = models.TextField(_("access needs in their own words"), max_length=1000, blank=True)
    please_call = models.BooleanField(_("please call me"), default=False)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("needs of a guest")
        verbose_name_plural = _("needs of guests")

    def __str__(self) -> str:
        return str(self.registration)
