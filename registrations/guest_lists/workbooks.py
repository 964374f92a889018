"""Workbooks from strangers: looked at as a package before any of it is unfolded.

An XLSX is a ZIP of XML. What unfolds to more than a list can need, or holds definitions of a document type (which XLSX
never does), is refused before a parser sees it.
"""

import io
import zipfile
from collections.abc import Iterator

import openpyxl
from django.utils.translation import gettext as _

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNFOLDED = 40 * 1024 * 1024
MOST_MEMBERS = 500
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Also in UTF-16, which XML may be written in.
DEFINITIONS = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le"))


class GuestListError(Exception):
    """What was sent is no list of people; the message is written for whoever sent it."""


def explain_old(data: bytes) -> str:
    """Why a file in Microsoft's older container cannot be read."""
    if ENCRYPTED in data:
        return _("The workbook is protected with a password. Take the password off, save it, and send it again.")
    return _("This is a workbook of the older kind (.xls). Save it as .xlsx or CSV, and send that.")


def check_package(data: bytes) -> None:
    """Raise GuestListError for a ZIP that is no workbook, or one that unfolds to more than a list can need."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            _refuse_strangers({member.filename for member in members})
            _refuse_large(members)
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    _refuse_definitions(package.read(member))
    except GuestListError:
        raise
    except Exception as error:  # broken in a way of which zipfile has many
        raise GuestListError(_broken()) from error


def _refuse_strangers(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "content.xml" in names and "mimetype" in names:
        raise GuestListError(_("This is an OpenDocument file. Save it as .xlsx or CSV, and send that."))
    if "xl/workbook.bin" in names:
        raise GuestListError(_("This is a binary workbook (.xlsb). Save it as .xlsx or CSV, and send that."))
    raise GuestListError(_("This is a ZIP archive and no workbook. Take the list out of it, and send the list alone."))


def _refuse_large(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNFOLDED:
        raise GuestListError(_("The workbook is too large. Copy the list alone into a new one, and send that."))
    if any(member.flag_bits & 1 for member in members):
        raise GuestListError(explain_old(ENCRYPTED))


def _refuse_definitions(xml: bytes) -> None:
    if any(word in xml for word in DEFINITIONS):
        raise GuestListError(_broken())


def _broken() -> str:
    return _("The workbook is broken. Open it in your spreadsheet, save it anew as .xlsx or CSV, and send that.")


def sheet_of(data: bytes, *, most_rows: int, most_columns: int) -> Iterator[tuple[object, ...]]:
    """The rows of the sheet that was in front when the workbook was saved, up to a limit. Raises GuestListError."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.active or book.worksheets[0]
        # What a file says of its own size may be wrong.
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)
        book.close()
    except Exception as error:  # a parser of strangers' files has many ways to fail
        raise GuestListError(_broken()) from error
