"""Rich text in a plain field: markup of the small vocabulary as Markdown (CommonMark), and back.

For people who write without the desk's editor. What comes back is sanitised as everything is (``richtext``); raw HTML
in it is text.
"""

from markdown_it import MarkdownIt
from markdownify import markdownify

from symposium.kit.richtext import sanitise

_LEVELS = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
_reader = MarkdownIt("commonmark", {"breaks": True, "html": False}).disable(
    ["backticks", "code", "fence", "hr", "image", "lheading", "reference"]
)


def to_markdown(markup: str) -> str:
    """Sanitised markup as somebody would have typed it."""
    return str(markdownify(markup, heading_style="ATX", bullets="-", newline_style="spaces")).strip()


def from_markdown(text: str) -> str:
    """Sanitised markup of what somebody typed; headings become those that the vocabulary has."""
    tokens = _reader.parse(text)
    for token in tokens:
        token.tag = _LEVELS.get(token.tag, token.tag)
    return sanitise(str(_reader.renderer.render(tokens, _reader.options, {})))
