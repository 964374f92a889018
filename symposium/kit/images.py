"""Images from people: only pixels are kept, never the file that was sent.

What arrives is checked for size before it is decoded (decompression bombs), decoded by Pillow as JPEG, PNG or WebP and
nothing else, turned upright, brought to sRGB, and written anew as WebP without metadata (no GPS, no comments, no colour
profile, no appended archive). That file is a master: it is never served, only what ``renditions`` makes of it.
"""

import contextlib
import hashlib
import io
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2400
# High, because what visitors get is compressed once more.
MASTER_QUALITY = 92
# What a colour profile is applied to as it is; everything else becomes RGB first.
_PROFILED = {"RGB", "RGBA", "CMYK", "L"}
_SRGB = ImageCms.createProfile("sRGB")
# What a WebP of pixels alone is made of (RFC 9649 §2).
_PIXELS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def clean_image(upload: File[Any], *, longest_side: int = LONGEST_SIDE) -> ContentFile[bytes]:
    """The picture of an upload as fresh WebP named by its content, at most ``longest_side`` pixels long.

    Raises ValidationError with a sentence for the person when the file is too large, no image, or a bomb.
    """
    if (upload.size or 0) > settings.IMAGE_UPLOAD_MAX_BYTES:
        raise ValidationError(
            _("This file is larger than %(limit)s MB. Save the picture smaller and send it again.")
            % {"limit": settings.IMAGE_UPLOAD_MAX_BYTES // 1024 // 1024},
            code="too_large",
        )
    upload.seek(0)
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _too_many_pixels()
            picture = in_srgb(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("This file is not a picture that we can read. Send a JPEG, PNG or WebP file."), code="not_an_image"
        ) from error
    picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    return encode(picture)


def master_of(data: bytes, *, longest_side: int = LONGEST_SIDE) -> ContentFile[bytes]:
    """A picture that came from another site: as it is where it is a master already, so that nothing is lost by moving;
    else as ``clean_image`` makes it, which raises ValidationError.
    """
    made = ContentFile(data, name=f"{hashlib.sha256(data).hexdigest()[:24]}.webp")
    return made if _is_bare_webp(data) else clean_image(made, longest_side=longest_side)


def _is_bare_webp(data: bytes) -> bool:
    """Whether it is one still WebP of pixels alone, that decodes: no metadata, no profile, nothing appended."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or int.from_bytes(data[4:8], "little") + 8 != len(data):
        return False
    place = 12
    while place < len(data):
        if data[place : place + 4] not in _PIXELS:
            return False
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + length + length % 2
    try:
        with Image.open(io.BytesIO(data), formats=("WEBP",)) as picture:
            if max(picture.size) > LONGEST_SIDE:
                return False
            picture.load()
    except (Image.DecompressionBombError, UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return False
    return True


def encode(picture: Image.Image, *, quality: int = MASTER_QUALITY) -> ContentFile[bytes]:
    """A picture as WebP, in a file named by what it holds."""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality, method=4)
    body = buffer.getvalue()
    name = f"{hashlib.sha256(body).hexdigest()[:24]}.webp"
    return ContentFile(body, name=name)


def in_srgb(picture: Image.Image) -> Image.Image:
    """The pixels as RGB, or RGBA where some are transparent, with their colour profile applied and then left out.

    A profile that cannot be read, or is not of these colours, is as good as none: the pixels are taken for sRGB.
    """
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if _is_transparent(picture) else "RGB"
    if picture.mode not in _PROFILED:
        picture = picture.convert(mode)
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, source, _SRGB, outputMode=mode) or picture
    plain = picture.convert(mode) if picture.mode != mode else picture.copy()
    plain.info.clear()
    return plain


def _too_many_pixels() -> ValidationError:
    millions = {"limit": MAX_PIXELS // 1_000_000}
    return ValidationError(
        _("This picture has more than %(limit)s million pixels. Save it smaller and send it again.") % millions,
        code="too_many_pixels",
    )


def _is_transparent(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
