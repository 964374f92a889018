"""Publishing: whatever a visitor could see is changed inside ``publishing()``, which raises revisions at its end.

A page's cache key and ETag are made of the revision of what it shows (docs/decisions/0003). Changes nest: only the
outermost block raises revisions and calls the followers (the calendars), once for each thing that was touched, in the
same transaction as the change itself.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from symposium.kit.models import Counter
from symposium.kit.prepared import Prepared

SITE = "site"

# A revised thing by its key, or a counter by its name.
type Subject = tuple["type[Revised] | str", int | None]
type Touch = Callable[["type[Revised] | str", int | None], None]
type Follower = Callable[[Any], object]

_touched: ContextVar[dict[Subject, None] | None] = ContextVar("touched", default=None)
_followers: dict[tuple["type[Revised] | str", bool], list[Follower]] = {}


class Revised(models.Model):
    """Something whose public pages are cached under its revision."""

    revision = models.PositiveBigIntegerField(default=1, editable=False)
    revised_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


def follow(subject: type[Revised] | str, follower: Follower, *, alone: bool = False) -> None:
    """Have ``follower(pk)`` called in every transaction that publishes a change; for AppConfig.ready.

    Followers ``alone`` are called last, while the site's counter is held: no two of them run at once, and each sees
    all that was published before. They alone may follow a counter, by its name (``pk`` is None).
    """
    followers = _followers.setdefault((subject, alone), [])
    if follower not in followers:
        followers.append(follower)


@contextmanager
def publishing() -> Iterator[Touch]:
    """One transaction in which public content changes; yields ``touch(model, pk)`` or ``touch(counter_name, None)``."""
    outer = _touched.get()
    touched: dict[Subject, None] = {} if outer is None else outer

    def touch(subject: type[Revised] | str, pk: int | None) -> None:
        if (subject, pk) not in touched:
            touched[subject, pk] = None
            _hold(subject, pk)

    if outer is not None:
        with transaction.atomic():
            yield touch
        return
    token = _touched.set(touched)
    try:
        with transaction.atomic():
            yield touch
            if touched:
                _publish(touched)
    finally:
        _touched.reset(token)


@contextmanager
def rehearsal() -> Iterator[None]:
    """Change things, look at what came of it, and have it all undone at the end: nothing is published by it."""
    token = _touched.set({})
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _touched.reset(token)


def _hold(subject: type[Revised] | str, pk: int | None) -> None:
    """Lock what is revised before its parts are written: two who save its parts in another order wait, and go on."""
    if isinstance(subject, str) or pk is None or not connection.features.has_select_for_update:
        return
    list(subject._base_manager.filter(pk=pk).order_by().select_for_update(no_key=True).values_list("pk"))


def in_order(subjects: Iterable[Subject]) -> list[Subject]:
    """The order in which everybody locks what they change."""
    return sorted(subjects, key=lambda item: (str(getattr(item[0], "_meta", item[0])), item[1] or 0))


def _publish(touched: dict[Subject, None]) -> None:
    now = timezone.now()
    names = {subject for subject, _ in touched if isinstance(subject, str)}
    revised = [(subject, pk) for subject, pk in in_order(touched) if not isinstance(subject, str) and pk is not None]
    for model, pk in revised:
        model._base_manager.filter(pk=pk).update(
            # Never backwards, whichever of two transactions looked at the clock first.
            revision=F("revision") + 1,
            revised_at=Greatest(F("revised_at"), models.Value(now, output_field=models.DateTimeField())),
        )
    for model, pk in revised:
        for follower in _followers.get((model, False), ()):
            follower(pk)
    for name in sorted(names | {SITE}):
        raise_counter(name)
    named: list[tuple[type[Revised] | str, int | None]] = [(name, None) for name in sorted(names)]
    for subject, key in [*revised, *named]:
        for follower in _followers.get((subject, True), ()):
            follower(key)


def raise_counter(name: str) -> None:
    """Raise a named counter by one, making it when it is not there yet."""
    raised = {"value": F("value") + 1, "changed_at": timezone.now()}
    if not Counter.objects.filter(name=name).update(**raised):
        Counter.objects.bulk_create([Counter(name=name, value=0)], ignore_conflicts=True)
        Counter.objects.filter(name=name).update(**raised)


_site = Prepared(Counter, lambda name: Counter.objects.filter(name=name))


def site_counter() -> Counter:
    """What stands for every public change of the site."""
    return _site.first(SITE) or Counter(name=SITE)


def counter(name: str) -> Coalesce:
    """The value of a counter as an expression, so that a page's one query can carry it."""
    value = models.Subquery(Counter.objects.filter(name=name).values("value")[:1])
    return Coalesce(value, 0, output_field=models.BigIntegerField())
