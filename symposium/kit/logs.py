"""What must not stand in a log: guests' links, which open their pages for whoever reads them, and what is no news."""

import logging
import re
from http import HTTPStatus

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


class LeaveForms(logging.Filter):
    """Drops what Django says of a form that came back: whoever sent it was told why, and in a rush it is thousands."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is about anything else."""
        return getattr(record, "status_code", 0) not in {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
