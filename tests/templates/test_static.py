"""Static files that templates name: with hashed names, one that is not there breaks its page."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

NAMED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


def named_by_templates():
    templates = [path for path in (settings.BASE_DIR / "templates").rglob("*") if path.is_file()]
    return sorted({name for path in templates for name in NAMED.findall(path.read_text())})


@pytest.mark.parametrize("name", named_by_templates())
def test_every_static_file_that_a_template_names_is_there(name):
    assert finders.find(name)
