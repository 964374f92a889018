"""What people write is words on every page, feed and picture, whatever signs stand in it."""

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.urls import reverse

from symposium.events.models import Event
from symposium.kit.text import LineField
from tests.factories import addresses, awkward

pytestmark = pytest.mark.django_db
EVIL = "<evil>\"'</script></style></title>]]><!--{{ 7|add:7 }}{% now %}#panic()$x$ & 漢字 عربى 😀 "
# Lines that are no words: a colour, a day of history.
CODED = {"accent", "when"}
SHOWN = ("events", "speakers", "programme", "organisations")


class Elements(HTMLParser):
    """Names of the elements, attributes that run something, and the blocks of data."""

    def __init__(self):
        super().__init__()
        self.tags, self.running, self.data, self._in_data = set(), [], [], False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.running += [name for name, _ in attrs if not re.fullmatch(r"[a-z][a-z:-]*", name) or name.startswith("on")]
        self._in_data = ("type", "application/ld+json") in attrs
        self.data += [""] if self._in_data else []

    def handle_endtag(self, tag):
        self._in_data = False

    def handle_data(self, data):
        if self._in_data:
            self.data[-1] += data


@pytest.fixture
def evil_event():
    """The full event, with such words in every column that holds a line of them."""
    event = awkward.make_full_event()
    for label in SHOWN:
        for model in apps.get_app_config(label).get_models():
            lines = [
                field
                for field in model._meta.concrete_fields
                if isinstance(field, LineField) and field.name not in CODED
            ]
            for row in model.objects.all() if lines else ():
                # Of an affiliation, either the name or the institution.
                for field in (one for one in lines if one.name != "name" or row.name):
                    setattr(row, field.attname, f"{row.pk} {EVIL * 3}"[: field.max_length])
                row.save()
    Event.objects.filter(pk=event.pk).update(state_reason=(EVIL * 3)[:240], state="cancelled")
    return Event.objects.get(pk=event.pk)


def answering(event):
    known = addresses.arguments(event)
    for address in addresses.configured():
        if address.name not in addresses.EXCEPTIONS and not addresses.PERSONAL & set(address.arguments):
            path = reverse(address.name, kwargs={name: known[name] for name in address.arguments})
            yield path
            for parameter in address.parameters:
                yield f"{path}?{parameter}=%3Cevil%3E%22'%3C/script%3E%0A%00{'x' * 10_000}"


def test_words_are_words_in_every_answer(client, evil_event):
    seen = set()
    for path in answering(evil_event):
        for prefix in ("", "" if path.startswith("/en-us/") else "/en-us"):
            answer = client.get(f"{prefix}{path}", follow=True)
            # Programs are told what they wrote wrong; people are shown the page.
            refused = {400} if path.startswith("/api/") and "?" in path else set()
            assert answer.status_code in {200, 429} | refused, f"{prefix}{path}"
            kind = answer.headers["Content-Type"].partition(";")[0]
            seen.add(kind)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if kind == "text/html":
                elements = Elements()
                elements.feed(body.decode())
                assert "evil" not in elements.tags, path
                assert not elements.running, path
                assert all(json.loads(data) for data in elements.data), path
                assert "14" not in re.findall(r"--(\d+)#panic", body.decode()), path
            elif kind.endswith(("xml", "+xml")):
                assert not [one for one in ET.fromstring(body).iter() if one.tag.endswith("evil")], path
            elif kind.endswith("json"):
                json.loads(body)
    assert {"text/html", "image/png", "image/svg+xml", "text/calendar", "application/atom+xml"} <= seen
