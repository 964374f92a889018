"""``manage.py worker``: runs tasks as they come and the sweeps every half minute, in one process."""

import threading
from typing import Any

from django_tasks_db.management.commands import db_worker

from symposium.kit.sweeps import sweep_all

SECONDS_BETWEEN_SWEEPS = 30


class Command(db_worker.Command):
    """The tasks' worker with a broom beside it. Several may run; they keep out of each other's way."""

    help = "Send mails and do what the clock makes necessary, until stopped."

    def handle(self, **options: Any) -> None:
        """Sweep in a thread of its own, so that a long task does not hold up the clock."""
        stop = threading.Event()
        broom = threading.Thread(target=self.sweep_until, args=(stop,), name="sweeps", daemon=True)
        broom.start()
        try:
            super().handle(**options)
        finally:
            stop.set()
            broom.join(timeout=5)

    @staticmethod
    def sweep_until(stop: threading.Event) -> None:
        """One round at once, then one every half minute."""
        while True:
            sweep_all()
            if stop.wait(SECONDS_BETWEEN_SWEEPS):
                return
