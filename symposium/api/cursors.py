"""Where a list goes on: the place of the last row that was given, signed, so that nobody makes one up.

A place is made of what no change of a row moves (its number, the moment it came) or moves backwards (the moment it
changed): whatever is added, changed or deleted while somebody reads page after page, no row that was there all the
time is left out, and none whose place stays comes twice.
"""

from datetime import UTC, datetime, timedelta

from django.core import signing

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def write(kind: str, pk: int, moment: datetime = _BEGINNING) -> str:
    """The cursor behind a row; ``kind`` is the list that it belongs to."""
    return _signer(kind).sign(f"{pk}.{(moment - _BEGINNING) // _TICK}")


def read(kind: str, cursor: str) -> tuple[int, datetime]:
    """Number and moment of the row behind which the list goes on; raises ValueError for what is no cursor of ours."""
    try:
        number, _dot, ticks = _signer(kind).unsign(cursor).partition(".")
    except signing.BadSignature:
        raise ValueError(cursor) from None
    return int(number), _BEGINNING + int(ticks) * _TICK


def _signer(kind: str) -> signing.Signer:
    return signing.Signer(sep="~", salt=f"symposium.api.cursor.{kind}")
