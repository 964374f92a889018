"""A portrait with what belongs beside it."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speakers import private_files
from speakers.models import Speaker
from symposium.kit.forms import CleanImageField
from symposium.kit.text import LineFormField

_SALT = "speakers.kept-portrait"
# Less than the day for which a picture that no suggestion names is kept (``private_files.forget_portraits``).
_KEPT_SECONDS = 20 * 60 * 60
LONGEST_SIDE = 1200


class PictureField(CleanImageField):
    """As pixels of a fair size."""

    longest_side = LONGEST_SIDE
    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})


class PortraitForm(forms.Form):
    """The picture, what is to be seen on it, and who took it.

    A picture that came with a form which must be mended is kept under a signed mark: browsers never send a file again.
    """

    portrait = PictureField(
        label=_("Picture"),
        error_messages={"required": _("Choose a picture.")},
        help_text=_(
            "JPEG, PNG or WebP, up to 20 MB, your face in the middle: lists show it in a circle. What else the file "
            "says, as where it was taken, is removed."
        ),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    portrait_alternative_text = LineFormField(
        label=_("What is to be seen"),
        max_length=Speaker._meta.get_field("portrait_alternative_text").max_length,
        help_text=_("For people who do not see it: A woman with short grey hair laughs into the camera."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Say in a few words what is to be seen.")},
    )
    portrait_credit = LineFormField(
        label=_("Who took it"),
        max_length=Speaker._meta.get_field("portrait_credit").max_length,
        help_text=_("The name that stands below it. Whoever took it must agree that it is published here."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Tell us who took it: your own name, if you did.")},
    )

    def __init__(self, *args: Any, values: dict[str, Any], **kwargs: Any) -> None:
        """``values`` are the parts as they are, or as they were suggested last."""
        names = ("portrait_alternative_text", "portrait_credit")
        super().__init__(*args, **kwargs)
        self.initial = {name: values[name] for name in names}
        self.before: str = values["portrait"]
        self.fields["portrait"].required = not self.before and not self.data.get("kept")
        self.path = ""

    def clean_kept(self) -> str:
        """The path of a picture that came before; empty for a mark that is not ours or too old."""
        try:
            path = signing.loads(self.cleaned_data["kept"], salt=_SALT, max_age=_KEPT_SECONDS)
        except signing.BadSignature:
            return ""
        return str(path)

    def clean(self) -> dict[str, Any]:
        """There is a picture: a new one, one that came with the form before, or the present one."""
        said = super().clean() or self.cleaned_data
        picture = said.get("portrait")
        if picture:
            self.path = private_files.keep(picture)
        elif "portrait" not in self.errors:
            kept = said.get("kept", "")
            self.path = kept if kept and private_files.storage().exists(kept) else self.before
            if not self.path:
                self.add_error("portrait", ValidationError(_now("Choose the picture once more."), code="required"))
        return said

    @property
    def has_kept(self) -> bool:
        """Whether a picture is here that need not be chosen again."""
        return bool(self.path) and self.path != self.before

    @property
    def mark(self) -> str:
        """What brings it back with the form."""
        return signing.dumps(self.path, salt=_SALT) if self.has_kept else ""

    @property
    def values(self) -> dict[str, str]:
        """The parts that a valid form says."""
        names = ("portrait_alternative_text", "portrait_credit")
        return {"portrait": self.path} | {name: self.cleaned_data[name] for name in names}
