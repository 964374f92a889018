"""No host looks lesser for the shape of its logo, for its ink, or by night."""

import io
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from symposium.organisations.models import Organisation
from symposium.organisations.templatetags.logos import AREA, LONGEST, logo, logo_box

# What a block of ink is set at, which is the least.
BLOCK = AREA * 0.78


def stored(picture):
    body = io.BytesIO()
    picture.save(body, "WEBP", lossless=True)
    file = ContentFile(body.getvalue())
    return SimpleNamespace(name=default_storage.save("logos/try.webp", file))


def block(width, height, ground="RGB"):
    return stored(Image.new(ground, (width, height), "navy"))


def outline(width, height, thickness, colour="navy"):
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, width - 1, height - 1), outline=colour, width=thickness)
    return stored(picture)


def area(logo):
    box = logo_box(logo)
    return box.width * box.height


@pytest.mark.parametrize("size", [(400, 400), (800, 400), (300, 500), (1200, 400)])
def test_logos_of_every_shape_cover_the_same_area(size):
    box = logo_box(block(*size))
    assert box.width * box.height == pytest.approx(BLOCK, rel=0.04)
    assert box.width / box.height == pytest.approx(size[0] / size[1], rel=0.04)


def test_one_with_little_ink_is_set_larger_and_one_with_much_smaller_but_never_out_of_line():
    thin, usual, solid = outline(400, 400, 4), outline(400, 400, 46), block(400, 400)
    assert area(solid) < area(usual) < area(thin)
    assert area(usual) == pytest.approx(AREA, rel=0.05)
    assert area(thin) / area(solid) < 1.7


def test_white_paper_counts_as_none_and_what_is_drawn_for_the_night_as_ink():
    on_paper = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(on_paper).rectangle((0, 0, 399, 399), outline="black", width=46)
    assert area(stored(on_paper)) == pytest.approx(AREA, rel=0.05)
    assert area(outline(400, 400, 46, "white")) == pytest.approx(AREA, rel=0.05)


@pytest.mark.parametrize(("mode", "ground"), [("RGB", "white"), ("RGBA", (0, 0, 0, 0))])
def test_margins_make_no_logo_smaller(mode, ground):
    with_margins = Image.new(mode, (1200, 800), ground)
    with_margins.paste("navy", (400, 200, 800, 600))
    assert logo_box(stored(with_margins)) == logo_box(block(400, 400))


def test_a_very_long_logo_is_as_long_as_the_column_allows():
    assert max(logo_box(block(3000, 100))) == LONGEST


def test_a_logo_whose_file_is_gone_breaks_no_page():
    width, height = logo_box(SimpleNamespace(name="logos/gone.webp"))
    assert width == height


def test_a_dark_variant_is_for_dark_screens_and_without_one_a_light_ground_is():
    day, night = f"logos/{'a' * 24}.webp", f"logos/{'b' * 24}.webp"
    element = logo(Organisation(name="X", logo=day, logo_dark=night), alt="X & Sons")
    dark, light = element.split('<source type="image/avif"')[1:]
    assert night.removesuffix(".webp") in dark
    assert 'media="screen and (prefers-color-scheme: dark)"' in element.split("<img")[0]
    assert day.removesuffix(".webp") in light
    assert 'alt="X &amp; Sons" class="logo"' in element
    assert 'class="logo logo-on-paper"' in logo(Organisation(name="X", logo=day))
    assert "media=" not in logo(Organisation(name="X", logo=day))
