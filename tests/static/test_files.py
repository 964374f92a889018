"""Every static file that a template names is there; a hashed storage answers 500 for one that is not."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

NAMED = re.compile(r"""{% static ["']([^"']+)["']""")


def test_every_static_file_that_a_template_names_is_there():
    templates = (path for path in Path(settings.BASE_DIR, "templates").rglob("*") if path.is_file())
    named = {name: path.name for path in templates for name in NAMED.findall(path.read_text())}
    assert named
    assert {name: where for name, where in named.items() if not finders.find(name)} == {}
