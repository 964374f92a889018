"""What a template takes from the static files is there: in production a missing one breaks the page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

TEMPLATES = Path(settings.BASE_DIR, "templates")
STATIC = re.compile(r"""\{% static ["']([^"']+)["'] %\}""")
NAMED = sorted(
    {
        (str(path.relative_to(TEMPLATES)), name)
        for path in TEMPLATES.rglob("*.*")
        for name in STATIC.findall(path.read_text())
    }
)


def test_templates_take_something():
    assert NAMED


@pytest.mark.parametrize(("template", "name"), NAMED)
def test_a_static_file_that_a_template_names_is_there(template, name):
    assert finders.find(name), template
