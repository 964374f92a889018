"""Tables of sessions, speakers and hosts, as many people and programs write them, and what accidents make of them."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symposium.exchange.document import UNSAID, Affiliation, Appearance, Link, Material, Places, Session
from symposium.exchange.readers.base import Options
from symposium.exchange.readers.table import TABLE
from tests.symposium.exchange.readers.reading import (
    document,
    fuzzing,
    known_as,
    mistakes,
    read,
    refused,
    sample,
    spoiled,
    survives,
    warnings,
)

OWN, GERMAN, PRETALX = sample("sessions.csv"), sample("programm.csv"), sample("pretalx_sessions.csv")


def workbook(*sheets: tuple[str, list[list[Any]]], merged: str = "") -> bytes:
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def one(*lines: str, **choices: str) -> Session:
    """The only session of a table of text."""
    (session,) = document(TABLE, "\n".join(lines).encode(), **choices).sessions
    return session


def asked(data: bytes, zone: str = "Europe/London") -> Any:
    assert TABLE.ask
    return TABLE.ask(io.BytesIO(data), Options(timezone=zone))


@pytest.mark.parametrize("name", ["Programme.CSV", "a.xlsx", "a.tsv", "a.ods"])
def test_tables_are_known_by_their_names_and_workbooks_by_what_is_in_them(name: str) -> None:
    assert known_as(OWN, name) == "table"
    assert known_as(workbook(("A", [["Title"]])), "download") == "table"
    assert known_as(b'[{"Title": "A"}]', "sessions.json") == "table"


# --- what is said --------------------------------------------------------------------------------------------------


def test_what_is_exported_here_is_understood() -> None:
    found = document(TABLE, OWN)
    opening, morning, afternoon, walk = found.sessions
    assert (opening.key, opening.title, opening.kind, opening.state) == (
        "s-1", "Opening, and welcome", "ceremony", "published",
    )  # fmt: skip
    # On the wall of the event.
    assert opening.starts_at == datetime(2027, 5, 11, 8, tzinfo=UTC)
    assert (opening.is_plenary, opening.places, opening.stream_url) == (True, None, "https://live.example.org/1")
    assert opening.abstract == "<p>Two lines<br>of text</p>"
    assert opening.appearances == (
        Appearance(speaker="ada achebe", part="chair"), Appearance(speaker=None, part="keynote"),
    )  # fmt: skip
    assert (walk.title, walk.places, walk.track) == ("=Night walk", Places(capacity=12), "outside")
    assert morning.key != afternoon.key
    ada, bjorn = found.speakers
    assert (ada.name, ada.form_of_address) == ("Ada Achebe", "Dr")
    assert bjorn.affiliations == (Affiliation(name="University of Nowhere"),)


def test_a_german_table_of_an_old_spreadsheet_is_understood() -> None:
    reading = read(TABLE, GERMAN, zone="Europe/Berlin")
    hello, exercise, reception = reading.document.sessions
    assert (hello.title, hello.kind) == ("Begrüßung – „Guten Tag“", "talk")
    assert (hello.starts_at, hello.ends_at) == (
        datetime(2027, 5, 11, 7, tzinfo=UTC), datetime(2027, 5, 11, 7, 45, tzinfo=UTC),
    )  # fmt: skip
    assert exercise.ends_at == datetime(2027, 5, 11, 9, 15, tzinfo=UTC)
    assert reception.kind == "reception"
    assert [(person.form_of_address, person.name) for person in reading.document.speakers] == [
        ("Prof.", "Jürgen Weiß"), (UNSAID, "Zoë Ørsted"),
    ]  # fmt: skip
    assert mistakes(reading) == ["row 4 Dauer: It has a beginning and no end. Say when it ends, or how long it takes."]
    assert any("how its letters are written" in line for line in warnings(reading))


def test_a_table_of_pretalx_is_understood() -> None:
    found = document(TABLE, PRETALX)
    first, second = found.sessions
    assert (first.key, first.kind, first.state, first.track) == ("KEYN01", "keynote", "published", "ships")
    assert first.starts_at == datetime(2027, 3, 27, 10, tzinfo=UTC)
    assert (second.state, second.starts_at, second.room) == ("draft", None, None)
    assert [(person.key, person.name) for person in found.speakers] == [("AMABOA", "Ama Boateng"), ("WANGXM", "王小明")]
    assert second.appearances == (Appearance(speaker="AMABOA"), Appearance(speaker="WANGXM"))
    assert "Nobody Knows" not in repr(found)


def test_its_json_is_understood_as_its_table_is() -> None:
    rows = [{"ID": "KEYN01", "Proposal title": {"en": "Light"}, "Speaker names": ["Ama", "Wang"], "Tags": None}]
    found = document(TABLE, json.dumps(rows).encode())
    assert [person.name for person in found.speakers] == ["Ama", "Wang"]
    assert found.sessions[0].title == "Light"


def test_a_workbook_of_three_sheets_is_one_event() -> None:
    data = workbook(
        ("Hosts", [["Name", "Role", "Country", "Website", "Agrees to be listed"],
                   ["Institute of Tides", "Co-host", "United Kingdom", "tides.example.org", "yes"],
                   ["Harbour Board", "Gold sponsor", "US", None, None]]),
        ("People", [["ID", "First name", "Last name", "Title", "Organisation", "Position", "Bio", "E-mail", "LinkedIn"],
                    [7, "Ada", "Achebe", "Dr", "Institute of Tides", "Director", "Writes.", "ada@example.org", "https://in.example.org/ada"]]),
        ("Programme", [["Day", "From", "To", "Session", "Speakers", "Moderator"],
                       [date(2027, 5, 11), time(9), time(10, 30), "Tides", "Dr Ada Achebe", "Ben Okoro"],
                       [date(2027, 5, 11), 0.9791666667, time(0, 15), "Night", None, None],
                       [46153, "14:00", timedelta(hours=15), "Serial", None, None]]),
    )  # fmt: skip
    found = document(TABLE, data)
    assert [(one.organisation, one.role, one.consented) for one in found.hostings] == [
        ("institute of tides", "co_host", True), ("harbour board", "sponsor", False),
    ]  # fmt: skip
    assert [(one.country, one.url) for one in found.organisations] == [("GB", "https://tides.example.org"), ("US", "")]
    ada, ben = found.speakers
    assert (ada.key, ada.name, ada.sort_name, ada.form_of_address) == ("7", "Ada Achebe", "Achebe, Ada", "Dr")
    assert ada.affiliations == (Affiliation(organisation="institute of tides", position="Director"),)
    assert ada.links == (Link(label="LinkedIn", url="https://in.example.org/ada"),)
    assert ben.name == "Ben Okoro"
    tides, night, serial = found.sessions
    assert tides.appearances == (Appearance(speaker="7"), Appearance(speaker="ben okoro", part="moderator"))
    assert (tides.starts_at, tides.ends_at) == (
        datetime(2027, 5, 11, 8, tzinfo=UTC), datetime(2027, 5, 11, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    # Past midnight, of a number that was an hour.
    assert (night.starts_at, night.ends_at) == (
        datetime(2027, 5, 11, 22, 30, tzinfo=UTC), datetime(2027, 5, 11, 23, 15, tzinfo=UTC),
    )  # fmt: skip
    assert serial.starts_at == datetime(2026, 5, 11, 13, tzinfo=UTC)


def test_a_column_that_is_not_there_says_nothing_and_an_empty_cell_says_that_there_is_nothing() -> None:
    bare = one("Title", "Tides")
    assert (bare.starts_at, bare.room, bare.appearances, bare.abstract, bare.kind, bare.places) == (UNSAID,) * 6
    empty = one("Title,Room,Speakers,Abstract,Kind,Places,Slides", "Tides,,,,,,")
    assert (empty.room, empty.appearances, empty.abstract, empty.kind, empty.places, empty.materials) == (
        None, (), "", UNSAID, None, (),
    )  # fmt: skip
    assert one("Title,Slides", "Tides,files.example.org/a.pdf").materials == (
        Material(kind="slides", url="https://files.example.org/a.pdf"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Title;Room\nTides, and more;Hall",
        "Title\tRoom\nTides, and more\tHall",
        "sep=;\nTitle;Room\nTides, and more;Hall",
        'Title,Room\r\n"Tides, and more",Hall\r\n\r\n,,\r\n',
        "Title|Room\rTides, and more|Hall",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_whatever_separates_cells_and_however_letters_are_written(text: str, encoding: str) -> None:
    (session,) = document(TABLE, text.replace("Hall", "Höhle").encode(encoding)).sessions
    assert (session.title, session.room) == ("Tides, and more", "hohle")


@pytest.mark.parametrize(
    ("cells", "begin", "end"),
    [
        ("2027-05-11,09:00,10:00", 8, 9),
        ("11.5.2027,9.00,10.00", 8, 9),
        ("11 May 2027,9 am,10 AM", 8, 9),
        ('"Tue, May 11, 2027",9:00 a.m.,10h00', 8, 9),
        ("11-May-2027,0900Z?,10:00", None, None),
        ("2027/05/11,09:00:00,", None, None),
        ("46518,0.375,0.4166667", 8, 9),
        ("20270511,9 Uhr,10 Uhr", 8, 9),
        ("2027-05-11,09:00 – 10:00,", 8, 9),
        ("2027-05-11,2027-05-11T09:00+01:00,2027-05-11T10:00:00+01:00", 8, 9),
        (",2027-05-11 09:00,2027-05-11 10:00", 8, 9),
        (",11.05.2027 09:00,10:00", 8, 9),
        ("2027-05-11 09:00,,2027-05-11 10:00", 8, 9),
        ("TBA,,", "none", None),
        ("32.05.2027,09:00,10:00", None, None),
        ("11.05.27,09:00,10:00", None, None),
        ("Tuesday,09:00,10:00", None, None),
        ("2027-05-11,,", None, None),
        (",09:00,10:00", None, None),
        ("2027-05-11,25:00,26:00", None, None),
        ("2027-03-28,01:30,03:00", None, None),
        ("0027-05-11,09:00,10:00", None, None),
    ],
)
def test_days_and_hours_are_read_as_people_write_them_or_told(cells: str, begin: Any, end: int | None) -> None:
    reading = read(TABLE, f"Title,Day,Begins,Ends\nTides,{cells}".encode())
    if begin is None:
        assert len(mistakes(reading)) == 1, reading
        assert mistakes(reading)[0].startswith("row 2 ")
        return
    assert mistakes(reading) == []
    (session,) = reading.document.sessions
    expected = (
        (None, None)
        if begin == "none"
        else tuple(datetime(2027, 5, 11, hour or 0, tzinfo=UTC) for hour in (begin, end))
    )
    assert (session.starts_at, session.ends_at) == expected


def test_days_that_countries_read_differently_are_asked_for() -> None:
    lines = ("Title,Day,Begins,Ends", "Tides,3/4/2027,12:00,13:00")
    told = mistakes(read(TABLE, "\n".join(lines).encode()))
    assert "is two days, as it is read in different countries" in told[0]
    assert one(*lines, dates="day").starts_at == datetime(2027, 4, 3, 11, tzinfo=UTC)
    assert one(*lines, dates="month").starts_at == datetime(2027, 3, 4, 12, tzinfo=UTC)
    for other, order in (("13/4/2027", "day"), ("4/13/2027", "month"), ("4.3.2027", "iso")):
        form = asked("\n".join([*lines, f"Winds,{other},12:00,13:00"]).encode())()
        assert form["dates"].initial == order


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [("45", 45), ("1:30", 90), ("90 min", 90), ("1 h 30", 90), ("PT1H", 60), ("0.0625", None), ("x", None)],
)
def test_lengths_are_read_as_people_write_them(cell: str, minutes: int | None) -> None:
    reading = read(TABLE, f"Title,Begins,Duration\nTides,2027-05-11 09:00,{cell}".encode())
    if minutes is None:
        assert len(mistakes(reading)) == 1
    else:
        (session,) = reading.document.sessions
        assert session.ends_at == datetime(2027, 5, 11, 8, tzinfo=UTC) + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("cell", "between", "names"),
    [
        ("Ada A; Ben B", "", ["Ada A", "Ben B"]),
        ("Ada A, Ben B", "", ["Ada A", "Ben B"]),
        ("Ada A\nBen B", "", ["Ada A", "Ben B"]),
        ("Ada A and Ben B & Cy C", "and", ["Ada A", "Ben B", "Cy C"]),
        ("Achebe, Ada; Okoro, Ben", "", ["Achebe, Ada", "Okoro, Ben"]),
        ("Maj. Gen. Ada A", "", ["Ada A"]),
        ("Lady; n.n.; TBA", "", ["Lady"]),
        ("; ;", "", []),
    ],
)
def test_several_people_stand_in_one_cell(cell: str, between: str, names: list[str]) -> None:
    choices = {"people": between} if between else {}
    found = document(TABLE, f'Title,Speakers\nTides,"{cell}"'.encode(), **choices)
    assert [person.name for person in found.speakers] == names


# --- what is wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Title,Room\n,Hall", "row 2 Title: The title is missing"),
        ("Key,Title\n1,A\n1,B", "row 3 id: The same id stands at row 2"),
        ("Title,Places\nA,many", "row 2 Places: A whole number"),
        ("Title,For everyone\nA,perhaps", "row 2 For everyone: Write yes or no"),
        ("Title,Speaker IDs\nA,zz", "row 2 Speaker IDs: Some of these keys belong to nobody"),
        ("Name,Role,Country\nInstitute,boss,GB", "row 2 Role: Write host, co-host"),
        ("Name,Role,Country\nInstitute,host,Atlantis", "row 2 Country: “Atlantis” is no country"),
        ("Name,Role,Country\nInstitute,host,GB\nInstitute,sponsor,GB", "row 3 id: The same id stands at row 2"),
        ("First name,Bio\n,x", "row 2 last_name: The name is missing"),
        (f"Title,Abstract\nA,{'x' * 100_001}", "row 2 Abstract: This is longer than 100000 characters"),
        ("a,b\nc,d", "No column says how they are called"),
    ],
)
def test_what_is_wrong_is_told_by_its_row(text: str, words: str) -> None:
    told = mistakes(read(TABLE, text.encode()))
    assert any(words in line for line in told), told


def test_without_a_zone_hours_are_told_once() -> None:
    told = mistakes(read(TABLE, OWN, zone=""))
    assert len(told) == 1
    assert "time zone first" in told[0]


def with_formulas() -> bytes:
    book: Any = openpyxl.Workbook()
    book.active.append(["Title", "Room", "Abstract"])
    book.active.append(["=A1", "Hall", "x"])
    book.active.append(["Tides", "#REF!", "x"])
    book.active["B3"].data_type = "e"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_formulas_are_never_read_and_one_without_a_value_is_told() -> None:
    told = mistakes(read(TABLE, with_formulas()))
    assert "Sheet: row 2 Title: The cell holds a formula without a value." in told[0]
    assert any("Sheet: row 3 Room: The cell shows #REF!" in line for line in told)


def test_a_cell_merged_downwards_holds_for_all_its_rows() -> None:
    rows: list[list[Any]] = [
        ["Day", "Begins", "Ends", "Title"],
        [date(2027, 5, 11), "09:00", "10:00", "A"],
        [None, "10:00", "11:00", "B"],
    ]
    found = document(TABLE, workbook(("S", rows), merged="A2:A3"))
    assert found.sessions[1].starts_at == datetime(2027, 5, 11, 9, tzinfo=UTC)
    # As large as a sheet can be, whoever wrote that.
    survives(TABLE, repacked(workbook(("S", rows), merged="A2:A3"), b"A2:A3", b"A1:XFD1048576"))


def repacked(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook in which something else is written."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return held.getvalue()


def package(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in members.items():
            found.writestr(name.replace("__", "/").replace("_", "."), content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n ,,\n", "nothing in this table"),
        (b'Title,Room\n"Tides,Hall\nB,C\n' + b"x,y\n" * 50, "quotation mark in row 2 is never closed"),
        (b'Title\n"' + b"x" * 140_000 + b'"', "Row 2 has a cell that is longer"),
        (b"Title\n" + b"x\n" * 10_001, "more than 10000 rows"),
        (package(a_txt=b"x"), "ZIP archive and no workbook"),
        (package(mimetype=b"x", content_xml=b"x"), "OpenDocument"),
        (package(xl__workbook_xml=b"<!DOCTYPE x>"), "broken"),
        (package(xl__workbook_xml=b"x" * 50_000_000), "too large"),
        (workbook(("A", [["Title"]]))[:500], "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), ".xls"),
        (b"Title\0\0\0", "no file of text"),
        (b"[1, 2]", "nothing in this table"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(data: bytes, words: str) -> None:
    assert words in refused(TABLE, data)
    assert asked(data) is None or words.startswith("more than")


# --- what is asked -------------------------------------------------------------------------------------------------


def test_what_is_guessed_is_asked_with_the_first_values_and_the_answers_are_kept_to() -> None:
    data = b"Titel,Raum,Wer,Etwas\nTides,Hall,Ada A,x\nWinds,Hall,Ben B,y"
    form = asked(data)()
    assert form["table1_kind"].initial == "sessions"
    assert form["table1_column1"].initial == "sessions.title"
    assert form["table1_column1"].help_text == "Tides · Winds"
    assert form["table1_column3"].initial == ""
    answers = {name: str(form[name].initial) for name in form.fields} | {"table1_column3": "sessions.moderators"}
    bound = asked(data)(answers)
    assert bound.is_valid(), bound.errors
    found = document(TABLE, data, **{name: str(value) for name, value in bound.cleaned_data.items()})
    assert found.sessions[0].appearances == (Appearance(speaker="ada a", part="moderator"),)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"table1_column1": ""}, "table1_kind", "No column says how they are called"),
        ({"table1_column2": "sessions.title"}, "table1_column2", "Another column says this already"),
        ({"table1_column2": "speakers.bio"}, "table1_column2", "Select a valid choice"),
        ({"table1_column2": "speakers.name"}, "table1_column2", "another kind of table"),
        ({"table1_kind": "speakers"}, "table1_column1", "another kind of table"),
        ({"dates": "x"}, "dates", "Select a valid choice"),
    ],
)
def test_answers_that_cannot_be_are_told_by_their_field(changes: dict[str, str], field: str, words: str) -> None:
    data = b"Title,Room\nTides,Hall"
    form = asked(data)()
    bound = asked(data)({name: str(form[name].initial) for name in form.fields} | changes)
    assert not bound.is_valid()
    assert words in str(bound.errors[field])


def test_a_table_without_headings_is_read_as_somebody_says() -> None:
    answers = {
        "table1_kind": "speakers",
        "table1_headings": "no",
        "table1_column1": "speakers.name",
        "table1_column2": "speakers.email",
    }
    found = document(TABLE, b"Ada A,ada@example.org\nBen B,ben@example.org", **answers)
    assert [(person.name, person.email) for person in found.speakers] == [
        ("Ada A", "ada@example.org"), ("Ben B", "ben@example.org"),
    ]  # fmt: skip


def test_a_table_may_be_left_out_and_answers_of_another_file_do_no_harm() -> None:
    data = workbook(("Programme", [["Title"], ["Tides"]]), ("Notes", [["Name"], ["x"]]))
    form = asked(data)()
    answers = {name: str(form[name].initial) for name in form.fields} | {"table2_kind": ""}
    assert asked(data)(answers).is_valid()
    assert document(TABLE, data, **answers).speakers == ()
    for choices in (
        {"table1_kind": "x"},
        {"table1_kind": "sessions", "table1_column1": "sessions.x.y"},
        {"people": "x"},
    ):
        survives(TABLE, data, **choices)


# --- accidents -----------------------------------------------------------------------------------------------------

BOOK = workbook(
    ("Programme", [["Day", "Begins", "Ends", "Title", "Speakers"], [date(2027, 5, 11), time(9), time(10), "A", "B; C"]])
)
CELLS = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        1e300,
        10**20,
        0.5,
        46518.4,
        "",
        "x",
        "=1+1",
        "2027-05-11",
        "9:00",
        "😀",
        "a;b,c\nd",
        "()",
        "(x)",
    ]
)
CELLS = CELLS | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@fuzzing
@given(st.one_of(spoiled(OWN), spoiled(GERMAN), spoiled(PRETALX), spoiled(BOOK)))
def test_accidents_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    survives(TABLE, data)
    asked(data)


@fuzzing
@given(st.lists(CELLS, min_size=6, max_size=6), st.sampled_from(["day", "month", "iso"]))
def test_anything_may_stand_in_a_cell(cells: list[Any], order: str) -> None:
    heads = ["Title", "Day", "Begins", "Ends", "Speakers", "Places"]
    text = "\n".join(",".join(f'"{str(cell).replace(chr(34), "")}"' for cell in row) for row in (heads, cells)).encode()
    survives(TABLE, text, dates=order)
    survives(TABLE, json.dumps([dict(zip(heads, cells, strict=True))]).encode(), dates=order)
