"""``manage.py collect_if_changed``: gather static files when this release or its packages are new."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from symposium.kit.release import fingerprint


class Command(BaseCommand):
    """Static files are gathered once for each release."""

    help = "Gather static files if code, styles or packages have changed since the last time."

    def handle(self, **options: Any) -> None:
        """Compare what is there with what was gathered."""
        lock = (settings.BASE_DIR / "requirements.lock").read_bytes()
        state = f"{fingerprint()} {hashlib.sha256(lock).hexdigest()}"
        stamp = settings.STATIC_ROOT / ".gathered"
        if stamp.exists() and stamp.read_text() == state:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state)
