"""Typed reading of settings from the environment; a bad value stops the start and says which.

Every name is prefixed ``SYMPOSIUM_``. The table of names stands in docs/operators/settings.md.
"""

import os
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "SYMPOSIUM_"
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The value of ``SYMPOSIUM_<name>`` without surrounding space, or the default when it is unset or empty."""
    return os.environ.get(PREFIX + name, "").strip() or default


def choice(name: str, words_known: tuple[str, ...]) -> str:
    """One of the words, the first where it is unset; raises ImproperlyConfigured for any other."""
    value = text(name).lower() or words_known[0]
    if value not in words_known:
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}: write {' or '.join(words_known)}.")
    return value


def boolean(name: str, *, default: bool = False) -> bool:
    """Yes or no; raises ImproperlyConfigured for any other word."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}: write yes or no.")


def number(name: str, default: int) -> int:
    """A whole number above zero; raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdecimal() or not 0 < int(value) < 10**9:
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}: write a whole number above zero.")
    return int(value)


def words(name: str) -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def contact(name: str, sender: str) -> str:
    """Where people report a weakness: a ``mailto:``, ``https:`` or ``tel:`` address (RFC 9116 §2.5.3).

    Left empty, it is the address of ``sender``, as mails name it.
    """
    value = text(name) or f"mailto:{parseaddr(sender)[1]}"
    scheme, _, rest = value.partition(":")
    fits = {"mailto": "@" in rest.strip("@"), "https": bool(urlsplit(value).hostname), "tel": rest.strip("+").isdigit()}
    if not fits.get(scheme) or any(sign.isspace() or not sign.isprintable() for sign in value):
        raise ImproperlyConfigured(
            f"{PREFIX}{name} is {value!r}: write mailto:name@host, https://host/page or tel:+441234567890."
        )
    return value


def database(url: str, base: Path) -> dict[str, object]:
    """Django's DATABASES entry for ``sqlite:///path`` or ``postgres://user:password@host:port/name``.

    A relative SQLite path is taken from ``base``. Query parameters become PostgreSQL connection options; one of them is
    ours: ``pooled=yes`` says that a pooler stands between which hands a connection to another client after each
    transaction, and keeps no statements and no settings for anybody.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        return _sqlite(path if path == ":memory:" else str(base / path))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "symposium.kit.postgres",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _postgres_options(dict(parse_qsl(parts.query))),
        }
    raise ImproperlyConfigured(
        f"{PREFIX}DATABASE_URL begins with {parts.scheme!r}: write sqlite:///path or postgres://user:password@host/name."
    )


def _postgres_options(given: dict[str, str]) -> dict[str, object]:
    """Small queries, asked thousands of times: compiling one, and planning one anew, costs more than answering it."""
    if given.pop("pooled", "no").lower() in {"yes", "true", "1"}:
        return dict(given)
    return {"options": "-c jit=off", "prepare_threshold": 0, **given}


def _sqlite(name: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def cache(url: str) -> dict[str, object]:
    """Django's CACHES entry: in each process where ``url`` is empty, else ``redis://host:port/number``.

    Keys hold the revision of what they cache, so that each process may keep its own and none is ever stale.
    """
    common: dict[str, object] = {"TIMEOUT": 86_400, "KEY_PREFIX": "symposium"}
    if not url:
        backend = "django.core.cache.backends.locmem.LocMemCache"
        return {**common, "BACKEND": backend, "OPTIONS": {"MAX_ENTRIES": 4_000}}
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss", "unix"} or not (parts.hostname or parts.path):
        raise ImproperlyConfigured(
            f"{PREFIX}CACHE_URL begins with {parts.scheme!r}: write redis://host:port/number, or leave it empty."
        )
    return {**common, "BACKEND": "symposium.kit.caches.ForgivingRedisCache", "LOCATION": url}


def mailer(url: str, base: Path) -> dict[str, object]:
    """Django's MAILERS entry for ``smtp://``, ``smtps://``, ``smtp+tls://``, ``file:///folder`` or ``console:``."""
    parts = urlsplit(url)
    backends = "django.core.mail.backends"
    if parts.scheme == "console":
        return {"BACKEND": f"{backends}.console.EmailBackend"}
    if parts.scheme == "file":
        folder = str(base / unquote(parts.path.removeprefix("/")))
        return {"BACKEND": f"{backends}.filebased.EmailBackend", "OPTIONS": {"file_path": folder}}
    ports = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
    if parts.scheme in ports:
        options = {
            "host": parts.hostname or "localhost",
            "port": parts.port or ports[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp+tls",
            "timeout": 20,
        }
        return {"BACKEND": f"{backends}.smtp.EmailBackend", "OPTIONS": options}
    raise ImproperlyConfigured(
        f"{PREFIX}EMAIL_URL begins with {parts.scheme!r}: "
        "write smtp://, smtps://, smtp+tls://, file:///folder or console:."
    )
