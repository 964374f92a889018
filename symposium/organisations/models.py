"""Institutions."""

from collections.abc import Sequence
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from symposium.kit.fields import PictureField
from symposium.kit.published import Published
from symposium.kit.revisions import Subject
from symposium.kit.richtext import RichTextField
from symposium.kit.slugs import Slugged
from symposium.kit.text import LineField

# Raised with every change of an organisation: pages of events name several of them.
COUNTER = "organisations"


class Organisation(Published, Slugged):
    """An institution that hosts events or that speakers belong to."""

    name = LineField(_("name"), max_length=160, unique=True, help_text=_("In full, as the institution writes it."))
    short_name = LineField(_("short name"), max_length=40, blank=True, help_text=_("Where space is short: “UKSA”."))
    words = RichTextField(_("words"), help_text=_("What visitors should know, in two or three paragraphs."))
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters (ISO 3166): GB, US, …"))
    url = models.URLField(_("website"), blank=True)
    logo = PictureField(_("logo"), upload_to="logos/", blank=True)
    logo_dark = PictureField(
        _("logo for dark pages"),
        upload_to="logos/",
        blank=True,
        db_default="",
        help_text=_("Drawn to stand on night blue. Left empty, the logo stands on a light ground."),
    )
    logo_alternative_text = LineField(
        _("alternative text of the logo"),
        max_length=200,
        blank=True,
        help_text=_("What the logo says, for people who do not see it. Usually the name."),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def shown_in(cls, rows: models.QuerySet[Any]) -> set[Subject]:
        return {(COUNTER, None)}

    @classmethod
    def shown_with(cls, rows: Sequence[Self]) -> set[Subject]:
        return {(COUNTER, None)}

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name
