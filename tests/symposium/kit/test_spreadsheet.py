import csv
import io

import pytest

from symposium.kit.spreadsheet import csv_lines


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\u200b=1", "−1"])
def test_no_cell_is_a_formula(start):
    body = b"".join(csv_lines(["name"], [[start]])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body)))[1] == [f"'{start}"]


def test_ordinary_cells_stay_as_they_are():
    rows = [["Ada, “the first”", None, 7, "漢字\nline"]]
    body = b"".join(csv_lines(["a", "b", "c", "d"], rows)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body, newline="")))[1] == ["Ada, “the first”", "", "7", "漢字\nline"]
