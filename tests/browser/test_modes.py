"""By day, by night, on paper, without motion."""

import re

import pytest

COLOURS = "() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color] }"
# The browser's own conversion of any colour to eight bits.
BYTES = """colour => { const c = document.createElement('canvas').getContext('2d');
    c.fillStyle = colour; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data].slice(0, 3) }"""


def shades(page):
    return [sum(page.evaluate(BYTES, colour)) / 3 for colour in page.evaluate(COLOURS)]


def test_by_day_ink_is_dark_on_light_paper(visitor, event):
    page = visitor.page(color_scheme="light")
    page.goto(event.get_absolute_url())
    paper, ink = shades(page)
    assert paper > 240
    assert ink < 60


def test_by_night_paper_is_night_blue_and_ink_is_light(visitor, event):
    page = visitor.page(color_scheme="dark")
    page.goto(event.get_absolute_url())
    paper, ink = shades(page)
    assert 10 < paper < 60
    assert ink > 220
    red, green, blue = page.evaluate(BYTES, page.evaluate(COLOURS)[0])
    assert blue > red
    assert blue > green


def test_each_event_has_a_colour_of_its_own(visitor, event):
    def button(hue):
        event.hue = hue
        event.save()
        page = visitor.page()
        page.goto(event.get_absolute_url())
        return page.locator(".button").first.evaluate("e => getComputedStyle(e).backgroundColor")

    assert button(30) != button(250)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_stands_the_programme_black_on_white_and_nothing_to_press(visitor, event, scheme):
    page = visitor.page(color_scheme=scheme)
    page.emulate_media(media="print")
    page.goto(f"{event.get_absolute_url()}programme/")
    assert shades(page) == [255, 0]
    for title in ("Two shores", "A panel", "Sails of light", "Some time"):
        assert page.get_by_role("heading", name=title).is_visible()
    assert "line-through" in page.get_by_role("link", name="Sails of light").locator("s").evaluate(
        "e => getComputedStyle(e).textDecorationLine"
    )
    for pressed in (".contents", ".filters", ".button", ".skip"):
        assert not page.locator(pressed).first.is_visible(), pressed


def test_a_short_programme_prints_on_one_sheet(visitor, event):
    page = visitor.page()
    page.goto(f"{event.get_absolute_url()}programme/")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1


def test_nothing_moves_where_motion_is_not_wanted(visitor, event):
    page = visitor.page(reduced_motion="reduce")
    page.goto(event.get_absolute_url())
    assert page.locator(".button").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def test_in_forced_colours_buttons_keep_an_edge(visitor, event):
    page = visitor.page(forced_colors="active")
    page.goto(event.get_absolute_url())
    assert page.locator(".button").first.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


def test_in_forced_colours_words_on_a_cover_stand_on_the_readers_own_ground(visitor, event):
    page = visitor.page(forced_colors="active", color_scheme="light")
    page.goto(event.get_absolute_url())
    assert page.locator(".sky").evaluate("e => getComputedStyle(e).backgroundImage") == "none"


def test_a_cover_is_night_by_day_and_its_ticket_is_paper(visitor, event):
    page = visitor.page(color_scheme="light")
    page.goto(event.get_absolute_url())
    scheme = "e => getComputedStyle(e).colorScheme"
    assert page.locator(".event-home > .head").evaluate(scheme) == "dark"
    assert page.locator(".facts").evaluate(scheme) == "light dark"
