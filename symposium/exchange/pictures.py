"""Pictures of a document on their way into the storage."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from symposium.exchange.shapes import Picture
from symposium.kit.images import master_of
from symposium.kit.models import KeptPicture


class Incoming:
    """What a document's pictures are called here: in a preview by what they hold, else as they were stored before."""

    def __init__(self, pictures: Mapping[str, bytes], stored: Mapping[str, str] | None) -> None:
        self._pictures, self._stored = pictures, stored
        self._names: dict[tuple[str, str], str] = {}
        # Those that rows are given: their names in the document, and their folders.
        self.needed: list[tuple[str, str]] = []

    def name_of(self, name: str, picture: Picture) -> str:
        """The name in the storage; empty for none. Raises ValidationError where it is no picture that can be read."""
        if not name:
            return ""
        place = (name, picture.folder)
        if place not in self._names:
            known = (self._stored or {}).get(noted(*place))
            self._names[place] = known or f"{picture.folder}/{master(self._pictures, name, picture).name}"
        return self._names[place]

    def put(self, row: Any, name: str, value: str) -> None:
        """Name a picture in a row; its file need not be there in a preview."""
        # Past the descriptor, which would open it.
        row.__dict__[name] = value
        found = next((place for place, stored in self._names.items() if value and stored == value), None)
        if found and found not in self.needed:
            self.needed.append(found)
        if self._stored and value in self._stored.values():
            row._meta.get_field(name).update_dimension_fields(row, force=True)


def noted(name: str, folder: str) -> str:
    """By what a stored picture is remembered."""
    return f"{folder} {name}"


def master(pictures: Mapping[str, bytes], name: str, picture: Picture) -> ContentFile[bytes]:
    """The picture as a master. Raises ValidationError with words for people."""
    try:
        data = pictures[name]
    except KeyError:
        raise ValidationError(_("The picture “%(name)s” is not in the file, or broken.") % {"name": name}) from None
    return master_of(data, longest_side=picture.longest_side)


def store(pictures: Mapping[str, bytes], name: str, picture: Picture) -> str:
    """Store a picture before any row names it, and note it, so that it goes in a day if no row ever does."""
    file = master(pictures, name, picture)
    stored = default_storage.save(f"{picture.folder}/{file.name}", file)
    KeptPicture.objects.get_or_create(name=stored)
    return stored
