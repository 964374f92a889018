"""Slugs that may change without breaking an address: the former one is kept and found again."""

from typing import Any, Self

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from symposium.kit.models import FormerSlug


class Slugged(models.Model):
    """A model with an address; ``slug_scope`` names the field within which slugs are unique, if any."""

    slug_scope: str | None = None
    slug_source = "name"
    _stored_slug: str = ""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        blank=True,
        help_text=_("The last part of the page's address. Left empty, it is made from the name."),
    )

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Remember the slug that is stored, so that ``save`` sees a change."""
        instance = super().from_db(*args, **kwargs)
        instance._stored_slug = instance.__dict__.get("slug", "")
        return instance

    def fill_slug(self) -> None:
        """Make a free slug from the name where none was given; ``clean`` and ``save`` call it."""
        if self.slug:
            return
        base = slugify(getattr(self, self.slug_source))[:70] or self._meta.model_name or "page"
        taken = type(self)._base_manager.exclude(pk=self.pk).filter(slug__startswith=base)
        if self.slug_scope:
            taken = taken.filter(**{self.slug_scope: getattr(self, self.slug_scope)})
        others = set(taken.values_list("slug", flat=True))
        self.slug = next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(others) + 3))) if s not in others)

    def clean(self) -> None:
        super().clean()
        self.fill_slug()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_slug()
        super().save(*args, **kwargs)
        stored = self._stored_slug
        if stored and stored != self.slug:
            FormerSlug.objects.update_or_create(
                model=self._meta.label, scope=self._slug_scope_value(), slug=stored, defaults={"object_id": self.pk}
            )
        self._stored_slug = self.slug

    def _slug_scope_value(self) -> str:
        return str(getattr(self, self.slug_scope)) if self.slug_scope else ""


def moved_to[M: Slugged](queryset: models.QuerySet[M], slug: str, *, scope: object = "") -> M | None:
    """The object of ``queryset`` that had this slug before, or None."""
    former = FormerSlug.objects.filter(model=queryset.model._meta.label, scope=str(scope), slug=slug).first()
    return queryset.filter(pk=former.object_id).first() if former else None
