"""Form fields that know no model."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile

from symposium.kit.images import LONGEST_SIDE, clean_image


class CleanImageField(forms.ImageField):
    """A picture; what it gives on is ``clean_image``'s WebP, at most ``longest_side`` pixels, never the file that was sent."""

    longest_side = LONGEST_SIDE

    def to_python(self, data: Any) -> ContentFile[bytes] | None:
        # Not ImageField's own: it decodes with every format that Pillow knows.
        upload = forms.FileField.to_python(self, data)
        return None if upload is None else clean_image(upload, longest_side=self.longest_side)
