"""Lists of people: whatever spreadsheets make of them is understood; whatever else is sent is refused with a reason."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from registrations.guest_lists import (
    MOST_BYTES,
    MOST_ROWS,
    Frame,
    GuestListError,
    Problem,
    Row,
    read_file,
    read_pasted,
    understand,
)

FRAME = Frame(ZoneInfo("America/Los_Angeles"), datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 1, 21, tzinfo=UTC))
PLAIN = [["Name", "E-mail", "Companions"], ["Ada Lovelace", "ada@example.org", 1], ["王小明", "wang@example.org", None]]


def pasted(text: str) -> list[Row]:
    return understand(read_pasted(text), FRAME).rows


def sent(data: bytes) -> list[Row]:
    return understand(read_file(data), FRAME).rows


def workbook(rows: list[list[Any]] = PLAIN) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def archive(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_", "."), content)
    return held.getvalue()


def problems(row: Row) -> list[str]:
    return [problem for problem, _words in row.problems]


def test_columns_are_known_by_their_headings_in_any_order_and_spelling() -> None:
    text = (
        "E-Mail address;Organisation;Plus one;Full name;Title;Personal note;RSVP by\n"
        "ada@example.org;Royal Society;2;Ada Lovelace;Prof.;See you soon;2026-12-31"
    )
    (ada,) = pasted(text)
    assert (ada.name, ada.email, ada.affiliation) == ("Ada Lovelace", "ada@example.org", "Royal Society")
    assert (ada.form_of_address, ada.companions, ada.words) == ("Prof.", 2, "See you soon")
    assert ada.answer_by == datetime(2026, 12, 31, 23, 59, tzinfo=FRAME.zone)
    assert ada.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lovelace\tada@example.org\tRoyal Society",
        "Ada Lovelace;ada@example.org;Royal Society",
        "Ada Lovelace,ada@example.org,Royal Society",
        "ada@example.org, Ada Lovelace, Royal Society",
        '"Ada Lovelace","ada@example.org","Royal Society"',
        "Dr\tAda Lovelace\tada@example.org\tRoyal Society\t0\nProf\tBen\tben@example.org\tESO\t1",
        "given name;family name;e-mail;affiliation\nAda;Lovelace;ada@example.org;Royal Society",
    ],
)
def test_a_list_needs_no_headings_and_no_certain_separator(text: str) -> None:
    ada = pasted(text)[0]
    assert (ada.name, ada.email, ada.affiliation) == ("Ada Lovelace", "ada@example.org", "Royal Society")
    assert ada.problems == ()


def test_addresses_may_come_as_mail_programs_copy_them() -> None:
    rows = pasted('"Lovelace, Ada" <ada@example.org>; Ben <ben@example.org>; <c@example.org>')
    assert [(row.name, row.email) for row in rows[:2]] == [
        ("Lovelace, Ada", "ada@example.org"),
        ("Ben", "ben@example.org"),
    ]
    assert problems(rows[2]) == [Problem.NAME_MISSING]


def test_one_line_with_an_address_twice_is_marked() -> None:
    assert problems(pasted("A <ada@example.org>; B <ADA@example.org>")[1]) == [Problem.TWICE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_files_are_read_in_every_encoding_that_spreadsheets_write(encoding: str) -> None:
    (zoe,) = sent("Name;Mail\r\nZoë Müller;zoe@example.org\r\n".encode(encoding))
    assert (zoe.name, zoe.email) == ("Zoë Müller", "zoe@example.org")


def test_a_workbook_is_read_with_its_numbers_and_days() -> None:
    day = datetime(2026, 12, 24)  # noqa: DTZ001 (as a workbook holds it)
    rows = sent(workbook([["Name", "Email", "Companions", "Answer by"], ["Ada", "ada@example.org", 2.0, day]]))
    assert (rows[0].companions, str(rows[0].answer_by)) == (2, "2026-12-24 23:59:00-08:00")
    assert [row.name for row in sent(workbook())] == ["Ada Lovelace", "王小明"]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    rows = pasted("\nName,Email\n\nAda,ada@example.org\n,,\nBen,ben@example.org\n")
    assert [row.number for row in rows] == [4, 6]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",ada@example.org,,", Problem.NAME_MISSING),
        ("Ada,,,", Problem.EMAIL_MISSING),
        ("Ada,ada at example,,", Problem.EMAIL_WRONG),
        ("Ada,ada@@example.org,,", Problem.EMAIL_WRONG),
        ("Ada,ada@example.org,some,", Problem.COMPANIONS),
        ("Ada,ada@example.org,21,", Problem.COMPANIONS),
        ("Ada,ada@example.org,-1,", Problem.COMPANIONS),
        ("Ada,ada@example.org,,soon", Problem.DEADLINE),
        ("Ada,ada@example.org,,3/4/2027", Problem.DEADLINE),
        ("Ada,ada@example.org,,2027-02-31", Problem.DEADLINE),
        ("Ada,ada@example.org,,2027-02-01", Problem.DEADLINE_LATE),
        ("Ada,ada@example.org,,1.1.2026", Problem.DEADLINE_PAST),
        (f"{'A' * 161},ada@example.org,,", Problem.LONG),
    ],
)
def test_what_is_wrong_is_said_in_its_row(line: str, problem: Problem) -> None:
    (row,) = pasted(f"name,email,companions,deadline\n{line}")
    assert problems(row) == [problem]
    assert row.is_wrong
    assert row.problems[0][1]


def test_an_address_that_comes_twice_is_marked_by_the_row_of_the_first() -> None:
    rows = pasted("Ada,ada@example.org\nBen,ben@example.org\nA. L.,ADA@Example.ORG")
    assert [problems(row) for row in rows] == [[], [], [Problem.TWICE]]
    assert "row 1" in rows[2].problems[0][1]


def test_columns_that_nobody_knows_are_named() -> None:
    assert understand(read_pasted("Name,Shoe size,Email\nAda,38,ada@example.org"), FRAME).ignored == ["Shoe size"]


def test_one_open_quotation_mark_does_not_swallow_the_rest() -> None:
    assert len(pasted('Name,Email\n"Ada,ada@example.org\nBen,ben@example.org')) == 2


def test_words_of_several_lines_stay_together() -> None:
    rows = pasted('Name,Email,Words\nAda,ada@example.org,"Dear Ada,\ncome."\nBen,ben@example.org,')
    assert [row.words for row in rows] == ["Dear Ada,\ncome.", ""]
    assert rows[1].number == 4


def refusal(data: bytes) -> str:
    with pytest.raises(GuestListError) as refused:
        sent(data)
    return str(refused.value)


def test_files_that_are_no_list_are_refused_with_what_to_do() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert "(.xls)" in refusal(ole)
    assert "password" in refusal(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "ZIP archive" in refusal(archive(holiday_jpg=b"picture"))
    assert "OpenDocument" in refusal(archive(mimetype=b"x", content_xml=b"<x/>"))
    assert "broken" in refusal(workbook()[:800])
    assert "broken" in refusal(archive(xl__workbook_xml=b"<workbook>"))
    assert "not a table" in refusal(b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert "nothing" in refusal(b"")
    assert "nothing" in refusal(workbook([]))
    assert "larger" in refusal(b"x" * (MOST_BYTES + 1))


def test_a_workbook_that_unfolds_to_gigabytes_is_refused_before_it_does() -> None:
    bomb = archive(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=bytes(41 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert "too large" in refusal(bomb)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_definitions_of_entities_is_refused(encoding: str) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]><workbook>&a;</workbook>'.encode(encoding)
    assert "broken" in refusal(archive(xl__workbook_xml=laughs))


def test_a_workbook_whose_last_cell_is_far_away_costs_nothing() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["XFD1048576"] = "Ada", "ada@example.org", "x"
    held = io.BytesIO()
    book.save(held)
    assert [row.name for row in sent(held.getvalue())] == ["Ada"]


def test_more_people_than_may_be_sent_are_refused_whole() -> None:
    lines = [f"Guest {number},guest-{number}@example.org" for number in range(MOST_ROWS + 2)]
    assert len(pasted("\n".join(lines[:MOST_ROWS]))) == MOST_ROWS
    assert str(MOST_ROWS) in refusal("\n".join(lines).encode())


def test_a_row_comes_back_from_json_as_it_went_in() -> None:
    (row,) = pasted("Name,Email,Companions,Deadline\nAda,ada@,2,2026-12-31")
    assert Row.from_json(row.as_json()) == row


def rows_or_a_reason(read: Callable[[], list[Row]]) -> list[Row]:
    """The rows; none where the list was refused in the module's own words. Any other error is the test's."""
    try:
        return read()
    except GuestListError as refused:
        return [] if str(refused) else pytest.fail("refused without a word")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
@example(workbook()[:-30])
@example(b"PK\x05\x06" + bytes(18))
@example(b"\xff\xfea")
@example(b'"' * 9)
def test_any_bytes_are_rows_or_a_reason(data: bytes) -> None:
    rows = rows_or_a_reason(lambda: sent(data))
    assert all(Row.from_json(row.as_json()) == row for row in rows)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_workbook_that_is_damaged_anywhere_is_rows_or_a_reason(at: int, noise: bytes) -> None:
    whole = workbook()
    at %= len(whole)
    rows_or_a_reason(lambda: sent(whole[:at] + noise + whole[at + len(noise) :]))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(',;\t"\n@<>.')), max_size=300))
@example("0\U0002fffe@\U0002fffe.org")
def test_any_text_is_rows_or_a_reason(text: str) -> None:
    rows = rows_or_a_reason(lambda: pasted(text))
    assert all(len(row.name) <= 160 and "\0" not in row.words for row in rows)
