"""Mails say first what happened, and hold on their own all that a guest needs."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.factories import make_event, make_registration, make_venue

KINDS = ["confirmed", "waiting", "promoted", "cancelled", "already", "cancel_request"]


@pytest.fixture
def context(db):
    event = make_event(name="Moons & Tides")
    registration = make_registration(event, name="<b>Zoë</b> & Co")
    return {
        "event": event,
        "registration": registration,
        "venue": make_venue(event),
        "url": "https://symposium.example.org/registrations/x/",
        "event_url": "https://symposium.example.org/events/x/",
        "site_url": "https://symposium.example.org",
        "subject": "A mail",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_text_repeats_date_place_and_link_without_markup(context, kind):
    text = render_to_string(f"emails/registration_{kind}.txt", context)
    assert text[0].isupper()
    for needed in ("Moons & Tides", context["event"].when_in_words, "Observatory Hall", context["url"], "Zoë</b> & Co"):
        assert needed in text
    assert not re.search(r"&(amp|lt|#)|\n\n\n|\{", text)


@pytest.mark.parametrize("kind", KINDS)
def test_html_repeats_them_too_and_loads_nothing_from_elsewhere(context, kind):
    html = render_to_string(f"emails/registration_{kind}.html", context)
    for needed in ("Moons &amp; Tides", context["event"].when_in_words, "Observatory Hall", f'href="{context["url"]}"'):
        assert needed in html
    assert "<b>Zoë" not in html
    assert "<bdi>&lt;b&gt;Zoë&lt;/b&gt; &amp; Co</bdi>" in html
    assert not re.search(r"<(img|script|link)|url\(|src=", html)


def test_a_mail_of_an_event_that_is_postponed_names_no_date(context):
    context["event"].state = "postponed"
    for ending in ("txt", "html"):
        mail = render_to_string(f"emails/registration_waiting.{ending}", context)
        assert "A new date is to be announced" in mail
        assert context["event"].when_in_words not in mail


def test_who_was_cancelled_by_the_organisers_is_told_so(context):
    by_staff = render_to_string("emails/registration_cancelled.txt", context | {"by_staff": True})
    assert "The organisers have cancelled your registration" in by_staff
    assert "as you asked" in render_to_string("emails/registration_cancelled.txt", context)


def test_a_mail_is_in_the_language_that_is_spoken(context):
    with translation.override("en-us"):
        html = render_to_string("emails/registration_cancelled.html", context | {"had_place": True})
        text = render_to_string("emails/registration_cancelled.txt", context)
        assert context["event"].when_in_words in text
    assert '<html lang="en-us" dir="ltr">' in html
    assert "Your registration is canceled" in html
    with translation.override("ar"):
        assert 'dir="rtl"' in render_to_string("emails/registration_cancelled.html", context | {"had_place": True})
