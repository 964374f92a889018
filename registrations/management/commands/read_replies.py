"""``manage.py read_replies``: what guests' calendars and other mail servers answered (docs/operators/upkeep.md)."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registrations import services
from registrations.mailboxes import NoMailboxError, from_imap, from_maildir, from_mbox, from_stream
from symposium.mail.bounces import take_bounce


class Command(BaseCommand):
    """Reads mails and records their answers, and which of our mails came back; frees no seat, whatever they say."""

    help = (
        "Record what guests answered to invitations from their calendars, and which of our mails could not be "
        "delivered. Without an argument, unread mails of the mailbox in SYMPOSIUM_REPLIES_URL are read. Safe to run as "
        "often as you like."
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
        found: Counter[str] = Counter()
        try:
            found.update(services.take_replies(_without_bounces(mails, found)))
        except NoMailboxError as error:
            raise CommandError(str(error)) from None
        for outcome, number in sorted(found.items()):
            self.stdout.write(f"{outcome}: {number}")


def _without_bounces(mails: Iterable[bytes], found: Counter[str]) -> Iterator[bytes]:
    """The mails that are no reports of mail servers; those are noted, and counted in ``found``."""
    for raw in mails:
        outcome = take_bounce(raw)
        if outcome is None:
            yield raw
        else:
            found[outcome] += 1
