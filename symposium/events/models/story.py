"""The story that an event tells, and its pictures."""

from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.events.models.content import EventContent
from symposium.events.models.event import Event
from symposium.kit.dates import When
from symposium.kit.fields import PictureField
from symposium.kit.published import PublishingQuerySet
from symposium.kit.richtext import RichTextField
from symposium.kit.text import LineField

# What none is published without.
LACKING = Q(alternative_text="") | Q(caption="") | Q(credit="") | Q(licence="")


class PhotographQuerySet(PublishingQuerySet["Photograph"]):
    """Pictures as pages pick them."""

    def published(self) -> Self:
        return self.filter(is_published=True)


class Photograph(EventContent):
    """An image; none is published without alternative text, caption, credit and licence."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="photographs", verbose_name=_("event"))
    image = PictureField(_("image"), upload_to="photographs/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alternative_text = LineField(
        _("alternative text"), max_length=300, blank=True, help_text=_("What is seen, for people who do not see it.")
    )
    caption = LineField(_("caption"), max_length=300, blank=True)
    credit = LineField(_("credit"), max_length=160, blank=True, help_text=_("Whose picture it is."))
    licence = LineField(_("licence"), max_length=80, blank=True, help_text=_("For example CC BY-SA 2.0."))
    licence_url = models.URLField(_("address of the licence"), blank=True)
    source_url = models.URLField(_("source"), blank=True, help_text=_("Where the picture was taken from."))
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left in %"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top in %"), default=50, validators=[MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)
    is_published = models.BooleanField(_("published"), default=False)

    objects: ClassVar = PhotographQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(is_published=False) | ~LACKING,
                name="photograph_published_complete",
                violation_error_message=_(
                    "A photograph can be published when it has alternative text, caption, credit and licence."
                ),
            ),
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100),
                name="photograph_focal_point_inside",
                violation_error_message=_("The focal point lies between 0 and 100 %."),
            ),
        )

    def __str__(self) -> str:
        return self.caption or _now("photograph %(number)s") % {"number": self.pk}

    @property
    def source_host(self) -> str:
        """The host that it was taken from, which is shorter to read than the whole address."""
        return urlsplit(self.source_url).hostname or self.source_url

    def missing(self) -> list[str]:
        """The names of what it still needs before it can be published."""
        needed = {
            "alternative_text": _now("alternative text"),
            "caption": _now("caption"),
            "credit": _now("credit"),
            "licence": _now("licence"),
        }
        return [words for name, words in needed.items() if not getattr(self, name)]


class Milestone(EventContent):
    """A point in the story that an event tells, on a day, in a year, over a span, or at a vague time."""

    class Kind(models.TextChoices):
        HISTORY = "history", _("history")
        MISSION = "mission", _("mission")
        SCIENCE = "science", _("science")
        SECURITY = "security", _("security")

    event = models.ForeignKey(Event, models.CASCADE, related_name="milestones", verbose_name=_("event"))
    title = LineField(_("title"), max_length=160)
    when = LineField(
        _("date"),
        max_length=24,
        help_text=_("1962-04-26, 2025-12 or 2020; a span with a slash: 1997/2017, 2025-09-04/2025-09-12."),
    )
    when_in_words = LineField(
        _("date in words"),
        max_length=60,
        blank=True,
        help_text=_("Shown instead, where the date is vague: “late 1950s”."),
    )
    sorts_from = models.DateField(editable=False)
    sorts_to = models.DateField(editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.HISTORY)
    words = RichTextField(_("words"))
    photograph = models.ForeignKey(
        Photograph, models.SET_NULL, null=True, blank=True, related_name="milestones", verbose_name=_("photograph")
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("sorts_from", "sorts_to", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(sorts_to__gte=models.F("sorts_from")),
                name="milestone_ends_after_start",
                violation_error_message=_("The span must end after it begins."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        self._sort()

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude=exclude)
        self._sort()

    def _sort(self) -> None:
        try:
            when = When.parse(self.when)
        except ValueError:
            raise ValidationError(
                {"when": _("Write the date as 1962-04-26, 2025-12 or 2020, or a span as 1997/2017.")}
            ) from None
        self.sorts_from, self.sorts_to = when.first.earliest(), when.last.latest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._sort()
        super().save(*args, **kwargs)

    @property
    def date(self) -> When:
        """Its date as an object."""
        return When.parse(self.when)

    @property
    def date_in_words(self) -> str:
        """'26 April 1962', '1997–2017', 'late 1950s'."""
        return self.when_in_words or str(self.date)
