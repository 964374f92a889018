"""The illustrations."""

import pytest
from django.core.files.storage import default_storage

from symposium.sample.drawings import HEIGHT, SCENES, WIDTH
from symposium.sample.logos import LOGOS
from symposium.sample.making import keep
from symposium.sample.portraits import SIDE, portrait


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_fills_its_sheet_with_a_picture(scene):
    picture = SCENES[scene]()
    assert (picture.mode, picture.size) == ("RGB", (WIDTH, HEIGHT))
    assert len(picture.resize((80, 50)).getcolors(4000)) > 100


def test_the_same_seed_draws_the_same_person_and_another_one_another():
    assert portrait(3).size == (SIDE, SIDE)
    assert portrait(3).tobytes() == portrait(3).tobytes()
    assert portrait(3).tobytes() != portrait(4).tobytes()


@pytest.mark.parametrize("slug", LOGOS)
def test_a_logo_is_drawn_for_both_grounds_and_its_ground_is_left_open(slug):
    draw, by_day, by_night = LOGOS[slug]
    variants = [draw(inks) for inks in (by_day, by_night) if inks]
    assert len({variant.tobytes() for variant in variants}) == len(variants)
    assert {variant.mode for variant in variants} == {"RGBA"}
    assert by_night is None or variants[0].getchannel("A").getextrema() == (0, 255)


def test_a_picture_is_stored_once():
    name = keep(portrait(5), "tries")
    assert keep(portrait(5), "tries") == name
    assert len(default_storage.listdir("tries")[1]) == 1
