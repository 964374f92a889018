"""Files that guests send: checked by what they hold, named at random, kept where no address leads.

They lie in a storage of their own ("private" of settings.STORAGES), of which nothing is ever served by itself: whoever
may read one gets it from a page that asks who they are. A file that no answer names any more is deleted by a sweep
(``services.forget_files``), whatever made it so: an answer changed, a guest erased, a form that came to nothing.
"""

import secrets
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from symposium.kit.images import MAX_PIXELS
from symposium.kit.text import one_line

MOST_BYTES = 5 * 1024 * 1024
FOLDER = "answers"
# What a file may be: its name in Pillow or here, and how it ends; the content decides, never the name it came with.
ENDINGS = {"PDF": "pdf", "PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
CONTENT_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
ACCEPT = ".pdf,.png,.jpg,.jpeg,.webp,application/pdf,image/png,image/jpeg,image/webp"
_LONGEST_NAME = 120


class KeptFile(TypedDict):
    """A file as ``Answer.value`` holds it: the guest's name for it, where it lies, and how long it is."""

    name: str
    path: str
    bytes: int


def storage() -> Storage:
    """Where they lie."""
    return storages["private"]


def check(upload: File[Any]) -> str:
    """How a file of that content ends: 'pdf', 'png', 'jpg' or 'webp'. Raises ValidationError with words for people."""
    size = upload.size or 0
    if size > MOST_BYTES:
        raise ValidationError(
            _("This file is larger than %(limit)s MB. Save it smaller and choose it again.")
            % {"limit": MOST_BYTES // 1024 // 1024},
            code="too_large",
        )
    upload.seek(0)
    kind = "PDF" if _is_pdf(upload) else _picture(upload)
    upload.seek(0)
    if kind not in ENDINGS:
        raise ValidationError(
            _("This file is neither a PDF nor a picture that we can read. Choose a PDF, PNG, JPEG or WebP file."),
            code="unreadable",
        )
    return ENDINGS[kind]


def _is_pdf(upload: File[Any]) -> bool:
    """ISO 32000-1 §7.5: a header, and the mark of its end within the last kilobyte."""
    begins = upload.read(8).startswith(b"%PDF-")
    upload.seek(max((upload.size or 0) - 1024, 0))
    ends = b"%%EOF" in upload.read(1024)
    upload.seek(0)
    return begins and ends


def _picture(upload: File[Any]) -> str:
    """The name that Pillow has for a picture that is whole; empty for what is none, and for a bomb."""
    try:
        with Image.open(upload, formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return ""
            kind = picture.format or ""
            picture.verify()
    except (Image.DecompressionBombError, UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return ""
    return kind


def keep(upload: File[Any], ending: str) -> KeptFile:
    """Store a file that was checked."""
    path = storage().save(f"{FOLDER}/{secrets.token_hex(16)}.{ending}", upload)
    return KeptFile(name=_plain_name(upload.name or "", ending), path=path, bytes=upload.size or 0)


def _plain_name(name: str, ending: str) -> str:
    """The name as people know it, with the ending that the content has."""
    stem = one_line(name.replace("\\", "/").rpartition("/")[2]).rpartition(".")[0].strip(". ")
    return f"{stem[:_LONGEST_NAME] or ending}.{ending}"


def content_type(kept: KeptFile) -> str:
    """Its media type, by the ending that it was given when its content was checked."""
    return CONTENT_TYPES.get(kept["path"].rpartition(".")[2], "application/octet-stream")
