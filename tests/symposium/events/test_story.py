"""The story as it is told."""

import re

import pytest

from symposium.events.models import Milestone
from symposium.events.story import told
from tests.factories import make_event, make_milestone, make_photograph

pytestmark = pytest.mark.django_db


def eras(*dates):
    event = make_event()
    for when, words in dates:
        make_milestone(event, when=when, when_in_words=words)
    return told(Milestone.objects.filter(event=event))


def page_of(client, event):
    response = client.get(f"/events/{event.slug}/story/")
    assert response.status_code == 200
    return response.content.decode()


def test_milestones_stand_under_the_year_in_which_they_begin():
    dates = (("1957/1959", "late 1950s"), ("1962-04-26", ""), ("1997/2017", ""), ("2020", ""))
    assert [era.heading for era in eras(*dates)] == ["1950s", "1962", "1997", "2020"]


def test_what_begins_in_one_year_stands_together_however_exactly_it_is_known():
    (era,) = eras(("2025-09-04/2025-09-12", ""), ("2025-09-13/2025-12-31", "late 2025"), ("2025-12", ""))
    assert (era.heading, len(era.milestones), era.is_year) == ("2025", 3, True)


def test_a_date_without_a_year_keeps_its_words_and_pretends_no_year():
    (era,) = eras(("1930/1939", "before the war"))
    assert (era.heading, era.is_year) == ("before the war", False)


def test_a_long_silence_is_counted_from_the_end_of_all_that_was_told_before():
    told_of = eras(("1962", ""), ("1971", ""), ("1981", ""), ("1980/2010", ""), ("2019", ""), ("2029", ""))
    assert [(era.heading, era.silence) for era in told_of] == [
        ("1962", 0),
        ("1971", 0),
        ("1980", 0),
        ("1981", 0),
        ("2019", 0),
        ("2029", 10),
    ]


def test_nothing_and_one_and_sixty_are_told(client):
    event = make_event(description="<p>It began with a letter.</p><p>And so on.</p>")
    empty = page_of(client, event)
    assert "will be told here" in empty
    assert "It began" not in empty
    make_milestone(event, title="Ariel 1")
    one = page_of(client, event)
    assert one.count("<article") == 1
    assert re.search(r'<p class="lead[^>]*>It began with a letter\.</p>', one)
    for number in range(59):
        make_milestone(event, when=str(1963 + number // 2))
    assert page_of(client, event).count("<article") == 60


def test_the_page_says_each_date_as_it_is_known_and_no_year_twice(client):
    event = make_event()
    make_milestone(event, when="2020")
    make_milestone(event, when="1962-04-26")
    make_milestone(event, when="1990/1995", when_in_words="early 1990s")
    page = page_of(client, event)
    assert '<time datetime="1962-04-26" dir="auto">26 April 1962</time>' in page
    assert '<span dir="auto">early 1990s</span>' in page
    assert page.count("2020") == 1
    assert "28 years later" in page
    assert "25 years later" in page


def test_a_picture_in_the_story_has_its_caption_and_credit_and_an_unpublished_one_is_not_there(client):
    event = make_event()
    make_milestone(event, photograph=make_photograph(event, caption="A dome", credit="Ada"))
    make_milestone(event, photograph=make_photograph(event, caption="Not yet", is_published=False))
    page = page_of(client, event)
    assert page.count("<picture>") == 1
    assert "A dome" in page
    assert "<bdi>Ada</bdi>" in page
    assert "Not yet" not in page
