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


def start(**environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SYMPOSIUM_", "DJANGO_"))}
    command = [sys.executable, "-c", "import symposium.settings"]
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, check=False)


def test_safe_values_start():
    assert start(**SAFE).returncode == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SYMPOSIUM_SECRET_KEY": ""}, "SYMPOSIUM_SECRET_KEY must be a secret"),
        ({"SYMPOSIUM_SECRET_KEY": "a" * 80}, "SYMPOSIUM_SECRET_KEY must be a secret"),
        ({"SYMPOSIUM_DEBUG": "yes"}, "SYMPOSIUM_DEBUG is on"),
        ({"SYMPOSIUM_DEBUG": "maybe"}, "SYMPOSIUM_DEBUG is 'maybe'"),
        ({"SYMPOSIUM_SITE_URL": "http://symposium.example.org"}, "must travel by https"),
        ({"SYMPOSIUM_SITE_URL": "symposium.example.org"}, "SYMPOSIUM_SITE_URL is"),
        ({"SYMPOSIUM_ALLOWED_HOSTS": "*"}, "SYMPOSIUM_ALLOWED_HOSTS holds '*'"),
        ({"SYMPOSIUM_DATABASE_URL": "mysql://x"}, "SYMPOSIUM_DATABASE_URL begins with 'mysql'"),
        ({"SYMPOSIUM_EMAIL_URL": ""}, "SYMPOSIUM_EMAIL_URL is not set"),
        ({"SYMPOSIUM_EMAIL_URL": "pigeon://x"}, "SYMPOSIUM_EMAIL_URL begins with 'pigeon'"),
    ],
)
def test_an_unsafe_value_stops_the_start_and_is_named(change, words):
    done = start(**SAFE | change)
    assert done.returncode != 0
    assert words in done.stderr
