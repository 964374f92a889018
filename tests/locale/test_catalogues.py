"""What is translated is what the code says: whole, with the same placeholders, in the right spelling."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from symposium.kit.american import american_words, british_words
from symposium.kit.catalogue import PYTHON, as_mo, as_po, read, renewed, texts

FILES = sorted(Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.po"))
AMERICAN = Path(settings.BASE_DIR, "locale", "en_US", "LC_MESSAGES", "django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{(\w+)")
IMPORT = re.compile(r"^from django\.utils\.translation import (\S+) as (\S+)$", re.MULTILINE)


def forms(message):
    """Pairs of what the code says and what stands for it; a plural's forms all stand for its plural."""
    if not message.pluralizable:
        return [(message.id, message.string)]
    return [(message.id[min(at, 1)], said) for at, said in enumerate(message.string)]


def messages(path):
    return [message for message in read(path) if message.id]


def placeholders(text):
    return {match[1] or match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_a_catalogue_holds_exactly_the_texts_of_the_code(path):
    wanted = as_po(renewed(texts(), read(path)))
    assert path.read_bytes() == wanted, "run: make messages"
    assert path.with_suffix(".mo").read_bytes() == as_mo(read(path)), "run: make messages"


def test_every_language_of_the_site_but_its_own_has_a_catalogue():
    others = {code.replace("-", "_").lower() for code, _name in settings.LANGUAGES} - {"en_gb"}
    assert {path.parts[-3].lower() for path in FILES} == others


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_every_text_is_translated_with_its_placeholders(path):
    for message in messages(path):
        assert not message.fuzzy
        for source, said in forms(message):
            assert said.strip(), f"not translated: {source}"
            # 'One speaker' may leave out the number that 'five speakers' need.
            wanted = placeholders(source)
            if message.pluralizable:
                assert placeholders(said) <= placeholders(message.id[0]) | placeholders(message.id[1]), source
            else:
                assert placeholders(said) == wanted, source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_edges_and_tags_are_kept(path):
    for message in messages(path):
        for source, said in forms(message):
            assert (said[0].isspace(), said[-1].isspace()) == (source[0].isspace(), source[-1].isspace()), source
            assert sorted(re.findall(r"</?\w+", said)) == sorted(re.findall(r"</?\w+", source)), source


def test_american_texts_hold_no_british_spelling():
    found = {said: british_words(said) for message in messages(AMERICAN) for _source, said in forms(message)}
    assert not {said: words for said, words in found.items() if words}


def test_british_texts_hold_no_american_spelling():
    found = {source: american_words(source) for message in texts() if message.id for source, _ in sources(message)}
    assert not {said: words for said, words in found.items() if words}


def sources(message):
    ids = message.id if message.pluralizable else [message.id]
    return [(source, message) for source in ids]


def test_no_text_begins_or_ends_in_the_middle_of_a_sentence():
    """What is put together from pieces cannot be translated: pieces show by a space at an edge or a comma before."""
    wrong = [s for message in texts() if message.id for s, _ in sources(message) if re.search(r"^[\s,;]|[\s(]$", s)]
    assert not wrong


def test_texts_are_marked_under_names_that_are_looked_for():
    known = {"gettext": {"_", "_now"}, "gettext_lazy": {"_"}}
    for folder in PYTHON:
        for path in Path(settings.BASE_DIR, folder).rglob("*.py"):
            for name, alias in IMPORT.findall(path.read_text()):
                assert alias in known.get(name, set()), path


def test_django_finds_them():
    with translation.override("en-us"):
        assert translation.gettext("Programme") == "Program"
    with translation.override("en-gb"):
        assert translation.gettext("Programme") == "Programme"


def test_days_and_times_are_said_in_one_place():
    """A pattern of its own would be British everywhere; 'Y-m-d' and 'c' are for machines."""
    template = re.compile(r"""\|(?:date|time):(?!["'](?:Y-m-d|c)["'])|\{% now """)
    code = re.compile(r"date_format\(|time_format\(|:%H:%M|%[aAbB]\b|strftime\(")
    files = [(path, template) for path in Path(settings.BASE_DIR, "templates").rglob("*.*")]
    files += [(path, code) for folder in PYTHON for path in Path(settings.BASE_DIR, folder).rglob("*.py")]
    found = {str(path.relative_to(settings.BASE_DIR)) for path, wrong in files if wrong.search(path.read_text())}
    assert found == {"symposium/kit/saying.py"}
