"""What ``make messages`` does: every text of the code in ``locale/<language>``, sorted, what was translated kept.

GNU gettext's tools are not needed: Babel reads Python, Django's own reader turns templates into it. The .mo beside each
.po is what Django reads; the same .po always makes the same bytes.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog, Message, mofile, pofile
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from symposium.kit.american import american

BASE = Path(__file__).resolve().parent.parent.parent
PYTHON = ("symposium", "speakers", "registrations")
TEMPLATES = (*PYTHON, "templates")
# Those of Django, also under the names that our modules give them; 'c' marks the context.
_NAMES = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_EDGE = re.compile(r"^[ \t]+", re.MULTILINE)
# What is written into the head of a .po instead of Babel's own, which holds the time.
_HEAD = """\
# {name} for Symposium. `make messages` writes this file; what is changed here by hand stays.
msgid ""
msgstr ""
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals};\\n"

"""


class Texts(Catalog):
    """A catalogue whose head holds no time and no name of a tool."""

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Plural-Forms", self.plural_forms),
        ]

    mime_headers = property(_get_mime_headers)


def texts(base: Path = BASE) -> Catalog:
    """Every text of the code and the templates with the files that hold it, sorted; nothing is translated."""
    found: dict[tuple[str, str], tuple[Message, set[str]]] = {}
    for name, message in _all(base):
        key = (_first(message.id), message.context or "")
        kept, names = found.setdefault(key, (message, set()))
        names.add(name)
        # One text may stand alone in one place and have a plural in another: gettext keeps one entry for both.
        if message.pluralizable and not kept.pluralizable:
            found[key] = message, names
    catalogue = Texts()
    for _key, (message, names) in sorted(found.items()):
        catalogue.add(message.id, locations=[(name, 0) for name in sorted(names)], context=message.context)
    return catalogue


def _all(base: Path) -> Iterator[tuple[str, Message]]:
    for folder in PYTHON:
        for path in sorted((base / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _of(path.relative_to(base).as_posix(), path.read_text())
    for folder in TEMPLATES:
        for path in sorted((base / folder).rglob("*")):
            if "templates" in path.parts and path.suffix in {".html", ".txt", ".xml"}:
                # Lines are moved to the edge: what is left of a template is indented as no Python is.
                name = path.relative_to(base).as_posix()
                yield from _of(name, _EDGE.sub("", templatize(path.read_text(), name)))


def _of(name: str, source: str) -> Iterator[tuple[str, Message]]:
    rows = extract("python", io.BytesIO(source.encode()), _NAMES, options={"encoding": "utf-8"})
    for _line, said, _comments, context in rows:
        yield name, Message(said, context=context)  # type: ignore[arg-type]


def _first(said: str | Iterable[str]) -> str:
    return said if isinstance(said, str) else next(iter(said))


def renewed(catalogue: Catalog, old: Catalog) -> Catalog:
    """``catalogue`` with the translations of ``old``, nothing else of it. A new text is empty, or in American words."""
    new = Texts(locale=old.locale)
    for message in catalogue:
        if not message.id:
            continue
        before = old.get(message.id, message.context)
        said = before.string if before and _is_whole(message, before) else _proposal(message, new)
        new.add(message.id, said, message.locations, message.flags, context=message.context)
    return new


def _is_whole(message: Message, before: Message) -> bool:
    if message.pluralizable != before.pluralizable or before.fuzzy:
        return False
    return all(before.string) if isinstance(before.string, list | tuple) else bool(before.string)


def _proposal(message: Message, catalogue: Catalog) -> str | tuple[str, ...]:
    is_american = str(catalogue.locale) == "en_US"
    if isinstance(message.id, str):
        return american(message.id) if is_american else ""
    return tuple(map(american, message.id)) if is_american else ("",) * catalogue.num_plurals


def read(path: Path) -> Catalog:
    """A catalogue of ours; an empty one where there is none yet."""
    locale = path.parent.parent.name
    if not path.exists():
        return Texts(locale=locale)
    with path.open("rb") as file:
        found = pofile.read_po(file, locale=locale)
    kept = Texts(locale=locale)
    for message in found:
        if message.id:
            kept.add(message.id, message.string, message.locations, message.flags, context=message.context)
    return kept


def as_po(catalogue: Catalog) -> bytes:
    """The file for people: in the order of the texts, with file names and without line numbers."""
    out = io.BytesIO()
    locale = catalogue.locale
    name = locale.get_display_name("en") if locale else ""
    out.write(_HEAD.format(name=name, tag=locale, plurals=catalogue.plural_forms.rstrip(";")).encode())
    pofile.write_po(out, catalogue, width=100, omit_header=True, include_lineno=False)
    return out.getvalue().rstrip(b"\n") + b"\n"


def as_mo(catalogue: Catalog) -> bytes:
    """The file for gettext."""
    out = io.BytesIO()
    mofile.write_mo(out, catalogue)
    return out.getvalue()


def main(base: Path = BASE) -> None:
    """Renew every catalogue that there is, and say what it holds and lacks."""
    found = texts(base)
    for path in sorted((base / "locale").glob("*/LC_MESSAGES/django.po")):
        catalogue = renewed(found, read(path))
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))
        lacking = sum(not _is_whole(message, message) for message in catalogue if message.id)
        sys.stdout.write(f"{path.relative_to(base)}: {len(catalogue)} texts, {lacking} of them not translated\n")


if __name__ == "__main__":
    main()
