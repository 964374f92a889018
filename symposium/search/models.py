"""What can be found: a document for each public thing that has an address."""

from datetime import datetime
from typing import Any, Self

from django.db import connections, models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Collate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event
from symposium.kit import zones
from symposium.kit.words import LONGEST
from symposium.programme.models import Session
from symposium.search.asking import Asked, Column, found

# Different words of one document that are found; a tsvector of PostgreSQL holds 1 MiB.
MOST_WORDS = 4_000
# Code points alone decide, whatever the language of the database.
_COLLATIONS = {"sqlite": "BINARY", "postgresql": "C"}


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents as the page of results picks them."""

    def found(self, asked: Asked, today: datetime) -> Self:
        """Those with every word, in the one order that both databases give: best match, what comes before what was.

        ``today`` is the moment before which an event that has ended is past.
        """
        vendor = connections[self.db].vendor
        is_postponed, is_over = (Q(event__state=state) for state in (Event.State.POSTPONED, Event.State.OVER))
        return (
            self.filter(found(Column.ALL, asked, vendor, whole=False))
            .annotate(
                tier=Case(
                    When(found(Column.TITLE, asked, vendor, whole=True), then=Value(0)),
                    When(found(Column.TITLE, asked, vendor, whole=False), then=Value(1)),
                    When(found(Column.ALL, asked, vendor, whole=True), then=Value(2)),
                    default=Value(3),
                ),
                is_past=Case(
                    When(is_postponed, then=Value(0)),
                    When(is_over | Q(event__ends_at__lte=today), then=Value(1)),
                    default=Value(0),
                ),
                begins=Coalesce("starts_at", "event__starts_at"),
            )
            .annotate(soonest=Case(When(is_past=0, then=F("begins")), output_field=models.DateTimeField()))
            .order_by(
                "tier",
                "is_past",
                "kind",
                F("soonest").asc(nulls_last=True),
                F("begins").desc(nulls_last=True),
                Collate("sort_words", _COLLATIONS[vendor]),
                "object_id",
            )
        )


class Document(models.Model):
    """One public thing as search knows it. Whether it is public is asked when its event is published, never here.

    The database keeps an index of the two columns of words (migration 0001): FTS5 on SQLite, tsvector on PostgreSQL.
    """

    class Kind(models.IntegerChoices):
        """In the order in which equal results stand."""

        EVENT = 1, _("event")
        SESSION = 2, _("session")
        SPEAKER = 3, _("speaker")
        ORGANISATION = 4, _("organisation")
        NEWS = 5, _("news")

    kind = models.PositiveSmallIntegerField(choices=Kind)
    # Without a constraint in the database: a foreign key would lock the event's row while the site's counter is held,
    # the other way round than whoever publishes or registers.
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="+", db_constraint=False)
    object_id = models.BigIntegerField()
    slug = models.CharField(max_length=80)
    title = models.CharField(max_length=240)
    # The kind of a session.
    variety = models.CharField(max_length=10, blank=True)
    is_cancelled = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)
    # Names that stand below the title: of those who appear, of institutions, of a venue.
    note = models.TextField(blank=True)
    text = models.TextField(blank=True)
    sort_words = models.CharField(max_length=LONGEST * 4, blank=True)
    title_words = models.TextField(blank=True)
    all_words = models.TextField(blank=True)
    # Of all that the document was made of: it is written again only when this changes.
    digest = models.CharField(max_length=32)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of the search")
        verbose_name_plural = _("documents of the search")
        constraints = (models.UniqueConstraint(fields=["kind", "object_id"], name="document_once"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.event is None:
            return reverse("organisation", args=[self.slug])
        event = self.event.slug
        addresses: dict[int, Any] = {
            self.Kind.EVENT: lambda: reverse("event", args=[event]),
            self.Kind.SESSION: lambda: reverse("session", args=[event, self.slug]),
            self.Kind.SPEAKER: lambda: reverse("speaker", args=[event, self.slug]),
            self.Kind.NEWS: lambda: f"{reverse('news', args=[event])}#{self.slug}",
        }
        return str(addresses[self.kind]())

    @property
    def kind_in_words(self) -> str:
        """'Keynote', 'Speaker'."""
        return str(Session.Kind(self.variety).label if self.variety else self.get_kind_display())

    @property
    def when_in_words(self) -> str:
        """The event's days, or day and hour of a session; empty for an organisation."""
        if self.event is None:
            return ""
        if self.starts_at is None:
            return self.event.days_in_words
        zone = self.event.timezone
        day = self.starts_at.astimezone(zones.zone(zone)).date()
        return f"{zones.say_day(day)}, {zones.say_time(self.starts_at, zone)}"
