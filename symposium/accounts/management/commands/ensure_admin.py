"""``manage.py ensure_admin``: somebody can sign in to the admin of a site on this machine."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from symposium.accounts.models import User
from symposium.kit import env

DEFAULT_EMAIL = "admin@example.org"
FILE = "admin-password.txt"


class Command(BaseCommand):
    """Makes the first superuser with a password made here; later it says again which one that was."""

    help = "Makes a superuser with a fresh password when there is none, and prints how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        note = Path(settings.VAR_DIR) / FILE
        admin = User.objects.filter(is_superuser=True).order_by("pk").first()
        if admin is None:
            admin, password = _make(env.text("ADMIN_EMAIL", DEFAULT_EMAIL))
            _write(note, password)
        else:
            password = note.read_text().strip() if note.exists() else ""
        if password and admin.check_password(password):
            self.stdout.write(f"Sign in as {admin.email} with the password {password}")
        else:
            self.stdout.write(f"Sign in as {admin.email} with the password that was set for it.")


def _make(email: str) -> tuple[User, str]:
    """A superuser; an account that has the address already becomes one and gets the new password."""
    password = secrets.token_urlsafe(15)
    admin = User.objects.filter(email=email.strip().lower()).first()
    if admin is None:
        return User.objects.create_superuser(email, password), password
    admin.is_superuser = admin.is_active = True
    admin.set_password(password)
    admin.save()
    return admin, password


def _write(note: Path, password: str) -> None:
    """Readable by its owner alone from the first moment on."""
    note.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{password}\n")
