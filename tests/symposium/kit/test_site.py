"""What browsers and robots ask of the site itself."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from symposium.kit.release import fingerprint
from symposium.kit.site import good_until

pytestmark = pytest.mark.django_db


def fields(response) -> dict[str, str]:
    lines = response.content.decode().splitlines()
    return dict(line.split(": ", 1) for line in lines if line)


def test_security_txt_says_whom_to_tell_and_is_good_for_less_than_a_year(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    found = fields(response)
    assert found["Contact"] == "mailto:security@example.org"
    assert found["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = parse_datetime(found["Expires"])
    assert timedelta(days=150) < expires - timezone.now() < timedelta(days=190)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)),
        (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)),
        (datetime(2026, 6, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 7, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_it_is_the_same_all_month_and_never_expires(now, then):
    assert good_until(now) == then


def test_robots_may_read_pages_and_feeds_but_not_what_is_one_persons(client):
    rules = client.get("/robots.txt").content.decode()
    for closed in ("admin", "preview", "registrations", "invitations", "speaking"):
        assert f"Disallow: /{closed}/\n" in rules
        assert f"Disallow: /*/{closed}/\n" in rules
    assert "Sitemap: http://testserver/sitemap.xml" in rules
    assert "Disallow: /\n" not in rules
    assert not re.search(r"Disallow: .*(ics|atom|events)", rules)


def test_the_worker_names_its_release_and_may_only_fetch(client):
    response = client.get("/sw.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert response.content.decode().startswith(f'const RELEASE = "{fingerprint()}";')
    again = client.get("/sw.js", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_pages_allow_a_worker_and_a_manifest_of_this_site_alone(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_the_offline_page_needs_no_database_and_is_kept_from_robots(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/offline/")
    page = response.content.decode()
    assert response.status_code == 200
    assert 'content="noindex"' in page
    assert 'rel="canonical"' not in page
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/favicon.ico", "image/x-icon"),
        ("/icon.svg", "image/svg+xml"),
        ("/icon-180.png", "image/png"),
        ("/icon-192.png", "image/png"),
        ("/icon-512.png", "image/png"),
        ("/icon-maskable.png", "image/png"),
        ("/card.png", "image/png"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_the_site_has_icons_of_its_own(client, path, kind):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert response["ETag"]


@pytest.mark.parametrize("path", ["/icon-181.png", "/icon-0.png", "/icon-99999.png"])
def test_nobody_has_icons_drawn_in_other_sizes(client, path):
    assert client.get(path).status_code == 404


def test_the_manifest_of_the_site_leads_to_icons_that_are_there(client):
    found = json.loads(client.get("/manifest.webmanifest").content)
    for icon in found["icons"]:
        assert client.get(icon["src"]).status_code == 200, icon
