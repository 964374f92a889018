import pytest

from speakers.monograms import monogram


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("Aurelian", "A"),
        ("bell hooks", "BH"),
        ("月島 環", "月"),
        ("نجمة السماوي", "ن"),
        ("तारा व्योम", "ता"),
        ("김 민수", "김"),
        ("Vincent van Gogh", "VG"),
        ("da Silva", "S"),
        ("Martin Luther King Jr.", "MK"),
        ("'Ofa Tu'i", "OT"),
        ("Siobhán Núñez-Ångström", "SN"),
        ("Maximiliane Theodorina Bartholomea Featherstonehaugh-Cranborough", "MF"),
        ("***", ""),
    ],
)
def test_names_of_every_kind_have_their_letters(name, letters):
    assert monogram(name) == letters
