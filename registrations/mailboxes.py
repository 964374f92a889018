"""Where mail is read from: a file, a folder, standard input, or a mailbox on a server; each yields whole mails.

What is longer than an answer can be is cut, and so is none (``replies.MOST_BYTES``).
"""

import imaplib
import mailbox
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from registrations.replies import MOST_BYTES

CUT = MOST_BYTES + 1
TIMEOUT_SECONDS = 60


class NoMailboxError(Exception):
    """There is no such mailbox; the message says what to do."""


def from_stream(stream: BinaryIO) -> Iterator[bytes]:
    """One mail, as a mail server hands it to a program."""
    yield stream.read(CUT)


def from_mbox(path: Path) -> Iterator[bytes]:
    """A file of mails. Raises NoMailboxError."""
    if not path.is_file():
        raise NoMailboxError(f"{path} is no file: name an mbox.")
    yield from _in(mailbox.mbox(path, create=False))


def from_maildir(path: Path) -> Iterator[bytes]:
    """A folder with a file for each mail. Raises NoMailboxError."""
    if not (path / "new").is_dir() or not (path / "cur").is_dir():
        raise NoMailboxError(f"{path} is no Maildir: it has no folders 'new' and 'cur'.")
    yield from _in(mailbox.Maildir(path, create=False))


def _in(box: mailbox.Mailbox) -> Iterator[bytes]:
    try:
        for key in box.iterkeys():
            with box.get_file(key) as mail:
                yield mail.read(CUT)
    finally:
        box.close()


def from_imap(url: str) -> Iterator[bytes]:
    """Unread mails of ``imaps://user:password@host:993/folder``; each is marked as read when the next is asked for.

    Raises NoMailboxError; the message holds no password.
    """
    parts = urlsplit(url)
    if parts.scheme != "imaps" or not parts.hostname or not parts.username:
        raise NoMailboxError("SYMPOSIUM_REPLIES_URL: write imaps://user:password@host/INBOX.")
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    try:
        with imaplib.IMAP4_SSL(parts.hostname, parts.port or 993, timeout=TIMEOUT_SECONDS) as box:
            box.login(unquote(parts.username), unquote(parts.password or ""))
            status, _said = box.select(f'"{folder}"')
            if status != "OK":
                raise NoMailboxError(f"{parts.hostname} has no folder {folder}.")
            yield from _unread(box)
    except (imaplib.IMAP4.error, OSError) as error:
        raise NoMailboxError(f"{parts.hostname} does not let us read: {error}") from None


def _unread(box: imaplib.IMAP4) -> Iterator[bytes]:
    _status, found = box.search(None, "UNSEEN")
    for number in (found[0] or b"").split():
        _status, data = box.fetch(number.decode(), f"(BODY.PEEK[]<0.{CUT}>)")
        mail = data[0][1] if data and isinstance(data[0], tuple) else b""
        yield mail
        box.store(number.decode(), "+FLAGS", "\\Seen")
