"""A language that nobody speaks, and data in another script: what is left in plain letters was never translated.

In the pseudo-language every text of the code is written in wide letters (ＡＢＣ); the data of the tests are Greek. A
plain Latin letter that a reader meets comes from neither: somebody forgot to mark it, or put it together by hand.
"""

import gettext
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.template.base import Lexer, TokenType

from symposium.kit.richtext import RichTextField
from symposium.kit.text import LineField

APPS = {
    "kit",
    "mail",
    "organisations",
    "accounts",
    "events",
    "speakers",
    "programme",
    "search",
    "calendars",
    "registrations",
}
# Placeholders, patterns, tags and entities are kept as they are.
_KEPT = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{[^{}]*\}|<[^>]*>|&\w+;)")
# Addresses and mail addresses belong to the data in whatever alphabet.
_ADDRESS = re.compile(r"\b\w+://\S+|[\w.+-]+@[\w.-]+")
_LATIN = re.compile(r"[A-Za-z]")
_UNREAD = {"script", "style", "template"}
_VOID = {"meta", "link", "img", "input", "br", "hr", "source", "col", "area", "base", "wbr"}
_SPOKEN = {"title", "alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label"}
_META = {"description", "og:title", "og:description", "og:image:alt", "twitter:title", "twitter:description"}
# What is shaped by a rule of its own.
_NO_WORDS = {"when", "accent", "country"}


def widen(text: str) -> str:
    """'Ｐｒｏｇｒａｍｍｅ' for 'Programme'; placeholders and tags stay."""
    parts = _KEPT.split(text)
    return "".join(
        part if at % 2 else _LATIN.sub(lambda letter: chr(ord(letter[0]) + 0xFEE0), part)
        for at, part in enumerate(parts)
    )


class Pseudo(gettext.NullTranslations):
    """Translates everything, Django's own texts too."""

    domain = "django"

    def gettext(self, message: str) -> str:
        return widen(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def to_language(self) -> str:
        return settings.LANGUAGE_CODE


def in_greek() -> None:
    """Write Greek into every text of every row of ours; an empty one is filled where its table allows it."""
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            for field in model._meta.fields:
                if isinstance(field, LineField | RichTextField) and not field.choices and field.name not in _NO_WORDS:
                    _fill(model, field)


def _fill(model: type[models.Model], field: models.Field[Any, Any]) -> None:
    # Written past what models do when they are changed: nobody is let in, no entry is revised.
    rows = models.QuerySet(model)
    for pk in list(rows.values_list("pk", flat=True)):
        words = f"Λέξεις {pk}"
        value = f"<p>{words}.</p>" if isinstance(field, RichTextField) else words
        try:
            with transaction.atomic():
                rows.filter(pk=pk).update(**{field.name: value[: field.max_length or 1000]})
        except IntegrityError:
            # A constraint: of an affiliation's name and its organisation, only one is given.
            continue


class _Read(HTMLParser):
    """What a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.within.append(tag)
        at = {name: value or "" for name, value in attrs}
        self.found += [at[name] for name in _SPOKEN & at.keys()]
        if tag == "meta" and (at.get("name") or at.get("property")) in _META:
            self.found.append(at.get("content", ""))
        if tag == "input" and at.get("type") in {"submit", "button", "reset"}:
            self.found.append(at.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.within:
            while self.within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        # One letter is what stands on a key, and what the page listens to in every language.
        is_key = self.within[-1:] == ["kbd"] and len(data.strip()) == 1
        if not is_key and not _UNREAD & set(self.within):
            self.found.append(data)


def said_in(html: str) -> list[str]:
    """Every text, name and description in it."""
    read = _Read()
    read.feed(html)
    read.close()
    return read.found


def untranslated(texts: Iterator[str] | list[str], allowed: set[str] | frozenset[str] = frozenset()) -> list[str]:
    """Those that hold plain letters, apart from addresses and what is ``allowed``."""
    pattern = re.compile("|".join(map(re.escape, sorted(allowed, key=len, reverse=True))) or "(?!)")
    rests = (pattern.sub("", _ADDRESS.sub("", text)) for text in texts)
    return sorted({" ".join(rest.split()) for rest in rests if _LATIN.search(rest)})


def unmarked(template: str) -> str:
    """A template without its tags, variables and marked texts: what is left is said to readers as it stands."""
    kept: list[str] = []
    until = ""
    for token in Lexer(template).tokenize():
        said = token.contents.split() if token.token_type == TokenType.BLOCK else []
        # Some blocks hold what machines read; their names say so.
        is_code = said[:1] == ["block"] and said[1].endswith(("class", "robots"))
        if is_code or said[:1] in (["blocktranslate"], ["comment"]):
            until = f"end{said[0]}"
        elif said and said[0] == until:
            until = ""
        elif token.token_type == TokenType.TEXT and not until:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR:
            # An element may be named by a variable: <{{ level }} class="...">.
            kept.append("b" if kept and kept[-1].endswith(("<", "</")) else "0")
    return "".join(kept)
