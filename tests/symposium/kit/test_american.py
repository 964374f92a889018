import pytest

from symposium.kit.american import american, american_words, british_words


@pytest.mark.parametrize(
    ("british", "expected"),
    [
        ("The programme is cancelled.", "The program is canceled."),
        ("Organisers organise organisations", "Organizers organize organizations"),
        ("a programmed organism", "a programmed organism"),
        ("COLOUR, Colour, colourful", "COLOR, Color, colorful"),
        ("In the centre, not centred", "In the center, not centered"),
        ("Catalogues of travellers", "Catalogs of travelers"),
        ("It is no draft any more.", "It is no draft anymore."),
        ("Emphasis in the analysis", "Emphasis in the analysis"),
        ("cancellation", "cancellation"),
    ],
)
def test_words_are_spelt_as_on_the_other_shore(british, expected):
    assert american(british) == expected
    assert not british_words(expected)


def test_placeholders_and_tags_are_no_words():
    text = '%(colour)s {programme} <a class="colour" href="%(licence)s">licence</a> &colour;'
    assert american(text) == '%(colour)s {programme} <a class="colour" href="%(licence)s">license</a> &colour;'
    assert british_words(text) == ["licence"]


def test_american_words_are_found_where_they_do_not_belong():
    assert american_words("The color of canceled programs, organized in the center") == [
        "color",
        "canceled",
        "programs",
        "organiz",
        "center",
    ]
    assert not american_words("A programme that checks meters while practice goes on; programmed, %(color)s")
