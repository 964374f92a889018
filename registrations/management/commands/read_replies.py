"""``manage.py read_replies``: what guests answered from their calendars (docs/operators/upkeep.md)."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registrations import services
from registrations.mailboxes import NoMailboxError, from_imap, from_maildir, from_mbox, from_stream


class Command(BaseCommand):
    """Reads mails and records their answers; frees no seat, whatever they say."""

    help = (
        "Record what guests answered to invitations from their calendars. Without an argument, unread mails of the "
        "mailbox in SYMPOSIUM_REPLIES_URL are read. Safe to run as often as you like."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--mbox", type=Path, help="a file of mails")
        source.add_argument("--maildir", type=Path, help="a folder of mails")
        source.add_argument("--stdin", action="store_true", help="one mail, as a mail server hands it to a program")

    def handle(self, **options: Any) -> None:
        """Say how many of each outcome; CommandError where there is no such mailbox."""
        if options["mbox"]:
            mails = from_mbox(options["mbox"])
        elif options["maildir"]:
            mails = from_maildir(options["maildir"])
        elif options["stdin"]:
            mails = from_stream(sys.stdin.buffer)
        elif settings.REPLIES_URL:
            mails = from_imap(settings.REPLIES_URL)
        else:
            raise CommandError("Name --mbox, --maildir or --stdin, or set SYMPOSIUM_REPLIES_URL.")
        try:
            found = services.take_replies(mails)
        except NoMailboxError as error:
            raise CommandError(str(error)) from None
        for outcome, number in sorted(found.items()):
            self.stdout.write(f"{outcome}: {number}")
