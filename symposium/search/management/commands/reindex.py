"""``manage.py reindex``: the index of the search, made anew from all that is public."""

from typing import Any

from django.core.management.base import BaseCommand

from symposium.search.services import reindex


class Command(BaseCommand):
    """The whole index. It is never needed while the site does what it should, and never wrong."""

    help = "Make the index of the search anew. Safe to run at any time, also while the site runs."

    def handle(self, **options: Any) -> None:
        """Say how many documents were not as they should be."""
        self.stdout.write(f"documents written or deleted: {reindex()}")
