"""``manage.py sweep``: one round of what the clock makes necessary, for cron or by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from symposium.kit.sweeps import sweep_all


class Command(BaseCommand):
    """One round of sweeps."""

    help = "Send mails that are due and do what the clock makes necessary, once."

    def handle(self, **options: Any) -> None:
        """Say what was done."""
        for name, result in sweep_all().items():
            self.stdout.write(f"{name}: {result}")
