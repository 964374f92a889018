"""Deeds of an import: brought, answered, looked at again, written, undone. What takes long is done by the worker.

A row says what is to be done; a task only wakes the worker, and a sweep finds what no task did (as the outbox does).
"""

import secrets
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.exchange import tasks
from symposium.exchange.models import Import
from symposium.exchange.readers import Options, Reader, reader_for
from symposium.exchange.working import FOLDER, storage

State = Import.State
HEAD_BYTES = 64 * 1024


class NotReadableError(Exception):
    """Nobody here reads such a file, or it is too large; the message is written for whoever sent it."""


def bring(upload: File[Any], *, event: Event | None, user: User, takes_event: bool = True) -> Import:
    """Keep a file that somebody sent and have it read; without an event it makes a new one. Raises NotReadableError."""
    name = upload.name or ""
    upload.seek(0)
    reader = reader_for(upload.read(HEAD_BYTES), name)
    if reader is None:
        raise NotReadableError(_("Nobody here can read this kind of file. Choose one of those that are named below."))
    if (upload.size or 0) > reader.most_bytes:
        words = _("This file is larger than %(most)d MB, which is the most for %(label)s.")
        raise NotReadableError(words % {"most": reader.most_bytes // 1024 // 1024, "label": reader.label})
    upload.seek(0)
    path = storage().save(f"{FOLDER}/{secrets.token_hex(16)}", upload)
    with transaction.atomic():
        kept = Import.objects.create(
            event=event,
            user=user,
            makes_event=event is None,
            takes_event=takes_event,
            source=reader.name,
            file_name=name[-160:],
            path=path,
            state=State.ASKING if asks(reader, path, name, event) else State.READING,
        )
        if kept.state == State.READING:
            tasks.work.enqueue(kept.pk)
    return kept


def asks(reader: Reader, path: str, name: str, event: Event | None) -> Any:
    """The form of what must be known before a kept file can be read, or None."""
    if reader.ask is None:
        return None
    with storage().open(path) as file:
        return reader.ask(file, Options(name, event.timezone if event else ""))


def answer(kept: Import, choices: Mapping[str, str]) -> None:
    """Note what was answered, and have the file read."""
    with transaction.atomic():
        if Import.objects.filter(pk=kept.pk, state=State.ASKING).update(choices=dict(choices), state=State.READING):
            tasks.work.enqueue(kept.pk)


def look_again(kept: Import) -> None:
    """Have the file read once more, against the event as it is now."""
    _have_done(kept, {State.READY, State.WRONG}, State.READING)


def go_on(kept: Import) -> None:
    """Have it written, as the preview said."""
    _have_done(kept, {State.READY}, State.WRITING)


def _have_done(kept: Import, before: set[str], state: str) -> None:
    fresh = {"state": state, "held_until": None, "done": 0, "total": 0}
    with transaction.atomic():
        if Import.objects.filter(pk=kept.pk, state__in=before).exclude(path="").update(**fresh):
            tasks.work.enqueue(kept.pk)


def undo(kept: Import, *, user: User) -> None:
    """Have an import taken back: all of it, or nothing where something changed since (then ``problems`` say what)."""
    with transaction.atomic():
        done = Import.objects.filter(pk=kept.pk, state=State.DONE).exclude(undo=[])
        if done.update(state=State.UNDOING, held_until=None, done=0, total=0, undone_by=user):
            tasks.work.enqueue(kept.pk)
