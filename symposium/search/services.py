"""The index follows what is published, in the same transaction.

All of it is written while the site's counter is held (``follow(..., alone=True)``): what one publication read of an
organisation cannot be overtaken by another that renames it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import translation

from speakers.models import Affiliation, public_organisations
from symposium.events.models import Event, Hosting
from symposium.events.reading import public_event
from symposium.kit.models import Counter
from symposium.kit.prepared import SAMPLE_KEY, PreparedRows
from symposium.kit.revisions import SITE, raise_counter
from symposium.search.models import Document
from symposium.search.sources import VERSION, Source, of_event, of_organisations

# Its value is the VERSION by which the whole index was made last.
COUNTER = "search"
BATCH = 500
_IDENTITY = ("kind", "object_id")
_WRITTEN = [f.name for f in Document._meta.concrete_fields if f.name not in {"id", *_IDENTITY}]
_organisations = Document.objects.filter(kind=Document.Kind.ORGANISATION)
# Asked at every publication.
_with_page: PreparedRows[tuple[int]] = PreparedRows(lambda _: public_organisations().order_by().values_list("pk"))
_documented: PreparedRows[tuple[int]] = PreparedRows(lambda _: _organisations.order_by().values_list("object_id"))
type _Known = tuple[int, int, str]
_digests: PreparedRows[_Known] = PreparedRows(
    lambda event: Document.objects.filter(event=event).order_by().values_list(*_IDENTITY, "digest"), (SAMPLE_KEY,)
)


def follow_event(event_id: int) -> None:
    """Bring the documents of an event to what is public of it now, and know who has a page because of it."""
    _follow_event(event_id)
    public = {pk for (pk,) in _with_page.all()}
    known = {pk for (pk,) in _documented.all()}
    if known - public:
        _organisations.filter(object_id__in=known - public).delete()
    if public - known:
        _write(_organisations.none(), of_organisations(public_organisations().filter(pk__in=public - known)))


def follow_organisations(_none: None = None) -> None:
    """Bring the documents of organisations, and of all that names them, to what they are called now."""
    changed = _write(_organisations.all(), of_organisations(public_organisations()))
    if not changed:
        return
    hosted = Hosting.objects.public().filter(organisation__in=changed).values_list("event_id", flat=True)
    presented = Affiliation.objects.filter(organisation__in=changed).values_list("speaker__event_id", flat=True)
    for event_id in sorted({*hosted, *presented}):
        _follow_event(event_id)


def reindex() -> int:
    """Make the index anew from all that is public; how many documents were written or deleted. Safe to run any time.

    One transaction for each event, so that nobody who publishes waits for the whole of it.
    """
    count = 0
    events = {*Event.objects.values_list("pk", flat=True), *Document.objects.values_list("event_id", flat=True)} - {
        None
    }
    for event_id in sorted(events):
        with transaction.atomic():
            raise_counter(SITE)
            count += len(_follow_event(event_id))
    with transaction.atomic():
        raise_counter(SITE)
        count += len(_write(_organisations.all(), of_organisations(public_organisations())))
        _rebuild()
        Counter.objects.update_or_create(name=COUNTER, defaults={"value": VERSION})
    return count


def catch_up() -> int:
    """Index a database that was filled before there was an index, or by another release; how many documents."""
    made = Counter.objects.filter(name=COUNTER).values_list("value", flat=True).first()
    return 0 if made == VERSION else reindex()


def _follow_event(event_id: int) -> set[int]:
    event = public_event.first(event_id)
    present = Document.objects.filter(event=event_id)
    return _write(present, of_event(event) if event else [], known=_digests.all(event_id))


def _write(
    present: QuerySet[Document], sources: Iterable[Source], *, known: Iterable[_Known] | None = None
) -> set[int]:
    """Make the documents in ``present`` those of the sources; the object ids of all that was written or deleted.

    Only what changed is written, and words are made of nothing else.
    """
    rows = present.values_list(*_IDENTITY, "digest") if known is None else known
    digests = {(kind, object_id): digest for kind, object_id, digest in rows}
    wanted = {(source.kind, source.object_id): source for source in sources}
    gone = digests.keys() - wanted.keys()
    if gone:
        for kind in {kind for kind, _ in gone}:
            present.filter(kind=kind, object_id__in=[object_id for k, object_id in gone if k == kind]).delete()
    changed = [source for key, source in wanted.items() if digests.get(key) != source.digest]
    with translation.override(settings.LANGUAGE_CODE):
        Document.objects.bulk_create(
            [source.document() for source in changed],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=_IDENTITY,
            update_fields=_WRITTEN,
        )
    return {object_id for _, object_id in gone} | {source.object_id for source in changed}


def _rebuild() -> None:
    """FTS5 reads its content anew; PostgreSQL derives its columns by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
