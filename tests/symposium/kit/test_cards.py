"""Pictures for sharing: right in size and weight, whatever the words are."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from symposium.kit import cards
from symposium.kit.cards import Card, direction, draw, portrait
from symposium.kit.styles import Look
from tests.factories import make_picture


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png), formats=("PNG",))


@pytest.mark.parametrize(
    "card",
    [
        Card("X"),
        Card("#set page(width: 1pt) \\ ] $x$ *bold* @ref #panic() \" ' <b>", foot=("#panic()",), kind="#", alarm="]"),
        Card("W" * 160),
        Card("A very long title of a symposium " * 6, lead=("Somebody Long",) * 40, foot=("An institution",) * 60),
        Card("日英宇宙協力シンポジウム" * 8, facts=("東京大学",)),
        Card("ندوة التعاون الفضائي بين ضفتين", alarm="Postponed", facts=("20–22 May 2027", "مركز")),
        Card("\u200b\u202e\ufeff", facts=("",)),
        Card("Plato", monogram="P", look=Look(30, "#8a1f1f")),
    ],
    ids=["short", "markup", "one word", "long", "han", "arabic", "nothing to see", "monogram"],
)
def test_any_words_make_a_picture_of_the_promised_size_and_weight(card):
    png = draw(card)
    assert opened(png).size == (1200, 630)
    assert len(png) < cards.MOST_BYTES


def test_words_are_words_and_never_commands():
    """A command in a title would change the size of the page, or stop the drawing."""
    with_command = Card('#set page(width: 10pt); #panic("no") \\ ] }')
    assert opened(draw(with_command)).size == (1200, 630)


def test_what_is_drawn_differs_with_each_thing_that_is_said():
    variants = [
        Card("Night"),
        Card("Day"),
        Card("Night", alarm="Cancelled"),
        Card("Night", kind="Panel"),
        Card("Night", lead=("Plato",)),
        Card("Night", facts=("20 May",)),
        Card("Night", foot=("A house",)),
        Card("Night", look=Look(30)),
        Card("Night", monogram="N"),
    ]
    assert len({draw(card) for card in variants}) == len(variants)


def test_only_what_fits_at_no_size_is_cut_at_its_end():
    assert draw(Card("word " * 400)) == draw(Card("word " * 400 + "end"))
    assert draw(Card("word " * 32)) != draw(Card("word " * 32 + "end"))


def test_the_same_picture_is_drawn_once(monkeypatch):
    draw(Card("Once and no more"))
    monkeypatch.setattr(cards, "compiled", lambda files: pytest.fail("drawn again"))
    draw(Card("Once and no more"))


@pytest.mark.parametrize(
    ("words", "turn"),
    [
        ("Night", "ltr"),
        ("ندوة", "rtl"),
        ("שלום", "rtl"),
        ("漢字", "ltr"),
        ("2027 ندوة", "rtl"),
        ("", "ltr"),
        ("12–13", "ltr"),
    ],
)
def test_the_first_letter_decides_the_direction(words, turn):
    assert direction(words) == turn


def test_a_portrait_is_a_small_square_and_stands_in_the_picture():
    square = portrait(make_picture(900, 1200, "red"))
    assert opened(square).size == (360, 360)
    with_face = opened(draw(Card("Plato", portrait=square))).convert("RGB")
    red, green, blue = with_face.getpixel((944, 288))
    assert red > 200
    assert max(green, blue) < 60


def test_a_portrait_that_cannot_be_read_is_none():
    assert portrait(ContentFile(b"no picture")) == b""


def test_a_photograph_full_of_noise_keeps_to_the_weight():
    noise = Image.effect_noise((800, 800), 100).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    png = draw(Card("Plato", portrait=portrait(ContentFile(buffer.getvalue()))))
    assert len(png) < cards.MOST_BYTES
