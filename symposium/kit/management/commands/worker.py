"""``manage.py worker``: runs tasks as they come, the sweeps and the watches, in one process."""

import os
import threading
from typing import Any

from django_tasks_db.management.commands import db_worker

from symposium.kit.sweeps import keep_watching

# Behind the web server wherever both run on one machine: a guest waits for a page, a mail may come a second later.
NICENESS = 19


class Command(db_worker.Command):
    """The tasks' worker with threads beside it. Several may run; they keep out of each other's way."""

    help = "Send mails and do what the clock makes necessary, until stopped."

    def handle(self, **options: Any) -> None:
        """Sweep and watch in threads of their own, so that a long task does not hold up the clock."""
        os.nice(max(0, NICENESS - os.nice(0)))
        stop = threading.Event()
        threads = keep_watching(stop)
        try:
            super().handle(**options)
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=5)
