"""Texts of other programs as ours: one line, or markup in the vocabulary of ``kit.richtext``.

Abstracts come as plain text, as Markdown (pretalx, frab) or as HTML (what was pasted from a site): CommonMark reads all
three, because HTML is part of it and plain text is Markdown without marks.
"""

import html
import re
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from symposium.kit.folding import fold
from symposium.kit.richtext import sanitise, to_text

# Beyond these, marks are not looked for: some of their patterns cost the square of what they are given.
MOST_MARKED, MOST_MARKS = 20_000, 1_000
# Beyond this it is no text that anybody wrote for a programme.
MOST_TEXT = 100_000
_BLOCK = re.compile(r"\s*<(?:p|div|ul|ol|h[1-6]|blockquote|table|section|article|br)\b", re.IGNORECASE)
_RENAMED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
_TAG = re.compile(r"<(/?)(b|i|h1|h2|h5|h6|div)(?=[\s>/])", re.IGNORECASE)
# Where a line that ends in the source of a page is none on the page.
_BETWEEN = re.compile(r"(</(?:p|li|ul|ol|h3|h4|blockquote)>|<(?:ul|ol|blockquote|br)>)\s*\n\s*")
_BLANK_LINES = re.compile(r"\n\s*\n")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Markdown that nobody means: indented text is text, and an underlined line is no heading.
_markdown = MarkdownIt("commonmark", {"breaks": True, "html": True}).disable(["code", "lheading", "reference", "image"])


def bare(value: str) -> str:
    """Without what no database bears (NUL, halves of characters), lines ending as ours do."""
    value = _SURROGATES.sub("", value.replace("\0", ""))
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def too_long() -> str:
    """What to do about a text that nobody wrote for a programme."""
    return _("This is longer than %(most)d characters. Shorten it.") % {"most": MOST_TEXT}


def markup(text: str) -> str:
    """Plain text, Markdown or HTML as sanitised markup; empty for what holds no text."""
    text = bare(text)
    if not text:
        return ""
    if _BLOCK.match(text):
        made = text
    elif len(text) > MOST_MARKED or sum(map(text.count, "[*_<&`")) > MOST_MARKS:
        made = paragraphs(text)
    else:
        made = _markdown.render(text)
    made = _TAG.sub(lambda found: f"<{found[1]}{_RENAMED[found[2].lower()]}", made)
    return _BETWEEN.sub(r"\1", sanitise(made))


def paragraphs(text: str) -> str:
    """Plain text as paragraphs, its marks left as they stand."""
    blocks = (block.strip() for block in _BLANK_LINES.split(bare(text)))
    return "".join(f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block)


def joined(*texts: str) -> str:
    """Several texts as one markup, each once: abstracts and descriptions are often the same."""
    found: list[str] = []
    for made in map(markup, texts):
        if made and not any(_same(made, other) for other in found):
            found.append(made)
    return "".join(found)


def _same(one: str, other: str) -> bool:
    return fold(to_text(one)) == fold(to_text(other))


def strong(text: str) -> str:
    """One line as a paragraph of its own, which stands out; empty for nothing."""
    line = " ".join(bare(text).split())
    return f"<p><strong>{html.escape(line, quote=False)}</strong></p>" if line else ""


def key_of(name: str) -> str:
    """A name as a key, equal however it is spaced and capitalised."""
    return " ".join(fold(name).split())[:200]


def in_language(value: dict[str, Any], language: str = "en") -> str:
    """One of the texts that stand side by side by language, as pretalx writes them."""
    texts = {name: text for name, text in value.items() if isinstance(name, str) and isinstance(text, str) and text}
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
