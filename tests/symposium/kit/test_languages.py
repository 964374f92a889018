import re

import pytest
from django.core import mail
from django.test import Client

from registrations.models import Registration
from symposium.kit.languages import accepted
from symposium.mail.sending import deliver_due
from tests.factories import make_event, make_session, make_user

pytestmark = pytest.mark.django_db
PAGE = "/events/night/programme/"
SECOND = ("en-us", "English (US)")


@pytest.fixture
def event():
    event = make_event(slug="night")
    make_session(event, slug="talk")
    return event


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en-gb"),
        ("en-US", "en-us"),
        ("en-us", "en-us"),
        ("en-US-posix", "en-us"),
        ("en", "en-gb"),
        ("en-AU, en;q=0.9, en-US;q=0.8", "en-gb"),
        ("en-US,en;q=0.9", "en-us"),
        ("en-GB;q=0.5, en-US;q=0.9", "en-us"),
        ("en-GB;q=0.9, en-US;q=0.5", "en-gb"),
        ("en-US;q=0, en-GB", "en-gb"),
        ("de-DE, en-US;q=0.7", "en-us"),
        ("de, fr;q=0.3", "en-gb"),
        ("*", "en-gb"),
        ("de, *;q=0.5", "en-gb"),
        ("junk;;;,", "en-gb"),
        ("en-US" + ", x" * 10_000, "en-us"),
    ],
)
def test_a_reader_gets_the_language_they_like_best_of_those_there_are(header, language):
    assert accepted(header) == language


def test_the_browser_decides_where_the_address_does_not(client, event):
    answer = client.get(PAGE, headers={"Accept-Language": "en-US"})
    assert answer.headers["Content-Language"] == "en-US"
    assert '<html lang="en-US" dir="ltr">' in answer.content.decode()
    assert answer.headers["Vary"] == "Accept-Encoding, Accept-Language"
    other = client.get(PAGE)
    assert other.headers["Content-Language"] == "en-GB"
    assert other.headers["ETag"] != answer.headers["ETag"]


def test_an_address_that_names_a_language_decides_alone(client, event):
    answer = client.get(f"/en-gb{PAGE}", headers={"Accept-Language": "en-US"})
    assert answer.headers["Content-Language"] == "en-GB"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert client.get(f"/en-us{PAGE}").headers["Content-Language"] == "en-US"


def test_every_link_of_the_page_keeps_the_choice(client, event):
    page = client.get(f"/en-us{PAGE}").content.decode()
    links = set(re.findall(r'<a [^>]*href="(/[^"]*)"', page))
    assert "/en-us/events/night/programme/talk/" in links
    assert {link for link in links if not link.startswith("/en-us/")} == {"/en-gb/events/night/programme/"}
    plain = set(re.findall(r'<a [^>]*href="(/[^"]*)"', client.get(PAGE).content.decode()))
    assert {link for link in plain if link.startswith("/en-us/")} == {"/en-us/events/night/programme/"}


def test_the_switch_offers_every_language_and_says_which_is_read(client, event):
    page = client.get(f"{PAGE}?day={event.first_day}&utm=1").content.decode()
    for code, name, current in (("GB", "UK", ' aria-current="true"'), ("US", "US", "")):
        assert (
            f'<a href="/en-{code.lower()}/events/night/programme/?day={event.first_day}" '
            f'lang="en-{code}" hreflang="en-{code}"{current}>English ({name})</a>'
        ) in page


@pytest.mark.parametrize(("language", "direction"), [(("ar", "العربية"), "rtl"), (("fr", "français"), "ltr")])
def test_a_further_language_needs_a_line_of_settings(client, event, settings, language, direction):
    settings.LANGUAGES = (*settings.LANGUAGES, language)
    code = language[0]
    for answer in (client.get(f"/{code}{PAGE}"), client.get(PAGE, headers={"Accept-Language": f"{code}-XX"})):
        assert f'<html lang="{code}" dir="{direction}">' in answer.content.decode()


@pytest.mark.parametrize("address", ["/fr/", "/fr/events/", "/en/events/", "/EN-US/events/", "/en-us/en-gb/events/"])
def test_a_language_that_we_do_not_have_is_no_address(client, address):
    assert client.get(address).status_code == 404


