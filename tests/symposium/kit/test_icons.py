"""Icons and manifests, as browsers read them."""

import io
import json
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from symposium.kit import icons, palette
from symposium.kit.manifests import manifest
from symposium.kit.styles import Look


@pytest.mark.parametrize("size", icons.SIZES)
def test_a_png_has_the_size_that_was_asked_for(size):
    picture = Image.open(io.BytesIO(icons.icon_png(Look(30), size)))
    assert picture.size == (size, size)
    assert picture.format == "PNG"


def test_svg_is_well_formed_and_in_the_colour_of_the_event():
    drawn = icons.icon_svg(Look(30))
    ET.fromstring(drawn)
    assert palette.accent(Look(30)) in drawn
    assert drawn != icons.icon_svg(Look(200))
    assert "#8a1f1f" in icons.icon_svg(Look(30, "#8a1f1f"))


def test_what_a_mask_may_cut_is_sky_alone():
    """Only within 40 % of the side from the middle is anything safe (W3C Manifest, 'safe zone')."""
    picture = Image.open(io.BytesIO(icons.icon_png(Look(250), 512, is_maskable=True))).convert("RGB")
    for x in range(0, 512, 4):
        for y in range(0, 512, 4):
            if (x - 256) ** 2 + (y - 256) ** 2 > (0.4 * 512) ** 2:
                red, green, _blue = picture.getpixel((x, y))
                assert red < 90, (x, y)
                assert green < 90, (x, y)


def test_the_old_icon_holds_three_sizes():
    picture = Image.open(io.BytesIO(icons.icon_ico(Look())))
    assert picture.format == "ICO"
    assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_a_manifest_says_what_a_home_screen_needs():
    name = "Collaboration in Space: a Symposium of two shores"
    read = json.loads(manifest(name=name, start="/events/x/", language="en-GB", icon=lambda file: f"/events/x/{file}"))
    assert read["name"] == name
    assert len(read["short_name"]) <= 24
    assert read["short_name"].endswith("…")
    assert read["start_url"] == read["scope"] == "/events/x/"
    assert {icon["sizes"] for icon in read["icons"]} >= {"any", "192x192", "512x512"}
    assert [icon["src"] for icon in read["icons"] if icon.get("purpose") == "maskable"] == [
        "/events/x/icon-maskable.png"
    ]


def test_a_manifest_knows_the_direction_of_a_name():
    read = json.loads(manifest(name="ندوة", start="/", language="ar", icon=str))
    assert (read["name"], read["dir"], read["lang"]) == ("ندوة", "rtl", "ar")
