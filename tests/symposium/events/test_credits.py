"""Whose the pictures are."""

import pytest

from tests.factories import make_event, make_photograph, make_picture, make_speaker

pytestmark = pytest.mark.django_db


def page_of(client, event):
    response = client.get(f"/events/{event.slug}/photographs/credits/")
    assert response.status_code == 200
    return response.content.decode()


def with_portrait(event, **fields):
    words = {"portrait_alternative_text": "A face", "portrait_credit": "Ada Lens"}
    return make_speaker(event, **{"portrait": make_picture(), **words} | fields)


def test_every_published_picture_stands_with_its_owner_licence_and_source(client):
    event = make_event()
    licence = "https://creativecommons.org/licenses/by/4.0/"
    source = "https://archive.example.org/12"
    photograph = make_photograph(event, credit="Bob", licence="CC BY 4.0", licence_url=licence, source_url=source)
    make_photograph(event, caption="Not yet", is_published=False)
    page = page_of(client, event)
    assert "<bdi>Bob</bdi>" in page
    assert f'href="{licence}" rel="license noopener">CC BY 4.0</a>' in page
    assert f'href="{source}" rel="noopener">archive.example.org</a>' in page
    assert f'href="/events/{event.slug}/photographs/#photograph-{photograph.pk}"' in page
    assert "Not yet" not in page


def test_portraits_are_named_too_and_one_without_a_credit_says_so(client):
    event = make_event()
    with_portrait(event, name="Ida")
    with_portrait(event, name="Ugo", portrait_credit="")
    with_portrait(event, name="Hidden", state="draft")
    make_speaker(event, name="Faceless")
    page = page_of(client, event)
    assert "<bdi>Ada Lens</bdi>" in page
    assert "Not named" in page
    assert "Hidden" not in page
    assert "Faceless" not in page


def test_without_pictures_it_says_what_will_be_there(client):
    assert "will be here with the first of them" in page_of(client, make_event())


def test_a_new_credit_is_seen_at_once(client):
    event = make_event()
    speaker = with_portrait(event)
    assert "Ada Lens" in page_of(client, event)
    speaker.portrait_credit = "Cy Shutter"
    speaker.save()
    assert "Cy Shutter" in page_of(client, event)


def test_the_gallery_leads_there_and_each_picture_has_an_address(client):
    event = make_event()
    photograph = make_photograph(event)
    page = client.get(f"/events/{event.slug}/photographs/").content.decode()
    assert f'href="/events/{event.slug}/photographs/credits/"' in page
    assert f'id="photograph-{photograph.pk}"' in page


@pytest.mark.parametrize("count", [2, 40])
def test_its_queries_do_not_grow(client, count, django_assert_max_num_queries):
    event = make_event()
    for _number in range(count):
        make_photograph(event)
        with_portrait(event)
    with django_assert_max_num_queries(4):
        page_of(client, event)
