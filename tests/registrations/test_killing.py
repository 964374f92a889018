"""``kill -9`` of web server and worker under load: what guests were told stands, and nothing is stuck.

``python -m tests.registrations.killing --minutes 3 --own-cluster`` does it for longer, and kills PostgreSQL as well.
"""

import pytest

from tests.factories.databases import sqlite_copy
from tests.registrations.killing import run


@pytest.mark.sqlite
def test_what_guests_were_told_stands_whatever_is_killed(tmp_path):
    url = sqlite_copy(tmp_path / "killed.sqlite3")
    result = run(tmp_path, url, seconds=4, clients=3, pause=(0.3, 1), seed=7)
    assert result["wrong"] == []
    assert result["told"] > 0
    assert len(result["killed"]) > 1
