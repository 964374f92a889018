import pytest
from django import forms

from symposium.kit.text import LineFormField, one_line


@pytest.mark.parametrize(
    "name",
    ["Meganne Christian", "漢字 花子", "عبد الله", "Ó Súilleabháin", "🛰 Ariel", "מנחם", "นภา", "ᚠᚢᚦ"],
)
def test_names_of_every_script_stay_as_they_are(name):
    assert one_line(name) == name


def test_joiners_and_direction_marks_that_names_need_stay():
    name = "می\u200cخواهم \u200fא"
    assert one_line(name) == name


@pytest.mark.parametrize("char", ["\u202e", "\u202d", "\u2066", "\x07", "\x9b", "\ufeff"])
def test_characters_that_turn_or_break_the_page_are_dropped(char):
    assert one_line(f"Ada{char} Lovelace") == "Ada Lovelace"


def test_line_breaks_become_spaces_so_that_no_header_can_be_injected():
    assert one_line("Ada\r\nBcc: all@example.org\u2028x") == "Ada Bcc: all@example.org x"


def test_equal_letters_are_stored_equal():
    assert one_line("e\u0301") == "é"


@pytest.mark.parametrize("nothing", ["\u200b\u200b", "   ", "\u202e", "\u3164" * 0 + "\u200d"])
def test_what_nobody_can_see_counts_as_nothing(nothing):
    with pytest.raises(forms.ValidationError, match="required"):
        LineFormField().clean(nothing)


def test_nul_is_refused_with_words():
    with pytest.raises(forms.ValidationError, match="Null characters"):
        LineFormField().clean("a\0b")
