"""What documents are made of: read in a few queries, however many there are, and compared before they are written."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from speakers.models import Affiliation, Speaker
from symposium.events.models import Event, Hosting
from symposium.kit.prepared import SAMPLE_KEY, Prepared, PreparedRows
from symposium.kit.richtext import to_text
from symposium.kit.words import words_of
from symposium.organisations.models import Organisation
from symposium.programme.models import Appearance, Session
from symposium.search.models import MOST_WORDS, Document

# Rises when documents would be made otherwise of the same content: the worker then makes all of them anew.
VERSION = 1
Kind = Document.Kind


@dataclass(frozen=True, slots=True)
class Source:
    """The content of one document as it is stored elsewhere."""

    kind: int
    object_id: int
    slug: str
    title: str
    event_id: int | None = None
    sort_name: str = ""
    short_name: str = ""
    variety: str = ""
    is_cancelled: bool = False
    starts_at: datetime | None = None
    note: tuple[str, ...] = ()
    # Found, though not shown.
    aside: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    rich: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Of all of it, and of the rules by which documents are made."""
        return hashlib.blake2b(repr((VERSION, astuple(self))).encode(), digest_size=16).hexdigest()

    def document(self) -> Document:
        """The row, with its words."""
        note = " · ".join(self.note)
        variety = str(Session.Kind(self.variety).label) if self.variety else ""
        text = "\n\n".join(filter(None, (*self.plain, *map(to_text, self.rich))))
        return Document(
            kind=self.kind,
            event_id=self.event_id,
            object_id=self.object_id,
            slug=self.slug,
            title=self.title,
            variety=self.variety,
            is_cancelled=self.is_cancelled,
            starts_at=self.starts_at,
            note=note,
            text=text,
            sort_words=words_of(self.sort_name or self.title, most=MOST_WORDS)[:160],
            title_words=words_of(self.title, self.short_name, most=MOST_WORDS),
            all_words=words_of(self.title, self.short_name, note, variety, *self.aside, text, most=MOST_WORDS),
            digest=self.digest,
        )


# What is asked at every publication, by the key of a public event.
_hosts: PreparedRows[tuple[str, str]] = PreparedRows(
    lambda event: (
        Hosting.objects.public()
        .filter(event=event)
        .order_by("rank", "pk")
        .values_list("organisation__name", "organisation__short_name")
    ),
    (SAMPLE_KEY,),
)
_names: PreparedRows[tuple[int, str, str]] = PreparedRows(
    lambda event: (
        Appearance.objects.published()
        .filter(session__event=event, speaker__isnull=False)
        .order_by("session_id", "rank", "pk")
        .values_list("session_id", "speaker__form_of_address", "speaker__name")
    ),
    (SAMPLE_KEY,),
)
_sessions_shown: PreparedRows[tuple[Any, ...]] = PreparedRows(
    lambda event: (
        Session.objects.public()
        .filter(event=event)
        .order_by("pk")
        .values_list("pk", "slug", "title", "kind", "state", "starts_at", "track__name", "abstract", "record")
    ),
    (SAMPLE_KEY,),
)
_affiliations: PreparedRows[tuple[int, str, str, str | None, str | None]] = PreparedRows(
    lambda event: (
        Affiliation.objects.filter(speaker__in=Speaker.objects.public().filter(event=event))
        .order_by("speaker_id", "rank", "pk")
        .values_list("speaker_id", "position", "name", "organisation__name", "organisation__short_name")
    ),
    (SAMPLE_KEY,),
)
_speakers_shown = Prepared(
    Speaker,
    lambda event: (
        Speaker.objects.public()
        .filter(event=event)
        .order_by("pk")
        .only("slug", "form_of_address", "name", "sort_name", "biography")
    ),
    (SAMPLE_KEY,),
)


def of_event(event: Event) -> list[Source]:
    """All that is public of a public event."""
    parts = (_event(event), *_sessions(event), *_speakers(event), *_news(event))
    return list(parts)


def of_organisations(organisations: QuerySet[Organisation]) -> list[Source]:
    """Institutions, of those that have a page."""
    return [
        Source(Kind.ORGANISATION, one.pk, one.slug, one.name, short_name=one.short_name, rich=(one.words,))
        for one in organisations.order_by("pk")
    ]


def _event(event: Event) -> Source:
    venue = getattr(event, "venue", None)
    return Source(
        Kind.EVENT,
        event.pk,
        event.slug,
        event.name,
        event_id=event.pk,
        note=(venue.one_line,) if venue else (),
        aside=tuple(name for names in _hosts.all(event.pk) for name in names),
        plain=(event.summary,),
        rich=(event.description, event.record),
    )


def _sessions(event: Event) -> Iterator[Source]:
    people: dict[int, list[str]] = defaultdict(list)
    for session, form, name in _names.all(event.pk):
        full = f"{form} {name}".strip()
        if full not in people[session]:
            people[session].append(full)
    for pk, slug, title, kind, state, starts_at, track, *rich in _sessions_shown.all(event.pk):
        yield Source(
            Kind.SESSION,
            pk,
            slug,
            title,
            event_id=event.pk,
            variety=kind,
            is_cancelled=state == Session.State.CANCELLED,
            starts_at=starts_at,
            note=tuple(people.get(pk, ())),
            aside=(track or "",),
            rich=tuple(rich),
        )


def _speakers(event: Event) -> Iterator[Source]:
    notes: dict[int, list[str]] = defaultdict(list)
    short: dict[int, list[str]] = defaultdict(list)
    for speaker, position, name, organisation, short_name in _affiliations.all(event.pk):
        notes[speaker].append(", ".join(filter(None, (position, organisation or name))))
        short[speaker].append(short_name or "")
    for one in _speakers_shown.all(event.pk):
        yield Source(
            Kind.SPEAKER,
            one.pk,
            one.slug,
            one.full_name,
            event_id=event.pk,
            sort_name=one.sort_name,
            note=tuple(notes.get(one.pk, ())),
            aside=tuple(short.get(one.pk, ())),
            rich=(one.biography,),
        )


def _news(event: Event) -> Iterable[Source]:
    return [
        Source(Kind.NEWS, one.pk, one.slug, one.title, event_id=event.pk, starts_at=one.published_at, rich=(one.words,))
        for one in event.announcements.published().order_by("pk")
    ]
