"""Settings of the tests: those of production, on a fresh database, with nothing sent."""

import os

# What the shell has set for a site of its own is not the tests'.
for name in [name for name in os.environ if name.startswith("SYMPOSIUM_") and name != "SYMPOSIUM_CHROMIUM"]:
    del os.environ[name]
os.environ["SYMPOSIUM_SECRET_KEY"] = "only-for-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
os.environ["SYMPOSIUM_SITE_URL"] = "http://testserver"
os.environ["SYMPOSIUM_DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or "sqlite:///var/tests.sqlite3"

from symposium.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
