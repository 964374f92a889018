"""``make messages`` on a small tree of its own; tests/locale looks at what is committed."""

from gettext import GNUTranslations

import pytest

from symposium.kit import catalogue

CODE = """
from django.utils.translation import gettext as _, ngettext, npgettext, pgettext_lazy
_("The programme")
ngettext("one colour", "%(n)d colours", 2)
pgettext_lazy("of a door", "Open")
npgettext("of guests", "%(n)d guest", "%(n)d guests", 2)
"""
TEMPLATE = """{% load i18n %}
  <p title="{% translate 'A title' context 'of a book' %}">{% translate "The programme" %}</p>
      {% blocktranslate count n=n trimmed %}
        {{ n }} host of {{ event }}
      {% plural %}
        {{ n }} hosts of {{ event }}
      {% endblocktranslate %}
  {% include "x.html" with words=_("Said to a part") %}{{ name|default:_("nobody") }}
  {% blocktranslate with name=name context "a mail" %}Dear <bdi>{{ name }}</bdi>, 5 % off{% endblocktranslate %}
"""


@pytest.fixture
def tree(tmp_path):
    for folder in ("symposium/migrations", "speakers", "registrations", "templates", "locale/en_US/LC_MESSAGES"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "symposium" / "code.py").write_text(CODE)
    (tmp_path / "symposium" / "migrations" / "m.py").write_text('_("old words")')
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "locale" / "en_US" / "LC_MESSAGES" / "django.po").touch()
    return tmp_path


def po(tree, language="en_US"):
    return tree / "locale" / language / "LC_MESSAGES" / "django.po"


def spoken(tree, language="en_US"):
    with po(tree, language).with_suffix(".mo").open("rb") as file:
        return GNUTranslations(file)


def test_every_way_of_marking_a_text_is_found(tree):
    found = {(message.context, message.id) for message in catalogue.texts(tree) if message.id}
    assert found == {
        (None, "The programme"),
        (None, ("one colour", "%(n)d colours")),
        ("of a door", "Open"),
        ("of guests", ("%(n)d guest", "%(n)d guests")),
        ("of a book", "A title"),
        (None, ("%(n)s host of %(event)s", "%(n)s hosts of %(event)s")),
        (None, "Said to a part"),
        (None, "nobody"),
        ("a mail", "Dear <bdi>%(name)s</bdi>, 5 %% off"),
    }


def test_new_texts_are_american_at_once_and_gettext_reads_them(tree):
    catalogue.main(tree)
    words = spoken(tree)
    assert words.gettext("The programme") == "The program"
    assert [words.ngettext("one colour", "%(n)d colours", n) for n in (1, 2)] == ["one color", "%(n)d colors"]
    assert words.pgettext("of a door", "Open") == "Open"


def test_what_was_translated_by_hand_stays_and_what_is_gone_goes(tree):
    catalogue.main(tree)
    po(tree).write_text(po(tree).read_text().replace('msgstr "The program"', 'msgstr "The schedule"'))
    (tree / "symposium" / "code.py").write_text('_("The programme")')
    catalogue.main(tree)
    assert spoken(tree).gettext("The programme") == "The schedule"
    assert "colour" not in po(tree).read_text()


def test_the_same_code_makes_the_same_bytes(tree):
    catalogue.main(tree)
    before = po(tree).read_bytes(), po(tree).with_suffix(".mo").read_bytes()
    catalogue.main(tree)
    assert (po(tree).read_bytes(), po(tree).with_suffix(".mo").read_bytes()) == before
    assert "#: symposium/code.py templates/page.html\n" in before[0].decode()


def test_a_new_language_waits_for_its_translator(tree, capsys):
    po(tree, "pl").parent.mkdir(parents=True)
    po(tree, "pl").touch()
    catalogue.main(tree)
    assert "locale/pl/LC_MESSAGES/django.po: 9 texts, 9 of them not translated" in capsys.readouterr().out
    assert 'msgstr[2] ""' in po(tree, "pl").read_text()
    assert spoken(tree, "pl").gettext("The programme") == "The programme"
