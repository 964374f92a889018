"""Speakers and institutions."""

import re
from datetime import timedelta

import pytest

from speakers.models import Link
from symposium.programme.models import Material
from tests.factories import (
    at_once,
    make_affiliation,
    make_appearance,
    make_event,
    make_hosting,
    make_organisation,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db
PAGE = "/events/night/speakers/"


@pytest.fixture
def event():
    return make_event(slug="night")


def text(response):
    """The page without its style sheet and script."""
    assert response.status_code == 200
    return re.sub(r"<(style|script).*?</\1>", "", response.content.decode(), flags=re.DOTALL)


def names(page):
    return re.findall(r"<h2><a[^>]*><bdi>(.*?)</bdi>", page)


def test_a_name_is_found_without_accents_and_case(client, event):
    make_speaker(event, name="Siobhán Núñez-Ångström")
    make_affiliation(make_speaker(event, name="Ada Lovelace"), name="Société analytique")
    make_speaker(event, name="月島 環", sort_name="Tsukishima Tamaki")
    assert names(text(client.get(f"{PAGE}?q=SIOBHAN angstrom"))) == ["Siobhán Núñez-Ångström"]
    assert names(text(client.get(f"{PAGE}?q=societe"))) == ["Ada Lovelace"]
    assert names(text(client.get(f"{PAGE}?q=月島"))) == names(text(client.get(f"{PAGE}?q=tsuki"))) == ["月島 環"]


def test_what_nobody_has_is_said_and_what_was_asked_is_escaped(client, event):
    make_speaker(event)
    page = text(client.get(PAGE, {"q": '"><b>'}))
    assert "<b>" not in page
    assert "Nobody whose name or institution has" in page
    assert "Show everyone" in page


def test_what_was_looked_for_is_not_kept(client, event, django_assert_num_queries):
    make_speaker(event, name="Ada")
    client.get(f"{PAGE}?q=ada")
    with django_assert_num_queries(6):
        client.get(f"{PAGE}?q=ada")


def test_few_speakers_need_no_search_and_many_have_it(client, event):
    make_speaker(event)
    assert 'role="search"' not in text(client.get(PAGE))
    for _ in range(12):
        make_speaker(event)
    assert 'role="search"' in text(client.get(PAGE))


def test_a_card_says_the_parts_that_say_something_once_each(client, event):
    speaker = make_speaker(event)
    for part in ("chair", "keynote", "chair", "speaker"):
        make_appearance(make_session(event), speaker, part=part)
    make_appearance(make_session(event, state="cancelled"), speaker, part="moderator")
    assert '<p class="meta part">Keynote speaker, chair</p>' in text(client.get(PAGE))


@pytest.mark.parametrize("count", [1, 120])
def test_one_speaker_or_many_cost_the_same_queries(client, event, count, django_assert_max_num_queries):
    for _ in at_once(range(count)):
        speaker = make_speaker(event)
        for _ in range(2):
            make_affiliation(speaker, organisation=make_organisation())
        make_appearance(make_session(event), speaker, part="chair")
    with django_assert_max_num_queries(6):
        page = text(client.get(PAGE))
    assert len(names(page)) == count


def test_a_speaker_has_links_affiliations_and_what_is_left_of_their_sessions(client, event, time_machine):
    speaker = make_speaker(event, name="Ada", slug="ada", pronunciation="AY-da", url="https://example.org/ada")
    society = make_organisation(name="Analytical Society", slug="society")
    make_affiliation(speaker, organisation=society, position="President")
    for number in range(3):
        make_affiliation(speaker, name=f"Institute {number}")
    Link.objects.create(speaker=speaker, label="ORCID", url="https://example.org/orcid")
    talk = make_session(event, title="Talk", slug="talk", record="<p>Much.</p>")
    make_appearance(talk, speaker, part="chair")
    Material.objects.create(session=talk, kind="slides", title="Engines", url="https://example.org/engines")
    page = text(client.get(f"{PAGE}ada/"))
    for words in (
        "said AY-da",
        "https://example.org/orcid",
        ">ORCID<",
        "Institute 2",
        'href="/organisations/society/"',
    ):
        assert words in page
    assert 'href="https://example.org/engines"' in page
    assert "What was said" not in page
    time_machine.move_to(event.ends_at + timedelta(days=1))
    assert '<a href="/events/night/programme/talk/#record">What was said</a>' in text(client.get(f"{PAGE}ada/"))


def test_a_new_link_renews_the_page(client, event):
    speaker = make_speaker(event, slug="ada")
    before = client.get(f"{PAGE}ada/")["ETag"]
    Link.objects.create(speaker=speaker, label="ORCID", url="https://example.org/orcid")
    assert client.get(f"{PAGE}ada/")["ETag"] != before


def test_an_institution_has_the_sessions_of_its_people_event_by_event_at_public_events(client, event):
    society = make_organisation(slug="society")
    earlier = make_event(name="Earlier", starts_at=event.starts_at - timedelta(days=300))
    hidden = make_event(name="Hidden", state="draft")
    for at, title in ((event, "Now"), (earlier, "Then"), (hidden, "Never")):
        speaker = make_speaker(at)
        make_affiliation(speaker, organisation=society)
        session = make_session(at, title=title)
        make_appearance(session, speaker)
        make_appearance(session, speaker, part="chair")
        make_session(at, title="Somebody else's")
    page = text(client.get("/organisations/society/"))
    assert page.index("Their sessions") < page.index(">Now<") < page.index("Earlier") < page.index(">Then<")
    assert page.count(">Now<") == 1
    for words in ("Never", "Hidden", "Somebody else", 'href=""'):
        assert words not in page


@pytest.mark.parametrize("count", [2, 30])
def test_an_institution_costs_the_same_queries_however_much_it_does(client, count, django_assert_max_num_queries):
    society = make_organisation(slug="society")
    for _ in at_once(range(count)):
        event = make_event()
        make_hosting(event, society)
        speaker = make_speaker(event)
        make_affiliation(speaker, organisation=society)
        make_appearance(make_session(event), speaker)
    with django_assert_max_num_queries(7):
        text(client.get("/organisations/society/"))
