"""Rich text in a small vocabulary: what the editor offers is what the sanitiser lets through, and nothing else."""

import html
import re
from typing import Any

import nh3
from django_prose_editor.fields import ProseEditorField

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Heading": {"levels": [3, 4]},
    "Link": {"protocols": ["http", "https", "mailto"]},
    "HardBreak": True,
    "History": True,
}
TAGS = {"p", "strong", "em", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "br"}
_BLOCK_END = re.compile(r"</(p|li|h3|h4|blockquote)>|<br\s*/?>")
_LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
# No XML may hold them (feeds), and nobody means them: they come with text pasted from elsewhere.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BLANKS = re.compile(r"\n{3,}")
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
)


def sanitise(markup: str) -> str:
    """The markup with only the tags of the vocabulary; empty when it holds no text."""
    cleaned = _cleaner.clean(_CONTROLS.sub("", markup)).strip()
    return cleaned if nh3.clean(cleaned, tags=set()).strip() else ""


def to_text(markup: str) -> str:
    """The text of sanitised markup for calendars and mails: a blank line between blocks, '- ' before list items."""
    text = _LINK.sub(_link_as_text, markup)
    text = text.replace("<li><p>", "<li>").replace("</p></li>", "</li>").replace("<li>", "- ")
    text = _BLOCK_END.sub(lambda m: "\n" if m[0].startswith(("</li", "<br")) else "\n\n", text)
    return _BLANKS.sub("\n\n", html.unescape(nh3.clean(text, tags=set()))).strip()


def _link_as_text(match: re.Match[str]) -> str:
    address, words = match[1], match[2]
    return words if address in {words, f"mailto:{words}"} else f"{words} ({address})"


class RichTextField(ProseEditorField):
    """A column of sanitised rich text, edited with the editor in the admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(*args, extensions=dict(EXTENSIONS), sanitize=sanitise, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        for key in ("config", "extensions", "preset", "sanitize"):
            kwargs.pop(key, None)
        return name, "django.db.models.TextField", args, kwargs
