"""By what things are known here and elsewhere, and what was brought in by whom."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from symposium.events.models import Event
from symposium.kit.fields import PictureField
from symposium.kit.text import LineField

# The source of identities that are our own.
OWN = ""
# The source of what another Symposium exported: its keys are kept where they are free.
OURS = "symposium"


class Kind(models.TextChoices):
    """What has an identity, by the name that a document has for it."""

    EVENT = "event", _("event")
    VENUE = "venue", _("venue")
    RULES = "rules", _("rules of registration")
    ORGANISATIONS = "organisations", _("organisations")
    HOSTINGS = "hostings", _("hosts")
    ROOMS = "rooms", _("rooms")
    TRACKS = "tracks", _("tracks")
    SPEAKERS = "speakers", _("speakers")
    SESSIONS = "sessions", _("sessions")
    PHOTOGRAPHS = "photographs", _("photographs")
    MILESTONES = "milestones", _("milestones")
    ANNOUNCEMENTS = "announcements", _("announcements")
    ALLOCATIONS = "allocations", _("allocations")
    QUESTIONS = "questions", _("questions")


class IdentityQuerySet(models.QuerySet["Identity"]):
    """Identities as exports and imports pick them."""

    def own(self) -> Self:
        """Those that we made, or that came with what was moved here: the same for good."""
        return self.filter(source=OWN)


class Identity(models.Model):
    """By what a thing of an event is known: to everybody (``source`` empty: a UUID, made once), or in one source.

    ``object_id`` names a row without tying it: whoever finds none there takes it for unknown.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=14, choices=Kind)
    object_id = models.BigIntegerField()
    source = models.CharField(max_length=30, blank=True)
    key = models.CharField(max_length=200)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        constraints = (
            models.UniqueConstraint(fields=["event", "source", "kind", "key"], name="identity_known_once"),
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(source=OWN), name="identity_own_key_unique"),
            models.UniqueConstraint(fields=["kind", "object_id"], condition=Q(source=OWN), name="identity_own_once"),
        )

    def __str__(self) -> str:
        return f"{self.source or 'own'} {self.kind} {self.key}"


def new_key() -> str:
    """A key of our own."""
    return str(uuid.uuid4())


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports as sweeps and pages pick them."""

    def waiting(self) -> Self:
        """Those that the worker has something to do for."""
        return self.filter(state__in=WAITING)


class Import(models.Model):
    """A file that somebody brought: what it would do, and what it did. The file and what undoes it are kept 30 days."""

    class State(models.TextChoices):
        ASKING = "asking", _("has a question")
        READING = "reading", _("is being read")
        WRONG = "wrong", _("cannot be imported")
        READY = "ready", _("waits to be looked at")
        WRITING = "writing", _("is being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("is being undone")
        UNDONE = "undone", _("undone")

    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="imports", verbose_name=_("event")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imports", verbose_name=_("who")
    )
    makes_event = models.BooleanField(_("makes a new event"), default=False)
    takes_event = models.BooleanField(_("takes over the event's own words and dates"), default=True)
    source = models.CharField(_("kind of file"), max_length=30)
    file_name = LineField(_("file"), max_length=160)
    # In the storage 'private'; empty once it was forgotten.
    path = models.CharField(max_length=100, blank=True)
    choices = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.READING)
    created_at = models.DateTimeField(_("brought"), auto_now_add=True)
    done_at = models.DateTimeField(_("imported"), null=True, blank=True)
    # Whoever does something for it has it until then; a killed process loses nothing.
    held_until = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # What it would do or did (plans.Step), what is wrong (readers.Problem), and what undoes it.
    steps = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    undo = models.JSONField(default=list)
    # What the preview found to be needed: pairs of a name in the file and a folder here.
    pictures = models.JSONField(default=list)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.file_name

    def counts(self) -> dict[str, int]:
        """How many steps of each verb."""
        found: dict[str, int] = {}
        for step in self.steps:
            found[step["verb"]] = found.get(step["verb"], 0) + 1
        return found


WAITING = frozenset({Import.State.READING, Import.State.WRITING, Import.State.UNDOING})


class ReplacedPicture(models.Model):
    """A picture that an import took away from a row: kept as long as the import can be undone."""

    by = models.ForeignKey(Import, models.CASCADE, related_name="replaced")
    image: Any = PictureField(upload_to="photographs/")

    class Meta:
        verbose_name = _("replaced picture")
        verbose_name_plural = _("replaced pictures")

    def __str__(self) -> str:
        return str(self.image)
