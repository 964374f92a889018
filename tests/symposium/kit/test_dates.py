from datetime import date

import pytest

from symposium.kit.dates import When


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("1962-04-26", "26 April 1962", date(1962, 4, 26), date(1962, 4, 26)),
        ("2025-12", "December 2025", date(2025, 12, 1), date(2025, 12, 31)),
        ("2020", "2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("1997/2017", "1997–2017", date(1997, 1, 1), date(2017, 12, 31)),
        ("2025-09-04/2025-09-12", "4–12 September 2025", date(2025, 9, 4), date(2025, 9, 12)),
        ("2025-09-28/2025-10-02", "28 September 2025 to 2 October 2025", date(2025, 9, 28), date(2025, 10, 2)),
        ("2024-02", "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_dates_of_every_precision_are_said_and_sorted(text, words, first, last):
    when = When.parse(text)
    assert (str(when), when.first.earliest(), when.last.latest()) == (words, first, last)


@pytest.mark.parametrize("text", ["", "late 1950s", "2025-13", "2025-02-30", "2017/1997", "1962-4-26", "1/2/3", "0000"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        When.parse(text)


def test_html_gets_the_precision_there_is():
    assert [When.parse(text).first.iso() for text in ("1962-04-26", "2025-12", "2020")] == [
        "1962-04-26",
        "2025-12",
        "2020",
    ]
