"""The column of a picture, whose address is never that of its master."""

from typing import Any

from django.db import models
from django.db.models.fields.files import ImageFieldFile

from symposium.kit.renditions import rendition_path


class PictureFile(ImageFieldFile):
    """A picture as a row names it."""

    @property
    def url(self) -> str:
        """The address of its largest rendition: the desk, and whoever else asks for 'the' address, gets that."""
        self._require_file()  # type: ignore[attr-defined]
        return rendition_path(str(self.name), 1600)


class PictureField(models.ImageField):
    """An ImageField of the database, with ``PictureFile`` for what it holds."""

    attr_class = PictureFile

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs
