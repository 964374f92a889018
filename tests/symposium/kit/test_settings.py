"""Production refuses to start with an unsafe value, and says which."""

import os
import subprocess
import sys

import pytest

KEY = "a-secret-of-production-0123456789-abcdefghijklmnopqrstuvwxyz"
SAFE = {
    "SYMPOSIUM_SECRET_KEY": KEY,
    "SYMPOSIUM_SITE_URL": "https://symposium.example.org",
    "SYMPOSIUM_EMAIL_URL": "smtp+tls://user:secret@mail.example.org",
}


def start(code="import symposium.settings", **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SYMPOSIUM_", "DJANGO_"))}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, check=False)


def test_safe_values_start():
    assert start(**SAFE).returncode == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SYMPOSIUM_SECRET_KEY": ""}, "SYMPOSIUM_SECRET_KEY must be a secret"),
        ({"SYMPOSIUM_SECRET_KEY": "a" * 80}, "SYMPOSIUM_SECRET_KEY must be a secret"),
        ({"SYMPOSIUM_DEBUG": "yes"}, "SYMPOSIUM_DEBUG is on"),
        (
            {"SYMPOSIUM_DEBUG": "yes", "SYMPOSIUM_SITE_URL": "", "SYMPOSIUM_ALLOWED_HOSTS": "symposium.example.org"},
            "SYMPOSIUM_DEBUG is on",
        ),
        ({"SYMPOSIUM_DEBUG": "maybe"}, "SYMPOSIUM_DEBUG is 'maybe'"),
        ({"SYMPOSIUM_SITE_URL": "http://symposium.example.org"}, "must travel by https"),
        ({"SYMPOSIUM_SITE_URL": "symposium.example.org"}, "SYMPOSIUM_SITE_URL is"),
        ({"SYMPOSIUM_ALLOWED_HOSTS": "*"}, "SYMPOSIUM_ALLOWED_HOSTS holds '*'"),
        ({"SYMPOSIUM_DATABASE_URL": "mysql://x"}, "SYMPOSIUM_DATABASE_URL begins with 'mysql'"),
        ({"SYMPOSIUM_SECOND_FACTOR": "sometimes"}, "SYMPOSIUM_SECOND_FACTOR is 'sometimes'"),
        ({"SYMPOSIUM_EMAIL_URL": ""}, "SYMPOSIUM_EMAIL_URL is not set"),
        ({"SYMPOSIUM_EMAIL_URL": "pigeon://x"}, "SYMPOSIUM_EMAIL_URL begins with 'pigeon'"),
    ],
)
def test_an_unsafe_value_stops_the_start_and_is_named(change, words):
    done = start(**SAFE | change)
    assert done.returncode != 0
    assert words in done.stderr


def test_the_folder_of_data_is_made_for_its_owner_alone_and_holds_database_and_mails(tmp_path):
    folder = tmp_path / "not yet" / "100% ours"
    code = "from symposium import settings as s; print(s.DATABASES['default']['NAME'], s.MAILERS['default']['OPTIONS'])"
    done = start(code, SYMPOSIUM_SECRET_KEY=KEY, SYMPOSIUM_VAR_DIR=str(folder))
    assert done.returncode == 0, done.stderr
    assert folder.stat().st_mode & 0o777 == 0o700
    assert done.stdout.strip() == f"{folder}/symposium.sqlite3 {{'file_path': '{folder}/mail'}}"


def test_a_folder_of_data_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    done = start(**SAFE, SYMPOSIUM_VAR_DIR=str(tmp_path / "file" / "var"))
    assert done.returncode != 0
    assert "SYMPOSIUM_VAR_DIR is" in done.stderr


@pytest.mark.parametrize(
    ("value", "contact"),
    [
        ("", "mailto:desk@example.org"),
        ("mailto:security@example.org", "mailto:security@example.org"),
        ("https://example.org/security", "https://example.org/security"),
        ("tel:+441234567890", "tel:+441234567890"),
    ],
)
def test_a_weakness_is_reported_where_the_setting_says_or_to_who_sends_mails(value, contact):
    environment = SAFE | {"SYMPOSIUM_SECURITY_CONTACT": value, "SYMPOSIUM_FROM_EMAIL": "The Desk <desk@example.org>"}
    done = start("import symposium.settings as s; print(s.SECURITY_CONTACT)", **environment)
    assert done.stdout.strip() == contact


@pytest.mark.parametrize(
    "value",
    [
        "security@example.org",
        "http://example.org/",
        "mailto:",
        "mailto:x",
        "tel:call-me",
        "https:///",
        "mailto:a@b\nEvil: x",
    ],
)
def test_a_contact_that_nobody_can_reach_stops_the_start(value):
    done = start(**SAFE | {"SYMPOSIUM_SECURITY_CONTACT": value})
    assert done.returncode != 0
    assert "SYMPOSIUM_SECURITY_CONTACT is" in done.stderr


def test_postgresql_is_told_to_plan_once_and_compile_nothing_unless_a_pooler_stands_between():
    code = "from symposium import settings as s; print(s.DATABASES['default']['OPTIONS'])"
    url = "postgres://symposium@127.0.0.1/symposium?sslmode=require"
    options = {"options": "-c jit=off", "prepare_threshold": 0, "sslmode": "require"}
    assert start(code, **SAFE, SYMPOSIUM_DATABASE_URL=url).stdout.strip() == str(options)
    pooled = start(code, **SAFE, SYMPOSIUM_DATABASE_URL=f"{url}&pooled=yes")
    assert pooled.stdout.strip() == "{'sslmode': 'require'}"
