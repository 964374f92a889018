"""``manage.py reseal_site_access``: all site-access details under the first key, so that former keys can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registrations.sealing import can_seal
from registrations.services.site_access import reseal_all


class Command(BaseCommand):
    """Put the new key first in SYMPOSIUM_SITE_ACCESS_KEYS, restart, run this, take the former key away."""

    help = "Encrypt all site-access details with the first key. Safe to run at any time, also while the site runs."

    def handle(self, **options: Any) -> None:
        """Say how many; CommandError where some are sealed with a key that this server does not have."""
        if not can_seal():
            raise CommandError("SYMPOSIUM_SITE_ACCESS_KEYS is empty: there is no key to encrypt with.")
        done, unknown = reseal_all()
        self.stdout.write(f"encrypted with the first key: {done}")
        if unknown:
            raise CommandError(
                f"{unknown} could not be opened with any key in SYMPOSIUM_SITE_ACCESS_KEYS and stay as they are. "
                "Add the key that they were sealed with, and run this again before you take any key away."
            )
