"""Two at the same page: each form knows what it was read as, and nobody overwrites another without seeing it.

A page carries, for every field of its form and of the forms of its parts, a short digest of what the database held when
the page was made. A field that holds something else by the time it is sent, and that the sender would change back, is
in conflict: the save is refused with the form kept, and each such field asks whose value is to stand.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from symposium.history.models import Change
from symposium.history.values import Names, say
from symposium.history.words import Piece, compared

VERSION = "_version"
THEIRS = "theirs"
CHANGED = "changed_meanwhile"

type Version = dict[str, str]


def digest(value: Any) -> str:
    """Six characters for what a field held."""
    match getattr(value, "pk", value):
        case None:
            plain = ""
        case datetime() as moment:
            plain = moment.astimezone(UTC).isoformat()
        case Decimal() as number:
            plain = format(number.normalize(), "f")
        case other:
            plain = str(other)
    return hashlib.blake2b(plain.encode(), digest_size=4).hexdigest()[:6]


def row_name(obj: Any) -> str:
    """As a version names a row."""
    return f"{obj._meta.model_name}-{obj.pk}"


@dataclass(slots=True)
class Reading:
    """What a page was read as, which it carried, and what the page as a whole found to have changed since."""

    version: Version | None = None
    # Parts that somebody else removed, and parts that this page removes and somebody else changed.
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str | None) -> Self:
        """From what a page sent; without a version where it sent none, or something else."""
        try:
            found = json.loads(text or "")
        except ValueError:
            return cls()
        is_version = isinstance(found, dict) and all(isinstance(one, str) for one in found.values())
        return cls(found if is_version else None)

    def differs(self, form: Any, name: str) -> bool:
        """Whether the row of a form holds something else in that field than the page was read as."""
        read_as = (self.version or {}).get(f"{row_name(form.instance)}-{name}")
        return read_as is not None and read_as != digest(form.stored.get(name))


def version_of(form: Any, formsets: Iterable[Any]) -> str:
    """The version of a page, for it to carry: what each field of its forms holds."""
    found: Version = {}
    for one in (form, *(part for formset in formsets for part in formset.initial_forms)):
        if one.instance.pk and hasattr(one, "stored"):
            row = row_name(one.instance)
            found |= {f"{row}-{name}": digest(one.stored[name]) for name in one.fields if name in one.stored}
    return json.dumps(found, separators=(",", ":"))


def look_at_parts(formset: Any, reading: Reading) -> None:
    """Note what others removed, and what they changed that is removed here; the former is left out of what is saved."""
    for form in formset.initial_forms:
        deleting = form.add_prefix(DELETION_FIELD_NAME)
        if form.instance.pk is None:
            if not formset.data.get(deleting) and formset.can_delete:
                formset.data[deleting] = "on"
                reading.removed.append(_last_title(formset, form))
        elif formset.data.get(deleting) and any(reading.differs(form, name) for name in form.fields):
            reading.changed.append(str(form.instance))


def _last_title(formset: Any, form: Any) -> str:
    """What a row that is gone was called."""
    pk = formset.data.get(form.add_prefix(formset.model._meta.pk.name), "")
    label = formset.model._meta.label_lower
    gone = Change.objects.filter(model=label, object_id=int(pk) if pk.isdecimal() and len(pk) < 16 else 0)
    title = gone.order_by("-pk").values_list("title", flat=True).first()
    return title or str(formset.model._meta.verbose_name)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else changed meanwhile, and that this form would change back or otherwise."""

    html_name: str
    label: str
    # What the row is called, where it is a part.
    row: str
    theirs: str
    yours: str
    pieces: list[Piece]
    # Whether this form had left the field as it was.
    is_untouched: bool

    @property
    def choice_name(self) -> str:
        """As the page names the question whose value stands."""
        return f"_stands-{self.html_name}"


class LockedForm(forms.ModelForm):
    """A form that knows what it was read as; ``reading`` is set by the page that makes it."""

    reading: ClassVar[Reading | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        # As the database holds it now: what was sent is compared with this.
        self.stored = forms.model_to_dict(self.instance) if self.instance.pk else {}
        if self.is_bound and self.stored:
            self._take_theirs()

    def _take_theirs(self) -> None:
        """Where the sender chose so, what the database holds stands in for what was sent."""
        chosen = [name for name in self.fields if self.data.get(f"_stands-{self.add_prefix(name)}") == THEIRS]
        if chosen:
            sent: Any = self.data
            self.data = sent.copy()
            for name in chosen:
                fill(self.data, self[name])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        reading = self.reading
        if reading is None or not self.stored:
            return cleaned
        self.conflicts = [self._conflict(name) for name in self.changed_data if reading.differs(self, name)]
        if self.conflicts or (not self.prefix and (reading.removed or reading.changed)):
            words = _("This is not saved: somebody has changed it meanwhile.")
            self.add_error(None, ValidationError(words, code=CHANGED))
        return cleaned

    def _conflict(self, name: str) -> Conflict:
        bound, version = self[name], (self.reading and self.reading.version) or {}
        read_as = version.get(f"{row_name(self.instance)}-{name}")
        theirs, yours = (self._say(name, one) for one in (self.stored.get(name), self.cleaned_data.get(name)))
        is_long = max(len(theirs), len(yours)) > 60
        return Conflict(
            bound.html_name,
            str(capfirst(bound.label)),
            str(self.instance) if self.prefix else "",
            theirs,
            yours,
            compared(theirs, yours) if is_long else [],
            read_as == digest(self.cleaned_data.get(name)),
        )

    def _say(self, name: str, value: Any) -> str:
        one: Any = next((each for each in self._meta.model._meta.concrete_fields if each.name == name), None)
        if one is None:
            return str(value or "")
        if one.is_relation:
            pk = getattr(value, "pk", value)
            return Names([(one.related_model, pk)]).of(one.related_model, pk) if pk else ""
        if isinstance(one, models.FileField):
            return str(getattr(value, "name", "") or "")
        return say(one, value, Names([]))


def fill(data: Any, bound: Any) -> None:
    """Write into a form's data what a field held at first, as its input would send it."""
    widget: Any = bound.field.widget
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    value, name = bound.field.prepare_value(bound.initial), bound.html_name
    if isinstance(widget, forms.MultiWidget):
        several: Any = widget
        for suffix, part, each in zip(several.widgets_names, several.decompress(value), several.widgets, strict=True):
            data[name + suffix] = each.format_value(part) or ""
    elif isinstance(widget, forms.FileInput):
        for sent in (name, f"{name}-clear"):
            data.pop(sent, None)
    elif isinstance(widget, forms.CheckboxInput):
        data.pop(name, None)
        if value:
            data[name] = "on"
    elif isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        data.setlist(name, [str(one) for one in value or []])
    else:
        data[name] = "" if value is None else str(value)
