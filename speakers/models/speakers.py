"""People as an event presents them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from speakers.monograms import monogram
from symposium.events.models import Event, EventContent, Hosting
from symposium.kit.fields import PictureField
from symposium.kit.published import PublishingQuerySet
from symposium.kit.richtext import RichTextField
from symposium.kit.slugs import Slugged
from symposium.kit.text import LineField
from symposium.organisations.models import Organisation


class SpeakerQuerySet(PublishingQuerySet["Speaker"]):
    """Speakers as pages, feeds and the sitemap pick them."""

    def public(self) -> Self:
        """Those whom every visitor may see, at events that are public."""
        return self.filter(state=Speaker.State.PUBLISHED, event__in=Event.objects.public())

    def published(self) -> Self:
        """Those who are announced, whatever the state of their event (a preview shows a draft event's)."""
        return self.filter(state=Speaker.State.PUBLISHED)


class Speaker(EventContent, Slugged):
    """A person as one event presents them: the record stays right when their life goes on."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    slug_scope = "event_id"

    event = models.ForeignKey(Event, models.CASCADE, related_name="speakers", verbose_name=_("event"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.PUBLISHED,
        help_text=_("A draft is shown to nobody. What belongs to a draft event is not public in any state."),
    )
    form_of_address = LineField(
        _("form of address"), max_length=40, blank=True, help_text=_("As the person uses it: Dr, Maj. Gen., Dame.")
    )
    name = LineField(_("name"), max_length=160, help_text=_("As its owner writes it."))
    sort_name = LineField(
        _("sorted under"), max_length=160, blank=True, help_text=_("Family name first, or as the person says.")
    )
    pronunciation = LineField(_("pronunciation"), max_length=160, blank=True)
    biography = RichTextField(_("biography"))
    portrait = PictureField(_("portrait"), upload_to="portraits/", blank=True)
    portrait_alternative_text = LineField(_("alternative text of the portrait"), max_length=200, blank=True)
    portrait_credit = LineField(_("credit of the portrait"), max_length=160, blank=True)
    url = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("For the organisers; never shown."))

    objects: ClassVar = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ("sort_name", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "slug"],
                name="speaker_slug_unique",
                violation_error_message=_("Another speaker has this address already."),
            ),
            models.CheckConstraint(
                condition=Q(portrait="") | ~Q(portrait_alternative_text=""),
                name="speaker_portrait_has_alternative_text",
                violation_error_message=_("A portrait needs alternative text."),
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("speaker", args=[self.event.slug, self.slug])

    def fill_slug(self) -> None:
        super().fill_slug()
        self.sort_name = self.sort_name or self.name

    @property
    def full_name(self) -> str:
        """With the form of address."""
        return f"{self.form_of_address} {self.name}".strip()

    @property
    def monogram(self) -> str:
        """What stands for a portrait that is not there."""
        return monogram(self.name)


class Affiliation(EventContent):
    """Ties a speaker to an institution: one that is known here, or just its name."""

    belongs_to = "speaker"

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="affiliations", verbose_name=_("speaker"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("organisation"),
    )
    name = LineField(_("or its name"), max_length=160, blank=True)
    position = LineField(_("position"), max_length=160, blank=True, help_text=_("Professor of …, Director of …"))
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=1)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ("rank", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation=None) ^ Q(name=""),
                name="affiliation_names_one",
                violation_error_message=_("Choose an organisation or write a name, not both."),
            ),
        )

    def __str__(self) -> str:
        return ", ".join(part for part in (self.position, self.organisation_name) if part)

    @property
    def organisation_name(self) -> str:
        """The institution's name, wherever it is kept."""
        return self.organisation.name if self.organisation else self.name


class Link(EventContent):
    """A page about a speaker elsewhere: an institute's, a publication, a profile."""

    belongs_to = "speaker"

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="links", verbose_name=_("speaker"))
    label = LineField(_("what it is"), max_length=80, help_text=_("ORCID, Institute’s page, Book …"))
    url = models.URLField(_("address"))
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=1)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return self.label


def public_organisations() -> models.QuerySet[Organisation]:
    """Institutions that have a page: listed at a public event, or those of its speakers."""
    listed = Q(pk__in=Hosting.objects.public().values("organisation"))
    affiliated = Q(pk__in=Affiliation.objects.filter(speaker__in=Speaker.objects.public()).values("organisation"))
    return Organisation.objects.filter(listed | affiliated)
