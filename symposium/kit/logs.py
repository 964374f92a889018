"""What must not stand in a log: guests' links open their pages for whoever reads them."""

import logging
import re

# ``join`` and ``reset`` are of staff: invitations to a team, and new passwords.
_LINK = re.compile(r"/(registrations|invitations|speaking|calendars|join|reset)/[A-Za-z0-9_=%-]{8,}")


class HideLinks(logging.Filter):
    """Cuts the token out of every guest's link in a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """The record passes, its message written out and cut."""
        message = record.getMessage()
        if _LINK.search(message):
            record.msg, record.args = _LINK.sub(r"/\1/...", message), None
        return True
