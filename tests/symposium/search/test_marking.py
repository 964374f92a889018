import pytest

from symposium.kit.words import terms_of
from symposium.search.marking import excerpt, marked, missing


@pytest.mark.parametrize(
    ("text", "question", "html"),
    [
        ("Cassini-Huygens at Saturn", "huygens", "Cassini-<mark>Huygens</mark> at Saturn"),
        ("Cassini-Huygens", "cassini huygens", "<mark>Cassini</mark>-<mark>Huygens</mark>"),
        ("Żółć", "zolc", "<mark>Żółć</mark>"),
        ("O'Neill", "oneill", "<mark>O&#x27;Neill</mark>"),
        ("漢字検索", "字検", "漢<mark>字検</mark>索"),
        ("漢字検索", "漢字検", "<mark>漢字検</mark>索"),
        ("المتحف", "متحف", "<mark>المتحف</mark>"),
        ("<b>Mars</b> & more", "mars", "&lt;b&gt;<mark>Mars</mark>&lt;/b&gt; &amp; more"),
        ("Mars", "venus", "Mars"),
    ],
)
def test_what_was_asked_for_is_marked_and_nothing_of_the_text_is_markup(text, question, html):
    assert marked(text, terms_of(question)) == html


def test_an_excerpt_is_cut_at_blanks_around_the_first_find():
    text = f"{'before ' * 40}the rings of Saturn {'after ' * 60}"
    words = excerpt(text, terms_of("saturn"))
    assert words.startswith("… before ")
    assert "the rings of Saturn after" in words
    assert words.endswith("after …")
    assert len(words) < 220


def test_a_short_text_is_its_own_excerpt():
    assert excerpt("Rings\n\nof Saturn", terms_of("saturn")) == "Rings of Saturn"


def test_without_a_find_there_is_no_excerpt():
    assert not excerpt("Rings of Saturn", terms_of("mars"))
    assert not excerpt("Rings of Saturn", ())


def test_a_text_without_blanks_is_cut_all_the_same():
    words = excerpt("漢" * 500 + "字" + "漢" * 500, terms_of("字"))
    assert "字" in words
    assert len(words) < 220


def test_missing_terms_are_those_that_the_text_does_not_have():
    assert missing("Rings of Saturn", terms_of("saturn probe")) == list(terms_of("probe"))
