"""What a mail says, written when it is needed: each app adds who writes its mails in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

from symposium.kit.languages import plainly
from symposium.mail.models import OutgoingMail


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of one mail; ``calendar`` is empty where nothing is attached."""

    text: str
    html: str
    calendar: str = ""


class NotNeededError(Exception):
    """Raised by a writer: whom the mail was for is no longer concerned. It is given up at once."""


type Writer = Callable[[OutgoingMail], Written]
_writers: dict[str, Writer] = {}


def add_writer(family: str, writer: Writer) -> None:
    """Have ``writer(mail)`` write all mails whose kind is ``family`` or begins with ``family_``.

    It may be called more than once for a mail: what it writes depends on ``mail.about`` and on what it names alone.
    """
    _writers[family] = writer


@plainly()
def write(mail: OutgoingMail) -> OutgoingMail:
    """Give the mail its texts, in its language, where it has none yet; saved only by whoever sends it."""
    writer = None if mail.text else _writers.get(mail.kind) or _writers.get(mail.kind.partition("_")[0])
    if writer and mail.about:
        with translation.override(mail.language or translation.get_language()):
            written = writer(mail)
        mail.text, mail.html, mail.calendar = written.text, written.html, written.calendar
    return mail
