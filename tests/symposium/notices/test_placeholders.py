"""Words in braces: what is wrong is found before anything is sent, and said by its place."""

import pytest

from symposium.notices.audiences import Placeholder
from symposium.notices.placeholders import (
    EVERYWHERE,
    fill_line,
    fill_markup,
    problems_in_line,
    problems_in_markup,
)

KNOWN = (*EVERYWHERE, Placeholder("their page", "…"), Placeholder("ticket", "…"))


def said_of(markup: str) -> list[str]:
    return [str(problem) for problem in problems_in_markup(markup, KNOWN)]


def test_what_is_known_is_no_problem_however_it_is_spaced_and_written():
    assert said_of("<p>Dear {Name},</p><p>{their&nbsp;page} and { their  page }, {TICKET}</p>") == []
    assert problems_in_line("{event}: {when}", KNOWN) == []


def test_an_unknown_one_is_named_with_its_place_and_the_nearest():
    assert said_of("<p>Dear you,</p><p>Go to {thier page}.</p>") == [
        "“{thier page}” in paragraph 2 is no placeholder. The nearest is {their page}."
    ]
    (problem,) = problems_in_line("To {nmae}", KNOWN)
    assert str(problem) == "“{nmae}” at character 4 is no placeholder. The nearest is {name}."


def test_one_that_is_near_to_nothing_is_answered_with_all_that_there_are():
    (words,) = said_of("<p>{xyzzy}</p>")
    assert "“{xyzzy}” in paragraph 1 is no placeholder. There are {name}, {event}," in words


@pytest.mark.parametrize("markup", ["<p>Dear {name</p>", "<p>Dear name}</p>", "<p>{{name</p>", "<p>{</p>"])
def test_a_brace_without_its_partner_is_said(markup):
    assert any("has no partner" in words for words in said_of(markup))


def test_one_that_is_partly_bold_is_said_because_it_could_not_be_filled_in():
    assert "partly in another style" in said_of("<p>Dear {na<strong>me</strong>}</p>")[0]
    assert said_of("<p>Dear <strong>{name}</strong></p>") == []


def test_one_in_the_address_of_a_link_is_said():
    assert "address of a link" in said_of('<p><a href="https://x.example/{name}">here</a></p>')[0]


def test_values_are_escaped_and_addresses_become_links_or_a_button_where_they_stand_alone():
    values = {"name": "<b>Ada & {ticket}</b>", "ticket": "https://x.example/?a=1&b=2"}
    made = fill_markup("<p>{name}: {ticket}</p><p> {Ticket} </p>", values, lambda name, link: f"<b>{name} {link}</b>")
    link = "https://x.example/?a=1&amp;b=2"
    assert made == (f'<p>&lt;b&gt;Ada &amp; {{ticket}}&lt;/b&gt;: <a href="{link}">{link}</a></p><b>ticket {link}</b>')
    assert fill_line("For {name} {who}", values) == "For <b>Ada & {ticket}</b> {who}"
