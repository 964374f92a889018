"""What is printed: PDF, set by typst from plain data.

Words go to typst as JSON, never as markup: no sign in a name can be a command. The files are tagged for screen readers
(PDF/UA-1, where the server's fonts have every letter), hold no date, and are the same byte for byte for the same data.
"""

import io
import json
from collections.abc import Mapping
from typing import Any

import segno
import typst

from symposium.kit.cards import fonts, template

# Modules of white that a reader of codes needs around one (ISO/IEC 18004 §6.3.8).
QUIET_ZONE = 4


def to_pdf(name: str, data: Mapping[str, Any], drawings: Mapping[str, bytes]) -> bytes:
    """``templates/pictures/<name>.typ`` with ``data.json`` and some SVG files: nothing else can be read by it."""
    files = {"main.typ": template(name), "data.json": json.dumps(data).encode(), **drawings}
    options: dict[str, Any] = {"format": "pdf", "font_paths": fonts()}
    try:
        made = typst.compile(files, pdf_standards="ua-1", **options)
    except typst.TypstError:
        # The standard forbids a letter for which this server has no font; a gap is better than no paper.
        made = typst.compile(files, **options)
    return bytes(made)


def code_svg(content: str, *, title: str) -> str:
    """A QR code (ISO/IEC 18004, level M) with its quiet zone: an ``<svg>`` that takes its size from where it stands.

    Always dark on white, whatever the page around it: most readers know no other.
    """
    buffer = io.BytesIO()
    code = segno.make(content, error="m", micro=False, boost_error=False)
    look: dict[str, Any] = {"border": QUIET_ZONE, "dark": "#000", "light": "#fff"}
    code.save(buffer, kind="svg", title=title, xmldecl=False, omitsize=True, nl=False, **look)
    return buffer.getvalue().decode()
