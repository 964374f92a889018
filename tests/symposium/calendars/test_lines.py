"""Rule 10: folding, escapes, nothing that a client chokes on."""

import re
import unicodedata

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from symposium.calendars.lines import clean, escape, fold, mailto, parameter, text, uri

# Every script there is, emoji, marks, controls, lone surrogates; and the characters that mean something.
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("\\;,:\"^\n\r\t Nn'")), max_size=300)


def unescape(value: str) -> str:
    """By the letter of RFC 5545 §3.3.11."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value, flags=re.DOTALL)


@given(TEXTS)
def test_rule_10_a_text_comes_back_as_it_went_in(value):
    assert unescape(escape(value)) == clean(value)


@given(TEXTS)
def test_rule_10_a_folded_line_unfolds_to_itself_and_no_part_is_longer_than_75_octets(value):
    line = "".join(text("DESCRIPTION", f"x{value}"))
    raw = fold(line)
    assert raw.endswith(b"\r\n")
    assert raw.replace(b"\r\n ", b"").decode().rstrip("\r\n") == line
    for part in raw.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(part) <= 75
        part.decode()


@given(TEXTS)
def test_rule_10_no_control_character_leaves(value):
    raw = b"".join(fold(line) for line in [*text("SUMMARY", value), *uri("URL", value), *mailto("ORGANIZER", value)])
    left = raw.decode().replace("\r\n ", "").replace("\r\n", "")
    assert not [c for c in left if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]


@given(TEXTS)
def test_rule_10_libraries_read_the_same_text(value):
    """Without backslashes: ``icalendar`` takes an escaped backslash before an n for a line break."""
    value = f"x{value}".replace("\\", "")
    raw = b"".join(map(fold, ["BEGIN:VEVENT", "UID:1", *text("SUMMARY", value), "END:VEVENT"]))
    assert str(icalendar.Event.from_ical(raw)["SUMMARY"]) == clean(value)
    assert vobject.readOne(raw.decode()).summary.value == clean(value)


@given(TEXTS)
def test_rule_10_a_name_in_a_parameter_stays_in_it(value):
    lines = mailto("ATTENDEE", "guest@example.org", parameter("CN", value))
    read = icalendar.Event.from_ical(b"".join(map(fold, ["BEGIN:VEVENT", *lines, "END:VEVENT"])))["ATTENDEE"]
    assert str(read) == "mailto:guest@example.org"
    assert set(read.params) <= {"CN"}


@pytest.mark.parametrize("value", ["", " ", "\n\n", "\x00\x07", "\ufeff"])
def test_rule_10_nothing_makes_no_property(value):
    assert text("SUMMARY", value) == []
    assert uri("URL", value) == []
    assert mailto("ORGANIZER", value) == []
    assert parameter("CN", value) == ""


def test_a_backslash_before_a_capital_n_is_no_line_break():
    assert text("SUMMARY", r"C:\New") == [r"SUMMARY:C:\\New"]


def test_the_characters_with_a_meaning_are_escaped():
    assert text("SUMMARY", "a;b,c\\d\ne:f") == ["SUMMARY:a\\;b\\,c\\\\d\\ne:f"]


def test_every_kind_of_line_break_is_one():
    assert escape("a\r\nb\rc\nd\u2028e\x0bf\x85g") == "a\\nb\\nc\\nd\\ne\\nf\\ng"


def test_several_values_are_joined_with_commas_and_empty_ones_left_out():
    assert text("CATEGORIES", "talk", "", "Mars, moons") == ["CATEGORIES:talk,Mars\\, moons"]


def test_an_escape_is_not_torn_apart():
    raw = fold(f"SUMMARY:{'x' * 66}\\,y")
    assert raw == f"SUMMARY:{'x' * 66}\r\n \\,y\r\n".encode()


def test_a_character_is_not_torn_apart():
    for width in range(60, 75):
        for part in fold(f"SUMMARY:{'x' * width}{'🛰' * 40}").split(b"\r\n"):
            part.decode()


def test_an_address_is_ascii_without_spaces():
    assert uri("URL", "https://example.org/caf\u00e9 bar;a,b") == ["URL:https://example.org/caf%C3%A9%20bar;a,b"]


def test_a_name_with_marks_is_quoted_and_its_quotes_and_carets_are_harmless():
    assert parameter("CN", 'Doe, "J" ^n') == "CN=\"Doe, 'J' ^^n\""
    assert parameter("CN", "Plain Name") == "CN=Plain Name"
    assert parameter("CN", "back\\") == 'CN="back\\"'


def test_a_line_break_in_an_address_starts_no_property():
    lines = mailto("ATTENDEE", "a@b.org\r\nX-EVIL:1", parameter("CN", "x\r\nX-EVIL:1"))
    assert len(lines) == 1
    assert "\n" not in lines[0]
