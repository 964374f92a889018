"""XML of strangers as a small tree: no document type, so no entities; neither deeper nor larger than a programme is."""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from symposium.exchange.readers.base import ReadingError
from symposium.exchange.readers.files import text_of

MOST_ELEMENTS, MOST_DEPTH = 200_000, 40
_CHUNK = 64 * 1024
_SAID = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")


@dataclass(slots=True)
class Element:
    """One element, its name without a namespace."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, that of what is below it too."""
        return "".join([*self.texts, *(child.text for child in self.children)]).strip()

    def all(self, name: str) -> list["Element"]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Element | None":
        """The first child of that name; None where there is none."""
        return next((child for child in self.children if child.name == name), None)


class _Building:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._number = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._number += 1
        if self._number > MOST_ELEMENTS or len(self._open) >= MOST_DEPTH:
            raise ReadingError(
                _("This XML is larger, or nested deeper, than the programme of an event. Export it anew.")
            )
        element = Element(name.rpartition(":")[2], attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, words: str) -> None:
        self._open[-1].texts.append(words)

    def doctype(self, *_what: Any) -> None:
        raise ReadingError(
            _("This XML defines a document type, which no programme needs. Take the line <!DOCTYPE …> out.")
        )


def tree_of(data: bytes) -> tuple[Element, bool]:
    """The root, and whether the encoding was guessed. Raises ReadingError for what is no XML, or made to harm."""
    said = _SAID.search(data[:1024])
    text, is_guess = text_of(data, said[1].decode() if said else "")
    building = _Building()
    # The text is in no encoding any more, whatever its first line says.
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = building.start, building.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = building.text, building.doctype
    try:
        for place in range(0, len(text), _CHUNK):
            parser.Parse(text[place : place + _CHUNK].encode("utf-8", "surrogatepass"))
        parser.Parse(b"", True)  # noqa: FBT003 (its only way to say that this is the end)
    except expat.ExpatError as error:
        words = _("This XML is broken at line %(line)d: %(error)s. Export it anew, whole, and send that unchanged.")
        raise ReadingError(words % {"line": error.lineno, "error": expat.ErrorString(error.code)}) from None
    if building.root is None:
        raise ReadingError(_("There is nothing in this XML. Export it anew, and send that."))
    return building.root, is_guess
