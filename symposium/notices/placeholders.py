"""Words in braces that stand for something else when a mail is sent: '{name}', '{their page}'.

They are checked when a text is saved, so that filling them in cannot fail: every one that is known has a value for
every recipient. Case and the number of spaces make no difference; a brace means nothing else.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from symposium.notices.audiences import Placeholder

EVERYWHERE = (
    Placeholder("name", gettext_lazy("the name of whoever gets it")),
    Placeholder("event", gettext_lazy("the name of the event")),
    Placeholder("when", gettext_lazy("its days and hours")),
    Placeholder("place", gettext_lazy("where it takes place")),
    Placeholder("event page", gettext_lazy("the address of its page")),
)

_NAMED = re.compile(r"\{([^{}<>]*)\}")
_BRACE = re.compile(r"\{[^{}]*\}?|\}")
_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|h3|h4|blockquote)>")
_ALONE = re.compile(r"<p>\s*\{([^{}<>]*)\}\s*</p>")
_MOST_SHOWN = 40


def name_in(written: str) -> str:
    """The name of a placeholder, from what stands between its braces in a text or in markup."""
    return " ".join(html.unescape(written).split()).casefold()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in braces that stands for nothing: as it is written, where, and what is wrong with it."""

    written: str
    paragraph: int
    words: str

    def __str__(self) -> str:
        return self.words


def problems_in_line(line: str, known: Iterable[Placeholder]) -> list[Problem]:
    """What is wrong in a line of plain text."""
    return list(_problems(line, 0, [one.name for one in known]))


def problems_in_markup(markup: str, known: Iterable[Placeholder]) -> list[Problem]:
    """What is wrong in sanitised rich text, by paragraphs."""
    names, found = [one.name for one in known], []
    for number, block in enumerate(_BLOCK_END.split(markup), start=1):
        for tag in _TAG.findall(block):
            found += [_in_link(match[0], number) for match in _BRACE.finditer(html.unescape(tag))]
        text = html.unescape(_TAG.sub("", block))
        whole = {name_in(match[1]) for match in _NAMED.finditer(block)}
        found += _problems(text, number, names, whole)
    return found


def _problems(text: str, paragraph: int, names: list[str], whole: set[str] | None = None) -> Iterator[Problem]:
    for match in _BRACE.finditer(text):
        written, place = match[0], _place(match.start(), paragraph)
        if not (written.startswith("{") and written.endswith("}")):
            words = _("A brace %(place)s has no partner: “%(written)s”. Write placeholders as {name}.")
        elif name_in(written[1:-1]) not in names:
            words = _no_placeholder(name_in(written[1:-1]), names)
        elif whole is not None and name_in(written[1:-1]) not in whole:
            words = _("“%(written)s” %(place)s is partly in another style. Write all of it in one.")
        else:
            continue
        shown = written if len(written) <= _MOST_SHOWN else f"{written[:_MOST_SHOWN]}…"
        yield Problem(written, paragraph, words % {"written": shown, "place": place})


def _place(start: int, paragraph: int) -> str:
    if paragraph:
        return _("in paragraph %(number)d") % {"number": paragraph}
    return _("at character %(number)d") % {"number": start + 1}


def _no_placeholder(name: str, names: list[str]) -> str:
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        nearest = "{" + near[0] + "}"
        return _("“%(written)s” %(place)s is no placeholder. The nearest is {nearest}.").replace("{nearest}", nearest)
    there_are = ", ".join("{" + one + "}" for one in names)
    return _("“%(written)s” %(place)s is no placeholder. There are {these}.").replace("{these}", there_are)


def _in_link(written: str, paragraph: int) -> Problem:
    words = _("“%(written)s” %(place)s is the address of a link. Write it in the text: it becomes a link by itself.")
    return Problem(written, paragraph, words % {"written": written[:_MOST_SHOWN], "place": _place(0, paragraph)})


def fill_line(line: str, values: Mapping[str, str]) -> str:
    """A line of plain text with the values in it."""
    return _NAMED.sub(lambda match: values.get(name_in(match[1]), match[0]), line)


def fill_markup(markup: str, values: Mapping[str, str], button: str = "{link}") -> str:
    """Rich text with the values in it; addresses become links, and ``button`` where one stands alone.

    In ``button``, '{link}' is the address, ready for an attribute or the page.
    """

    def inline(match: re.Match[str]) -> str:
        value = values.get(name_in(match[1]))
        if value is None:
            return match[0]
        link = escape(value)
        return f'<a href="{link}">{link}</a>' if _is_address(value) else link

    def alone(match: re.Match[str]) -> str:
        value = values.get(name_in(match[1]), "")
        return button.replace("{link}", escape(value)) if _is_address(value) else match[0]

    return _NAMED.sub(inline, _ALONE.sub(alone, markup))


def _is_address(value: str) -> bool:
    return value.startswith(("https://", "http://"))
