"""How words are folded: the same for what is stored and for what is asked."""

import pytest

from symposium.kit.words import LONGEST, Term, pieces, terms_of, words_of


def words(text):
    return words_of(text, most=100).split()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ångström", "angstrom aangstroem"),
        ("STRASSE Straße", "strasse"),
        ("Łódź Ørsted Æther", "lodz orsted oersted aether"),
        ("Müller", "muller mueller"),
        ("cafe\u0301", "cafe"),
        ("ﬁeld m²", "field m2"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Σίσυφος", "σισυφοσ"),
        ("Ёлка", "елка"),
        ("Hawaiʻi", "hawaii"),
        ("٢٠٢٦ ۲۰۲۶", "2026"),
        ("أحمد إسراء آمنة", "احمد اسراء امنه"),
        ("مُحَمَّد محمـد", "محمد"),
        ("مستشفى", "مستشفي"),
        ("المتحف", "المتحف متحف"),
        ("می‌خواهم", "ميخواهم"),
        ("שָׁלוֹם", "שלום"),
        ("हिन्दी कु कि", "हिन्दी कु कि"),
        ("Cassini-Huygens", "cassini huygens cassinihuygens"),
        ("O'Neill", "o neill oneill"),
        ("NASA’s", "nasa nasas"),
        ("U.K.", "u k uk"),
        ("漢字検索", "漢字 字検 検索 索"),
        ("2026年度", "2026 年度 度"),
        ("ｶﾞﾗｽ", "ガラ ラス ス"),
        ("がか", "がか か"),
        ("한국어", "한국 국어 어"),
        ("ภาษาไทย", "ภา าษ ษา าไ ไท ทย ย"),
        ("🚀 * \0 “”", ""),
    ],
)
def test_a_word_is_folded(text, folded):
    assert words(text) == folded.split()


def test_nothing_but_letters_digits_and_marks_is_left_of_any_character():
    everything = [chr(code) for code in range(0x20000) if not 0xD800 <= code <= 0xDFFF]
    for word in words_of(*everything, most=10**6).split():
        assert not set(word) & set("'\"\\*:()&|!<>{}^+-\0"), word
        assert word == word.strip()


def test_only_so_much_of_a_word_counts_on_both_sides():
    text = "interplanetary" * 10
    assert words(text) == [text[:LONGEST]]
    assert terms_of(text) == (Term((text[:LONGEST],), is_open=True),)


def test_pieces_know_where_they_stand():
    text = "Dr Müller’s «漢字» O'Neill-Smith"
    assert [text[piece.start : piece.end] for piece in pieces(text)] == [
        "Dr",
        "Müller",
        "Müller’s",
        "漢字",
        "字",
        "O",
        "Neill",
        "O'Neill",
        "Smith",
        "O'Neill-Smith",
    ]


def asked(text):
    return " ".join("|".join(term.words) + "*" * term.is_open for term in terms_of(text))


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("space", "space*"),
        ("Meg Chr", "meg* chr*"),
        ("uk us", "uk us*"),
        ("the future of space", "future* space*"),
        ("the", "the*"),
        ("x-ray", "x ray*"),
        ("O'Neill", "oneill*"),
        ("NASA's moon", "nasa* moon*"),
        ("U.S. space", "us space*"),
        ("Müller", "muller|mueller*"),
        ("漢", "漢*"),
        ("漢字検", "漢字 字検*"),
        ("space space", "space*"),
        ("' - . *", ""),
    ],
)
def test_a_question_is_taken_apart(question, terms):
    assert asked(question) == terms
