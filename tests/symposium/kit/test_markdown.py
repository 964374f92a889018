"""Rich text as Markdown, and back."""

import pytest

from symposium.kit.markdown import from_markdown, to_markdown
from symposium.kit.richtext import sanitise

SAMPLES = (
    "<p>Ada <strong>counts</strong> and <em>writes</em>.</p>",
    "<h3>Life</h3>\n<p>One.</p>\n<h4>Later</h4>\n<p>Two.</p>",
    "<ul>\n<li>one</li>\n<li>two</li>\n</ul>",
    "<ol>\n<li>first</li>\n<li>second</li>\n</ol>",
    "<blockquote>\n<p>Said.</p>\n</blockquote>",
    '<p>A <a href="https://example.org/a_b" rel="noopener nofollow">page</a>.</p>',
    "<p>2 * 3 * 4 and _a_ and 1. one</p>",
    "<p>one<br>two</p>",
    "<p>نجمة <strong>السماوي</strong></p>",
)


def bare(markup: str) -> str:
    return sanitise(markup).replace("\n", "")


@pytest.mark.parametrize("markup", SAMPLES)
def test_what_is_not_touched_comes_back_as_it_was(markup: str) -> None:
    assert bare(from_markdown(to_markdown(markup))) == bare(markup)


@pytest.mark.parametrize(
    ("typed", "markup"),
    [
        ("# Title", "<h3>Title</h3>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("`code`", "<p>`code`</p>"),
        ("    indented", "<p>indented</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("", ""),
        ("   \n ", ""),
    ],
)
def test_what_is_typed_becomes_the_small_vocabulary(typed: str, markup: str) -> None:
    assert bare(from_markdown(typed)) == markup
