import pytest

from symposium.kit.folding import fold, has_words


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Siobhán Núñez-Ångström", "siobhan nunez-angstrom"),
        ("Ødegård", "odegard"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("أحمد", "احمد"),
        ("O’Neill", "oneill"),
    ],
)
def test_accents_and_case_are_forgiven(written, sought):
    assert fold(written) == fold(sought)


def test_scripts_without_case_stay_as_they_are():
    assert fold("月島 環") == "月島 環"


def test_every_word_must_occur_in_whatever_order():
    assert has_words("Dr Siobhán Núñez", "nunez dr")
    assert not has_words("Dr Siobhán Núñez", "nunez prof")
