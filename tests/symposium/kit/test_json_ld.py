"""JSON in a page: read back as it was, and never anything else."""

import json

import pytest

from symposium.kit.json_ld import block, breadcrumbs, without_empty

BEGIN, END = '<script type="application/ld+json">', "</script>"


def read(text):
    assert text.startswith(BEGIN)
    assert text.endswith(END)
    return json.loads(text[len(BEGIN) : -len(END)])


@pytest.mark.parametrize(
    "words", ["</script><script>alert(1)</script>", "<!--", "a & b", "\u2028\u2029", '"\\', "漢字 عربى"]
)
def test_no_words_end_the_element_and_all_are_read_back(words):
    text = block({"@type": "Thing", "name": words})
    inside = text[len(BEGIN) : -len(END)]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert read(text)["name"] == words


def test_several_stand_in_a_graph():
    read_back = read(block({"@type": "Thing"}, {"@type": "Other"}))
    assert read_back["@context"] == "https://schema.org"
    assert [node["@type"] for node in read_back["@graph"]] == ["Thing", "Other"]


def test_what_is_not_known_is_not_said_but_nought_is():
    assert without_empty({"a": "", "b": None, "c": [], "d": {}, "e": 0, "f": "x"}) == {"e": 0, "f": "x"}


def test_breadcrumbs_are_counted_from_the_top():
    steps = breadcrumbs([("All", "https://x/"), ("One", "https://x/1/")])["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "All", "https://x/"),
        (2, "One", "https://x/1/"),
    ]
