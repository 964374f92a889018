"""Asking as a reader does."""

import re
from html import unescape

import pytest

TITLE = re.compile(r"<h3><a [^>]*>(.*?)</a></h3>", re.DOTALL)


@pytest.fixture
def search(client, db):
    """The titles of what is found for some words, in the order of the page."""

    def ask(words: str) -> list[str]:
        answer = client.get("/search/", {"q": words})
        assert answer.status_code == 200
        found = TITLE.findall(answer.content.decode())
        return [unescape(re.sub(r"</?mark>", "", title)) for title in found]

    return ask
