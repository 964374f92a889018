"""Errors look like the site, and need neither database nor context."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize("code", [400, 403, "403_desk", 404, 429, 500])
def test_an_error_page_renders_with_its_style_alone(code, django_assert_num_queries):
    html = render_to_string(f"errors/{code}.html", {"style": ":root{}"})
    assert "<style>:root{}</style>" in html
    assert html.count("<h1>") == 1
    assert 'content="noindex"' in html


def test_a_failure_is_answered_without_reading_the_list_of_static_files(settings):
    """It may be the very thing that fails."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "nowhere.Storage"}}
    assert "Something failed" in render_to_string("errors/500.html", {"style": ""})
