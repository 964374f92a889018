import pytest
from hypothesis import given
from hypothesis import strategies as st

from symposium.kit.richtext import sanitise, to_text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>Plain <strong>and</strong> <em>bright</em></p>", "<p>Plain <strong>and</strong> <em>bright</em></p>"),
        ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
        ('<p onclick="x()" style="color:red">x</p>', "<p>x</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener nofollow">x</a>'),
        ('<img src=x onerror="alert(1)"><p>x</p>', "<p>x</p>"),
        ("<h1>x</h1>", "x"),
        ("<p></p>", ""),
        ("<p>  </p>", ""),
        ("a\0b", "ab"),
        ("<p>a\x0bb\x08c\ufffe</p>", "<p>abc</p>"),
    ],
)
def test_only_the_small_vocabulary_passes(sent, kept):
    assert sanitise(sent) == kept


@given(st.text())
def test_nothing_that_runs_passes_whatever_is_sent(markup):
    kept = sanitise(markup).lower()
    assert "<script" not in kept
    assert "<iframe" not in kept
    assert sanitise(kept) == sanitise(sanitise(kept))


def test_text_for_calendars_keeps_paragraphs_lists_and_addresses():
    markup = (
        "<p>Doors &amp; tea at nine.</p><ul><li><p>One</p></li><li><p>Two</p></li></ul>"
        '<p>See <a href="https://example.org/x">the map</a> or <a href="mailto:a@example.org">a@example.org</a>.</p>'
    )
    assert to_text(markup) == (
        "Doors & tea at nine.\n\n- One\n- Two\nSee the map (https://example.org/x) or a@example.org."
    )