def test_home_has_languages_too(client):
    assert client.get("/en-us/").headers["Content-Language"] == "en-US"
    assert client.get("/en-us").headers["Location"] == "/en-us/"


@pytest.mark.parametrize("address", ["/admin/", "/healthz", "/sitemap.xml", "/robots.txt", "/media/a/b.webp"])
def test_what_has_no_languages_is_found_at_its_own_address(client, address):
    answer = client.get(f"/en-us{address}?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address}?a=b")
    assert client.post(f"/en-us{address}").status_code == 404


def test_no_address_leads_to_another_site(client):
    for address in ("/en-us//example.org/events/", "/en-us//example.org", "/en-us/\\example.org/"):
        assert client.get(address).status_code == 404


def test_a_forgotten_slash_is_added_and_a_former_address_leads_on_in_the_same_language(client, event):
    answer = client.get("/en-us/events/night/programme?day=x")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/en-us{PAGE}?day=x")
    event.slug = "evening"
    event.save()
    answer = client.get(f"/en-us{PAGE}")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en-us/events/evening/programme/")


@pytest.mark.parametrize("feed", ["programme.ics", "calendar.ics", "news.atom"])
def test_feeds_follow_the_address_and_never_the_browser(client, event, feed):
    plain = client.get(f"/events/night/{feed}", headers={"Accept-Language": "en-US"})
    assert (plain.headers["Content-Language"], plain.headers["Vary"]) == ("en-GB", "Accept-Encoding")
    assert plain.headers["ETag"] == client.get(f"/events/night/{feed}").headers["ETag"]
    prefixed = client.get(f"/en-us/events/night/{feed}")
    assert (prefixed.headers["Content-Language"], prefixed.headers["Vary"]) == ("en-US", "Accept-Encoding")


def test_one_page_is_the_one_to_share(client, event, settings):
    settings.SITE_URL = "https://symposium.example.org"
    shared = f"https://symposium.example.org{PAGE}"
    canonicals = {
        client.get(address).context["canonical"] for address in (PAGE, f"/en-us{PAGE}", f"/en-gb{PAGE}?day=x")
    }
    assert canonicals == {shared}


def test_a_preview_keeps_the_language_as_well(client):
    draft = make_event(slug="secret", state="draft")
    make_session(draft, slug="talk")
    client.force_login(make_user(is_superuser=True))
    answer = client.get("/preview/en-us/events/secret/programme/")
    assert answer.headers["Content-Language"] == "en-US"
    page = answer.content.decode()
    assert 'href="/preview/en-us/events/secret/programme/talk/"' in page
    assert 'href="/preview/en-gb/events/secret/programme/"' in page
    assert answer.context["canonical"] == "http://testserver/events/secret/programme/"
    assert client.get("/en-us/preview/events/secret/programme/").status_code == 302
    assert Client().get("/preview/en-us/events/secret/programme/").status_code == 404


def test_registering_stays_in_the_language_that_was_chosen(client, event):
    address = "/en-us/events/night/register/"
    form = client.get(address)
    assert form.headers["Content-Language"] == "en-US"
    submission = form.context["form"]["submission"].value()
    fields = {"name": "Ada", "email": "ada@example.org", "consent": "on", "submission": submission}
    answer = client.post(address, fields)
    assert (answer.status_code, answer.headers["Location"][:21]) == (302, "/en-us/registrations/")
    guest = client.get(answer.headers["Location"])
    assert (guest.status_code, guest.headers["Content-Language"]) == (200, "en-US")
    deliver_due()
    assert "http://testserver/registrations/" in mail.outbox[0].body
    assert "/en-us/" not in mail.outbox[0].body + str(mail.outbox[0].message())


def test_a_form_without_its_cookie_is_explained_in_the_language_that_was_chosen(event):
    answer = Client(enforce_csrf_checks=True).post("/en-us/events/night/register/", {"name": "Ada"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'lang="en-US"' in page
    assert 'value="Ada"' in page
    assert 'href="/en-us/events/night/"' in page
    assert not Registration.objects.exists()


def test_an_error_has_its_language_and_its_links(client):
    answer = client.get("/en-us/events/nothing/")
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "en-US")
    assert 'href="/en-us/events/"' in page
    plain = client.get("/nothing/", headers={"Accept-Language": "en-US"})
    assert (plain.status_code, plain.headers["Content-Language"]) == (404, "en-US")
