"""What this release is: a fingerprint of code, templates and styles, so that an upgrade makes new ETags."""

import functools
import hashlib

from django.conf import settings

_SUFFIXES = {".py", ".html", ".txt", ".xml", ".css", ".js", ".mo", ".po", ".typ"}


@functools.cache
def fingerprint() -> str:
    """12 hexadecimal digits that change when anything that makes pages does, packages and settings too; read once."""
    digest = hashlib.sha256(f"{settings.SITE_URL} {settings.DEFAULT_FROM_EMAIL}".encode())
    digest.update((settings.BASE_DIR / "requirements.lock").read_bytes())
    for folder in ("symposium", "speakers", "registrations", "templates", "static", "locale"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
