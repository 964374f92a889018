"""The kit's own tables: counters of what was published, addresses that have moved, and pictures in the storage."""

from django.db import models
from django.utils import timezone


class Counter(models.Model):
    """A named number that rises with every published change of what it stands for (see ``revisions``)."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class FormerSlug(models.Model):
    """A slug that an object had before; its old address redirects for good to the new one."""

    model = models.CharField(max_length=80)
    scope = models.CharField(max_length=40, blank=True)
    slug = models.CharField(max_length=120)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["model", "scope", "slug"], name="former_slug_unique"),)

    def __str__(self) -> str:
        return f"{self.model} {self.slug} → {self.object_id}"


class KeptPicture(models.Model):
    """A master in the storage that a row names, or named until a moment ago (see ``kept_pictures``)."""

    name = models.CharField(max_length=100, primary_key=True)
    unnamed_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
