"""What the worker does for an import: reads it, writes it, takes it up again where a process was killed."""

import logging
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registrations.services import By
from symposium.accounts.models import User
from symposium.exchange.importing import Importer, Outcome
from symposium.exchange.models import WAITING, Import, Kind, ReplacedPicture
from symposium.exchange.pictures import noted, store
from symposium.exchange.readers import Options, Problem, Reading, ReadingError, known_as
from symposium.exchange.shapes import SHAPE, SHAPES
from symposium.exchange.undoing import ChangedSinceError, take_back
from symposium.history.acting import acting
from symposium.history.models import Edit

logger = logging.getLogger(__name__)
State = Import.State
# How long a process may take before another tries: a killed one has left nothing half done.
LEASE = timedelta(minutes=10)
KEPT = timedelta(days=30)
FOLDER = "imports"
MOST_PROBLEMS = 500
_PICTURES = {picture.folder: picture for shape in SHAPES for picture in shape.pictures.values()}


def storage() -> Storage:
    """Where files lie until they are forgotten: no address leads there."""
    return storages["private"]


def work(pk: int, now: datetime | None = None) -> bool:
    """Do for one import what is its turn, if nobody else is at it; whether there was anything. Safe to call twice."""
    now = now or timezone.now()
    waiting = Import.objects.waiting().filter(pk=pk).exclude(held_until__gt=now)
    if not waiting.update(held_until=now + LEASE):
        return False
    kept = Import.objects.select_related("event", "user", "undone_by").get(pk=pk)
    try:
        _work(kept)
    except Exception:
        logger.exception("import %s failed", pk)
        words = _("Something went wrong here that is not your file's fault. Nothing was changed.")
        _settle(kept, State.DONE if kept.state == State.UNDOING else State.WRONG, problems=[Problem("", "", words)])
    return True


def _work(kept: Import) -> None:
    if kept.state == State.UNDOING:
        _undo(kept)
        return
    reader = known_as(kept.source)
    if reader is None or not kept.path:
        _settle(kept, State.WRONG, problems=[Problem("", "", _("The file is not here any more. Send it again."))])
        return
    with storage().open(kept.path) as file:
        zone = kept.event.timezone if kept.event else ""
        try:
            reading = reader.read(file, Options(kept.file_name, zone, kept.choices))
        except ReadingError as error:
            _settle(kept, State.WRONG, problems=[Problem("", "", str(error))])
            return
        if kept.state == State.READING:
            _preview(kept, reading)
        else:
            _write(kept, reading)


def _preview(kept: Import, reading: Reading) -> None:
    outcome = _importer(kept, reading).run()
    state = State.READY if outcome.is_sound else State.WRONG
    found = {"steps": outcome.steps_as_json(), "pictures": outcome.pictures}
    _settle(kept, state, problems=outcome.problems, **found)


def _write(kept: Import, reading: Reading) -> None:
    """Pictures first, each noted so that it goes again if nothing comes of it; then all rows at once."""
    Import.objects.filter(pk=kept.pk).update(total=len(kept.pictures))
    stored = {}
    for number, (name, folder) in enumerate(kept.pictures, 1):
        stored[noted(name, folder)] = store(reading.pictures, name, _PICTURES[folder])
        Import.objects.filter(pk=kept.pk).update(done=number)
    with transaction.atomic():
        if not Import.objects.select_for_update().filter(pk=kept.pk, state=State.WRITING).exists():
            # Somebody else, who was thought dead, has done it meanwhile.
            return
        with acting(kept.user, deed=Edit.Deed.IMPORTED):
            outcome = _importer(kept, reading, stored=stored, expected=kept.steps).run()
        if outcome.event is None:
            _say_changed(kept, outcome)
            return
        _keep_replaced(kept, outcome)
        done = {"event": outcome.event, "undo": outcome.undo, "done_at": timezone.now()}
        _settle(kept, State.DONE, steps=outcome.steps_as_json(), problems=outcome.problems, **done)


def _undo(kept: Import) -> None:
    """All of it, or nothing: then it stands as it was imported, with what changed since."""
    try:
        with transaction.atomic():
            if Import.objects.select_for_update().filter(pk=kept.pk, state=State.UNDOING).exists():
                with acting(kept.undone_by, deed=Edit.Deed.RESTORED):
                    take_back(kept.undo, by=_by(kept.undone_by))
                ReplacedPicture.objects.filter(by=kept).delete()
                _settle(kept, State.UNDONE, problems=[], undo=[])
    except ChangedSinceError as error:
        _settle(kept, State.DONE, problems=error.problems, undone_by=None)


def _say_changed(kept: Import, outcome: Outcome) -> None:
    """What the preview said does not hold any more."""
    words = _("Something changed since you looked. This is what the import would do now; nothing was done yet.")
    changed = Problem("", "", words, is_warning=True)
    state = State.READY if outcome.is_sound else State.WRONG
    found = {"steps": outcome.steps_as_json(), "pictures": outcome.pictures}
    _settle(kept, state, problems=[changed, *outcome.problems], **found)


def _importer(kept: Import, reading: Reading, **more: Any) -> Importer:
    event = None if kept.makes_event else kept.event
    return Importer(reading, source=kept.source, event=event, by=_by(kept.user), takes_event=kept.takes_event, **more)


def _by(user: User | None) -> By:
    """Whoever asked for it, also once their account is gone."""
    return By.of(user, "") if user else By.of(User())


def _keep_replaced(kept: Import, outcome: Outcome) -> None:
    """What rows named before stays in the storage as long as it may come back."""
    replaced = [
        one["before"][name]
        for one in outcome.undo
        if "kind" in one
        for name in SHAPE[Kind(one["kind"])].pictures
        if one["before"].get(name)
    ]
    ReplacedPicture.objects.bulk_create([ReplacedPicture(by=kept, image=name) for name in replaced])


def _settle(kept: Import, state: str, *, problems: list[Problem], **fields: Any) -> None:
    said = [asdict(problem) for problem in problems[:MOST_PROBLEMS]]
    mine = Import.objects.filter(pk=kept.pk, state=kept.state)
    mine.update(state=state, held_until=None, problems=said, **fields)


def take_up_again(now: datetime | None = None) -> int:
    """Do what no task did, or what a killed process left; how many."""
    now = now or timezone.now()
    due = Import.objects.waiting().exclude(held_until__gt=now).filter(created_at__lt=now - timedelta(minutes=1))
    return sum(work(pk, now) for pk in due.values_list("pk", flat=True)[:5])


def forget_old(now: datetime | None = None) -> int:
    """Delete files and what undoes imports after 30 days; who imported what and when stays. How many."""
    old = Import.objects.filter(created_at__lt=(now or timezone.now()) - KEPT).exclude(path="", undo=[])
    forgotten = 0
    for kept in old.exclude(state__in=WAITING)[:50]:
        if kept.path:
            storage().delete(kept.path)
        ReplacedPicture.objects.filter(by=kept).delete()
        Import.objects.filter(pk=kept.pk).update(path="", undo=[], choices={})
        forgotten += 1
    return forgotten + _forget_unnamed(now or timezone.now())


def _forget_unnamed(now: datetime) -> int:
    """Files that came with a row which never was, a day old."""
    if not storage().exists(FOLDER):
        return 0
    paths = {f"{FOLDER}/{name}" for name in storage().listdir(FOLDER)[1]}
    unnamed = paths - set(Import.objects.exclude(path="").values_list("path", flat=True))
    old = [path for path in unnamed if storage().get_modified_time(path) < now - timedelta(days=1)]
    for path in old:
        storage().delete(path)
    return len(old)
