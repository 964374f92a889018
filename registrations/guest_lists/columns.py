"""Which column is which: by its heading in several spellings, or by what stands in it."""

import re
from collections.abc import Sequence
from enum import StrEnum

from symposium.kit.folding import fold


class Column(StrEnum):
    """What a list can say of a person."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    FORM_OF_ADDRESS = "form_of_address"
    AFFILIATION = "affiliation"
    COMPANIONS = "companions"
    WORDS = "words"
    ANSWER_BY = "answer_by"


# Folded, and letters alone.
SPELLINGS: dict[Column, str] = {
    Column.NAME: "name fullname guest guests guestname nameofguest person invitee participant attendee contact nom",
    Column.FIRST_NAME: "firstname first givenname given forename vorname prenom firstnames givennames",
    Column.LAST_NAME: "lastname last surname familyname family nachname lastnames",
    Column.EMAIL: (
        "email emailaddress mail mailaddress emails address eaddress emailadresse mailadresse adresse courriel correo "
        "emailid contactemail workemail"
    ),
    Column.FORM_OF_ADDRESS: "formofaddress title salutation prefix honorific anrede titel titre academictitle",
    Column.AFFILIATION: (
        "affiliation institution organisation organization company institute university employer firm department "
        "organisationname organizationname companyname firma affiliations"
    ),
    Column.COMPANIONS: (
        "companions companion companionsallowed numberofcompanions accompanying plus plusone plusones bringing "
        "accompanyingpersons guestsallowed maycompanions begleitung"
    ),
    Column.WORDS: (
        "words personalwords greeting personalgreeting message personalmessage note notes personalnote comment text"
    ),
    Column.ANSWER_BY: "deadline answerby replyby rsvp rsvpby respondby until answeruntil date duedate frist",
}
_BY_SPELLING = {word: column for column, words in SPELLINGS.items() for word in words.split()}
_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "herr", "frau"}
_MAILBOX = re.compile(r"^\s*(?P<name>[^<>]*?)\s*<\s*(?P<email>[^<>\s]+@[^<>\s]+)\s*>\s*$")


def heading(cell: str) -> Column | None:
    """What a heading names: 'E-Mail address:' is ``Column.EMAIL``."""
    return _BY_SPELLING.get("".join(letter for letter in fold(cell) if letter.isalpha()))


def headings(row: Sequence[str]) -> list[Column | None] | None:
    """The columns that a row of headings names, each of them once; None for a row that is a person."""
    named = [heading(cell) for cell in row]
    if any("@" in cell for cell in row) or not any(named):
        return None
    return [column if column not in named[:number] else None for number, column in enumerate(named)]


def mailbox(cell: str) -> tuple[str, str] | None:
    """Name and address of 'Ada Lovelace <ada@example.org>', as mail programs copy them."""
    found = _MAILBOX.match(cell)
    return (found["name"].strip("\"' "), found["email"]) if found else None


def guessed(rows: Sequence[Sequence[str]]) -> list[Column | None]:
    """Columns without headings: the address is where there is an @; what is left is name, then affiliation, then words.

    A column of numbers is that of companions, a column of 'Dr', 'Prof.' and the like the form of address.
    """
    width = max(map(len, rows), default=0)
    cells = [[row[number] for row in rows if number < len(row) and row[number]] for number in range(width)]
    columns: list[Column | None] = [None] * width
    address = max(range(width), key=lambda number: sum("@" in cell for cell in cells[number]), default=None)
    if address is not None:
        columns[address] = Column.EMAIL
    left = [number for number in range(width) if number != address and cells[number]]
    for column, fits in ((Column.COMPANIONS, str.isdecimal), (Column.FORM_OF_ADDRESS, _is_title)):
        found = next((number for number in left if all(map(fits, cells[number]))), None)
        if found is not None and len(left) > 1:
            columns[found] = column
            left.remove(found)
    for number, column in zip(left, (Column.NAME, Column.AFFILIATION, Column.WORDS), strict=False):
        columns[number] = column
    return columns


def _is_title(cell: str) -> bool:
    return all(word.strip(".").casefold() in _TITLES for word in cell.split())
