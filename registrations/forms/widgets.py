"""Inputs whose choice shows further questions, and files that are kept while the rest of a form is mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.files.base import File
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from registrations import private_files
from registrations.private_files import KeptFile

_SALT = "registrations.kept-file"
# Less than the day for which a file that no answer names is kept (services.forget_files).
KEPT_SECONDS = 20 * 60 * 60


class _Opens:
    """Gives an option the classes by which static/css/components/forms.css shows what depends on it."""

    def __init__(self, opens: Mapping[str, str] | None = None, *, row: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.opens = dict(opens or {})
        if row:
            self.attrs["class"] = "in-row"  # type: ignore[attr-defined]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["attrs"].pop("class", None)
        if classes := self.opens.get(str(value)):
            option["attrs"]["class"] = classes
        return option


class _InTheirDirection:
    """Answers stand in the organisers' words, each in the direction of its script."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        words = format_html("<bdi>{}</bdi>", label)
        option: dict[str, Any] = super().create_option(name, value, words, *args, **kwargs)  # type: ignore[misc]
        return option


class RadiosThatOpen(_Opens, _InTheirDirection, forms.RadioSelect):
    """One of several; some may show more."""


class CheckboxesThatOpen(_Opens, _InTheirDirection, forms.CheckboxSelectMultiple):
    """Any of several; some may show more."""


class SelectThatOpens(_Opens, forms.Select):
    """One of many; some may show more."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that just came and was checked, not stored yet."""

    upload: File[Any]
    ending: str


def new_file(upload: File[Any]) -> NewFile:
    """Check it. Raises ValidationError with words for people."""
    return NewFile(upload, private_files.check(upload))


class KeptFileInput(forms.FileInput):
    """A file; beside it the name of the one that is kept already, which stands unless another is chosen.

    A file that came with a form which must be mended travels as a signed mark, for browsers never send a file again.
    """

    needs_multipart_form = True
    REMOVED = object()

    def __init__(self, given: KeptFile | None = None, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.given = given
        self.kept: KeptFile | None = None

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        context = {
            "input": super().render(name, None, attrs, renderer),
            "name": name,
            "mark": signing.dumps(self.kept, salt=_SALT) if self.kept else "",
            "shown": self.kept or self.given,
            "can_remove": self.given is not None and not self.is_required,
        }
        return render_to_string("registrations/_kept_file.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The upload, or what is kept, or that it is to go, or None."""
        if upload := files.get(name):
            return upload
        if mark := data.get(f"{name}-kept"):
            try:
                self.kept = signing.loads(mark, salt=_SALT, max_age=KEPT_SECONDS)
            except signing.BadSignature:
                return None
            return self.kept
        return self.REMOVED if data.get(f"{name}-remove") else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-kept" not in data and f"{name}-remove" not in data
