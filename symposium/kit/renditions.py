"""What visitors get of a picture: the sizes that pages show, as AVIF and WebP, made of the private master.

A rendition is named by its master, its width and its kind: ``photographs/<24 hexadecimal digits>-960.avif``. There are
as many as masters × widths × kinds and no more, so that nobody can fill the storage by asking. It is made at the first
request, or by the worker before (see ``kept_pictures``), and never changes. A master that is narrower than the width
is written at its own: nothing is blown up.
"""

import io
import re
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from PIL import Image, ImageChops, ImageOps

from symposium.kit.images import in_srgb

KINDS = {"avif": "image/avif", "webp": "image/webp"}
# A photograph of 1600 × 1000 pixels takes 0.4 s of one core as AVIF and 0.1 s as WebP.
_SMOOTH: dict[str, dict[str, Any]] = {
    "avif": {"quality": 60, "speed": 6},
    "webp": {"quality": 78, "method": 4},
}
# Logos are edges and flat colour, where compression shows first.
_SHARP: dict[str, dict[str, Any]] = {
    "avif": {"quality": 82, "speed": 6, "subsampling": "4:4:4"},
    "webp": {"quality": 92, "method": 4},
}
# Of 255: what compression leaves of white paper.
_FAINT = 10
# A face sits above the middle.
_FACE = (0.5, 0.35)
_MASTER = re.compile(r"(?P<folder>[a-z]+)/(?P<stem>[0-9a-f]{24}(?:_[A-Za-z0-9]{7})?)\.webp")
_RENDITION = re.compile(
    r"(?P<folder>[a-z]+)/(?P<stem>[0-9a-f]{24}(?:_[A-Za-z0-9]{7})?)-(?P<width>[1-9][0-9]{1,3})\.(?P<kind>avif|webp)"
)
# A process makes one at a time: many visitors at once cost no more than one after the other.
_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Folder:
    """How the pictures of a folder are shown: widths in pixels; square around a face, or drawings without margins."""

    widths: tuple[int, ...]
    is_square: bool = False
    is_drawn: bool = False


# The widths are those of pages at one, two and three times the density (static/css/components/people.css).
FOLDERS = {
    "photographs": Folder((480, 960, 1600)),
    "portraits": Folder((160, 320, 640), is_square=True),
    "logos": Folder((160, 320, 640), is_drawn=True),
}


class Rendition(NamedTuple):
    """One of them: ``width`` is the most that it may have, in pixels."""

    master: str
    width: int
    kind: str

    @property
    def name(self) -> str:
        """Its name in the storage, and in its address after ``/media/``."""
        return f"{self.master.rpartition('.')[0]}-{self.width}.{self.kind}"

    @property
    def content_type(self) -> str:
        """Its media type."""
        return KINDS[self.kind]


def is_master(name: str) -> bool:
    """Whether a name of the storage is that of a master."""
    match = _MASTER.fullmatch(name)
    return match is not None and match["folder"] in FOLDERS


def renditions_of(master: str) -> list[Rendition]:
    """All that there can be of a master."""
    widths = FOLDERS[master.partition("/")[0]].widths
    return [Rendition(master, width, kind) for width in widths for kind in KINDS]


def find_rendition(name: str) -> Rendition | None:
    """The rendition of that name, or None when no master could have it; the storage is not asked."""
    match = _RENDITION.fullmatch(name)
    if not match or match["folder"] not in FOLDERS:
        return None
    width = int(match["width"])
    if width not in FOLDERS[match["folder"]].widths:
        return None
    return Rendition(f"{match['folder']}/{match['stem']}.webp", width, match["kind"])


def make_rendition(rendition: Rendition) -> None:
    """Make it of its master and store it, unless it is there; raises FileNotFoundError when the master is not."""
    with _making:
        if default_storage.exists(rendition.name):
            return
        if not default_storage.exists(rendition.master):
            raise FileNotFoundError(rendition.master)
        _store(rendition.name, _encode(rendition))


def rendition_path(master: str, width: int, kind: str = "webp") -> str:
    """The address of a rendition on this site, for the smallest fixed width that is not below ``width``."""
    widths = _folder(master).widths
    fitting = next((each for each in widths if each >= width), widths[-1])
    return f"{settings.MEDIA_URL}{Rendition(master, fitting, kind).name}"


def rendition_url(master: str, width: int = 1600, kind: str = "webp") -> str:
    """The same with scheme and host, for feeds, JSON-LD and sharing."""
    return f"{settings.SITE_URL}{rendition_path(master, width, kind)}"


def srcset(master: str, kind: str, *, own_width: int = 0, at_most: int = 0) -> str:
    """The candidates of a ``<source>`` or ``<img>`` (HTML §4.8.4.2.1), the narrowest first.

    ``own_width`` is the master's, where it is known: none is offered twice. ``at_most`` ends with the first candidate
    of that many pixels or more.
    """
    ends = [limit for limit in (own_width, at_most) if limit]
    candidates: list[str] = []
    for width in _folder(master).widths:
        truly = min(width, own_width or width)
        candidates.append(f"{settings.MEDIA_URL}{Rendition(master, width, kind).name} {truly}w")
        if ends and width >= min(ends):
            break
    return ", ".join(candidates)


def without_margins(picture: Image.Image) -> Image.Image:
    """A drawing cut down to what is drawn: margins that are transparent, or white around what is opaque, go."""
    opaque = picture.convert("RGBA").getchannel("A")
    if opaque.getextrema() == (255, 255):
        opaque = ImageChops.invert(picture.convert("L"))
    box = opaque.point([255 if value > _FAINT else 0 for value in range(256)]).getbbox()
    return picture.crop(box) if box else picture


def _folder(master: str) -> Folder:
    return FOLDERS.get(master.partition("/")[0], FOLDERS["photographs"])


def _encode(rendition: Rendition) -> bytes:
    folder = _folder(rendition.master)
    with default_storage.open(rendition.master) as file, Image.open(file, formats=("WEBP",)) as opened:
        picture = in_srgb(opened)
    if folder.is_drawn:
        picture = without_margins(picture)
    width = min(rendition.width, picture.width)
    if folder.is_square:
        side = min(width, picture.height)
        picture = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS, centering=_FACE)
    elif width < picture.width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    options = (_SHARP if folder.is_drawn else _SMOOTH)[rendition.kind]
    picture.save(buffer, rendition.kind.upper(), **options)
    return buffer.getvalue()


def _store(name: str, body: bytes) -> None:
    """Whole or not at all: another process never serves half of it, nor stores it under a second name."""
    if not isinstance(default_storage, FileSystemStorage):
        kept = default_storage.save(name, ContentFile(body))
        if kept != name:
            default_storage.delete(kept)
        return
    path = Path(default_storage.path(name))
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".making-", delete=False) as file:
        file.write(body)
    if settings.FILE_UPLOAD_PERMISSIONS is not None:
        Path(file.name).chmod(settings.FILE_UPLOAD_PERMISSIONS)
    Path(file.name).replace(path)
