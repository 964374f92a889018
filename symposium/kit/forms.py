"""Form fields that know no model."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile

from symposium.kit.images import LONGEST_SIDE, clean_image


class CleanImageField(forms.ImageField):
    """A picture: the WebP that ``clean_image`` made, ``longest_side`` pixels at most, never the file that came."""

    longest_side = LONGEST_SIDE

    def to_python(self, data: Any) -> ContentFile[bytes] | None:
        # Not ImageField's own: it decodes with every format that Pillow knows.
        upload = forms.FileField.to_python(self, data)
        return None if upload is None else clean_image(upload, longest_side=self.longest_side)
