"""What the docs say of settings is what the settings read."""

import re
from pathlib import Path

BASE = Path(__file__).resolve().parents[3]


def test_every_setting_that_is_read_stands_in_the_table_and_no_other():
    code = "".join((BASE / path).read_text() for path in ("symposium/settings.py", "symposium/kit/env.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    apart = {"ADMIN_EMAIL", "CHROMIUM"}
    table = set(
        re.findall(r"^\| `SYMPOSIUM_([A-Z_]+)`", (BASE / "docs/operators/settings.md").read_text(), re.MULTILINE)
    )
    assert table - apart == read


def test_what_the_web_server_reads_stands_in_the_table_too():
    read = set(re.findall(r'os\.environ\.get\("([A-Z_]+)"', (BASE / "deploy/gunicorn.conf.py").read_text()))
    table = set(re.findall(r"^\| `([A-Z_]+)`", (BASE / "docs/operators/settings.md").read_text(), re.MULTILINE))
    assert read
    assert read <= table
