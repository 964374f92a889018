"""Publishing what waits of a programme, in one press, and taking such a press back."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from symposium.accounts.models import User
from symposium.events.models import Event, Room
from symposium.kit import zones
from symposium.kit.revisions import publishing
from symposium.programme.changes import Difference, differences
from symposium.programme.documents import PARTS, Document, fill, read, revive, write_parts
from symposium.programme.models import Publication, PublicationItem, Session
from symposium.programme.services import copy_of, hold, keep_apart

State = Session.State
# What follows a publication in its transaction: notices of it.
type Follower = Callable[[Publication], object]


class ChangedSinceShown(Exception):
    """What was confirmed is not what there is any more: somebody edited or published in between. Nothing was done."""


class NotPublishable(Exception):
    """Some of what was chosen cannot be published as it is; ``problems`` say why, by the key of the row."""

    def __init__(self, problems: dict[int, list[str]]) -> None:
        super().__init__(problems)
        self.problems = problems


def publish_programme(
    event: Event,
    *,
    by: User | None,
    only: Collection[str] | None = None,
    words: str = "",
    silently: bool = False,
    then: Follower | None = None,
) -> Publication:
    """Publish what waits at an event: all of it, or what bears one of these marks (``Difference.mark``).

    One transaction and one revision: rows, calendars, the change log and what ``then`` does with the publication.
    ``silently`` keeps it out of the change log. Raises ChangedSinceShown, also where nothing waits any more, and
    NotPublishable; then nothing has changed.
    """
    with publishing() as touch:
        touch(Event, event.pk)
        chosen = _chosen(event, only)
        publication = Publication.objects.create(event=event, by=by, words=words, is_silent=silently)
        # Read before anything is written: what was, and is not any more.
        items = [_item(publication, position, one) for position, one in enumerate(chosen)]
        for one in chosen:
            _publish(one)
        Session.every.filter(pk__in=[one.row.pk for one in chosen if one.row.revises_id]).delete()
        PublicationItem.objects.bulk_create(items)
        if then is not None:
            then(publication)
    return publication


def _chosen(event: Event, only: Collection[str] | None) -> list[Difference]:
    """What is to be published, as it is now and was shown. Raises ChangedSinceShown and NotPublishable."""
    chosen = [one for one in differences(event) if only is None or one.mark in only]
    if not chosen or (only is not None and len(chosen) < len(set(only))):
        raise ChangedSinceShown
    problems = problems_of(chosen, event)
    if problems:
        raise NotPublishable(problems)
    return chosen


def _item(publication: Publication, position: int, one: Difference) -> PublicationItem:
    before = one.before or {"state": State.DRAFT}
    return PublicationItem(
        publication=publication,
        session=one.session,
        position=position,
        kind=one.kind,
        title=(one.after if one.after["state"] != State.DRAFT else before).get("title", one.title),
        details=one.details,
        before={name: before[name] for name in one.changed if name in before},
    )


def _publish(one: Difference) -> None:
    session = one.session
    if one.before is not None:
        fill(session, one.after)
    session.state, session.becomes = one.after["state"], ""
    session.save()
    if one.before is not None and set(PARTS).intersection(one.changed):
        write_parts(session, one.after)


def problems_of(found: Iterable[Difference], event: Event) -> dict[int, list[str]]:
    """Why single differences cannot be published as they are, by the key of their row; one query."""
    taken = dict(Session.objects.filter(event=event).values_list("slug", "pk"))
    problems = {one.row.pk: list(_problems(one, event, taken)) for one in found}
    return {pk: said for pk, said in problems.items() if said}


def _problems(one: Difference, event: Event, taken: dict[str, int]) -> Iterable[str]:
    row = one.row
    if taken.get(row.slug, one.session.pk) != one.session.pk:
        yield _("Another session has the address “%(slug)s” now. Give this one another.") % {"slug": row.slug}
    if row.starts_at and row.starts_at < event.starts_at:
        when = zones.say_moment(event.starts_at, event.timezone, with_zone=False)
        yield _("The event begins later, on %(when)s.") % {"when": when}
    if row.ends_at and row.ends_at > event.ends_at:
        when = zones.say_moment(event.ends_at, event.timezone, with_zone=False)
        yield _("The event ends sooner, on %(when)s.") % {"when": when}
    if row.room and row.room.venue.event_id != event.pk:
        yield _("This room belongs to another event.")


@transaction.atomic
def take_back(publication: Publication, *, by: User | None) -> int:
    """Make changes that restore what a publication changed; how many sessions. Nothing is published by it.

    What was changed again since is restored too where this publication changed it, and nothing else of it is.
    """
    hold(publication.event_id)
    event = publication.event
    known = _Known(
        rooms=set(Room.objects.filter(venue__event=event).values_list("pk", flat=True)),
        tracks=set(event.tracks.values_list("pk", flat=True)),
        speakers=set(event.speakers.values_list("pk", flat=True)),
    )
    number = 0
    for item in publication.items.exclude(session=None).select_related("session__event"):
        session: Any = item.session
        now = read(copy_of(session) or session)
        document = now | known.only(revive(item.before))
        if document != now:
            keep_apart(session, document, by=by)
            number += 1
    return number


@dataclass(frozen=True)
class _Known:
    """What is there to be named, of what was there when something was published."""

    rooms: set[int]
    tracks: set[int]
    speakers: set[int]

    def only(self, document: Document) -> Document:
        """The document without what has been deleted since."""
        kept = dict(document)
        for name, there in (("room_id", self.rooms), ("track_id", self.tracks)):
            if kept.get(name) not in {None, *there}:
                kept[name] = None
        if "appearances" in kept:
            kept["appearances"] = [one for one in kept["appearances"] if one[0] is None or one[0] in self.speakers]
        return kept
