"""Pictures, logos and the story as a browser lays them out."""

from io import BytesIO
from itertools import groupby

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from tests import factories
from tests.browser.conftest import DESK, PHONE

SHAPES = ((600, 600), (900, 300), (500, 700), (1000, 400), (400, 400), (800, 500), (300, 600), (1200, 400), (640, 480))
ITEMS = """() => [...document.querySelectorAll('.lockup li')].map(li => {
    const cell = li.getBoundingClientRect(), box = (li.querySelector('img') || li).getBoundingClientRect();
    return [cell.top + cell.height / 2, box.width, box.height, !!li.querySelector('img')] })"""
CHOSEN = "() => [...document.images].map(i => [i.currentSrc, i.naturalWidth, i.getBoundingClientRect().width])"
# Layout shifts since the page began to load (Layout Instability, §2).
SHIFT = """() => new Promise(done => { let sum = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 300) })"""


def logo(size):
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] - 1, size[1] - 1), outline="navy", width=min(size) // 9)
    body = BytesIO()
    picture.save(body, "WEBP", lossless=True)
    return ContentFile(body.getvalue(), name=f"{size[0]:012x}{size[1]:012x}.webp")


def photographs(event, count):
    return [
        factories.make_photograph(event, image=factories.make_picture(1800, 1200, f"hsl({40 * number}, 60%, 40%)"))
        for number in range(count)
    ]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_logo_stands_alone_on_a_line_or_looks_lesser(visitor, transactional_db, viewport):
    event = factories.make_event()
    page = visitor.page(viewport)
    for number, size in enumerate(SHAPES, start=1):
        named_only = number == 4
        host = factories.make_organisation(logo="" if named_only else logo(size))
        factories.make_hosting(event, host, rank=number)
        page.goto(event.get_absolute_url(), wait_until="networkidle")
        items = page.evaluate(ITEMS)
        assert len(items) == number
        lines = [len(list(line)) for _top, line in groupby(items, key=lambda item: round(item[0] / 8))]
        assert number == 1 or min(lines) > 1, lines
        areas = [width * height for _top, width, height, has_logo in items if has_logo]
        assert max(areas) / min(areas) < 1.25, areas
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_logo_has_a_variant_for_the_night(visitor, event):
    host = event.hostings.first().organisation
    host.logo, host.logo_dark = logo((600, 300)), logo((601, 300))
    host.save()
    for scheme, shown in (("light", host.logo), ("dark", host.logo_dark)):
        page = visitor.page(color_scheme=scheme)
        page.goto(event.get_absolute_url(), wait_until="networkidle")
        page.locator(".lockup img").scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        source = page.locator(".lockup img").evaluate("i => i.currentSrc")
        assert shown.name.removesuffix(".webp") in source


def test_a_browser_takes_avif_no_larger_than_it_needs(visitor, event):
    photographs(event, 4)
    for viewport, density in ((PHONE, 2), (DESK, 1)):
        page = visitor.page(viewport, device_scale_factor=density)
        page.goto(f"{event.get_absolute_url()}photographs/", wait_until="networkidle")
        for source, natural, shown in page.evaluate(CHOSEN):
            if source:
                assert source.endswith(".avif")
                assert natural <= 1600
                assert "-1600." not in source or shown * density > 720


def test_a_picture_that_the_address_names_is_large_and_sharp(visitor, event):
    second = photographs(event, 4)[2]
    page = visitor.page(DESK)
    page.goto(f"{event.get_absolute_url()}photographs/", wait_until="networkidle")
    picture = page.locator(f"#photograph-{second.pk} img")
    small = picture.bounding_box()["width"]
    picture.click()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith(f"#photograph-{second.pk}")
    assert picture.bounding_box()["width"] > 2 * small
    page.wait_for_function("i => i.currentSrc.includes('-1600.')", arg=picture.element_handle())


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_pictures_come(visitor, event, viewport):
    photographs(event, 3)
    for name in ("", "story/", "photographs/", "photographs/credits/", "speakers/"):
        page = visitor.page(viewport)  # nothing is in its cache
        page.goto(f"{event.get_absolute_url()}{name}", wait_until="networkidle")
        assert page.evaluate(SHIFT) < 0.01, name
        page.context.close()


def test_a_story_of_sixty_fits_a_phone_and_its_years_stay_in_view_on_a_desk(visitor, event):
    pictures = photographs(event, 2)
    for number in factories.at_once(range(60)):
        factories.make_milestone(
            event,
            title=f"Something {number}",
            when=str(1950 + number // 2),
            words="<p>It went on for a while, as things do.</p>",
            photograph=pictures[number % 2] if number % 3 == 0 else None,
        )
    phone = visitor.page(PHONE)
    phone.goto(f"{event.get_absolute_url()}story/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    desk = visitor.page(DESK)
    desk.goto(f"{event.get_absolute_url()}story/")
    era = desk.locator(".era").nth(6)
    era.locator(".moment").last.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 60)")
    assert 0 <= era.locator(".year").bounding_box()["y"] < 200


def test_the_story_prints_without_tearing_a_moment(visitor, event):
    page = visitor.page()
    page.emulate_media(media="print")
    page.goto(f"{event.get_absolute_url()}story/")
    assert page.locator(".moment").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
