"""Plain text from people: any script, no control characters, nothing that turns the page around."""

import re
import unicodedata
from typing import Any

from django import forms
from django.db import models

# Bidirectional embeddings, overrides and isolates reorder what stands around them (Unicode TR36 §3); the marks that
# names really need (LRM, RLM, ALM, ZWJ, ZWNJ) stay.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Cn", "Co", "Cs"}


def one_line(value: str) -> str:
    """NFC, one line, single spaces, no control or reordering characters; empty when nothing visible is left.

    NUL is left in place for Django's own validator, which says so to the person.
    """
    return tidy(_SPACES.sub(" ", _drop_controls(value)).strip())


def tidy(value: str) -> str:
    """Empty when every character is invisible, else the value in NFC."""
    if value and "\0" not in value and all(unicodedata.category(c) in _INVISIBLE for c in value):
        return ""
    return unicodedata.normalize("NFC", value)


def _drop_controls(value: str) -> str:
    return _CONTROLS.sub(lambda m: " " if m[0].isspace() else "", _REORDERING.sub("", value))


def several_lines(value: str) -> str:
    """As ``one_line``, but lines stay lines: each without spaces at its end, at most one empty one between two."""
    lines = [_drop_controls(line).rstrip() for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return tidy(_EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip())


class LineFormField(forms.CharField):
    """One line of plain text."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return one_line(value) if isinstance(value, str) and value else value


class LinesFormField(forms.CharField):
    """Several lines of plain text."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return several_lines(value) if isinstance(value, str) and value else value


class LineField(models.CharField[str, str]):
    """A column of one line of plain text."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return one_line(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        if self.choices is None:
            kwargs.setdefault("form_class", LineFormField)
        return super().formfield(**kwargs)
