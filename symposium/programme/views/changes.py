"""What has changed in a programme since it was published: a page and an Atom feed (RFC 4287)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from speakers.models import Speaker
from symposium.events.feeds import StillFeed
from symposium.events.models import Event
from symposium.events.pages import EventPage
from symposium.kit import zones
from symposium.kit.languages import tag
from symposium.programme.models import Publication, PublicationItem
from symposium.programme.wording import Teller

# How many publications the feed holds; and how many the page does: nobody reads on.
IN_FEED = 50
ON_PAGE = 200


@dataclass(frozen=True)
class Told:
    """A session of a publication: what is said of it, and where its page is, if it has one."""

    item: PublicationItem
    sentences: list[str]
    url: str


@dataclass(frozen=True)
class Entry:
    """A publication as visitors read it."""

    publication: Publication
    told: list[Told]


def entries_of(event: Event, most: int) -> list[Entry]:
    """The newest publications that say something to visitors; three queries, and one for the names."""
    publications = list(Publication.objects.told().filter(event=event)[:most])
    teller = Teller(event.timezone, names_in(event.speakers.published(), publications))
    entries = []
    for publication in publications:
        publication.event = event
        told = [one for item in publication.items.all() if (one := _told(item, teller, event)).sentences]
        if told or publication.words:
            entries.append(Entry(publication, told))
    return entries


def names_in(speakers: "QuerySet[Speaker]", publications: Sequence[Publication]) -> dict[int, str]:
    """The names of those of the speakers whom the publications name, by key."""
    details = (one for each in publications for item in each.items.all() for one in item.details)
    named = [one for one in details if one["what"] == "people"]
    keys = {key for one in named for key, _part in (*one["old"], *one["new"]) if key}
    return {one.pk: one.full_name for one in speakers.filter(pk__in=keys)} if keys else {}


def _told(item: PublicationItem, teller: Teller, event: Event) -> Told:
    session = item.session
    has_page = session is not None and session.state != session.State.DRAFT
    url = reverse("session", args=[event.slug, session.slug]) if session and has_page else ""
    return Told(item, teller.tell(item.details), url)


class ChangesPage(EventPage):
    """The change log, the newest first, by day on the event's wall."""

    template_name = "programme/changes.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"days": list(self.days(entries_of(self.event, ON_PAGE)))}

    def days(self, entries: list[Entry]) -> Iterator[tuple[date, list[Entry]]]:
        """The entries of each day."""

        def day_of(entry: Entry) -> date:
            return zones.on_wall(entry.publication.published_at, self.event.timezone).date()

        for day, of_day in groupby(entries, key=day_of):
            yield day, list(of_day)


class ChangesFeed(EventPage):
    """The same for feed readers; it changes with revisions alone."""

    content_type = "application/atom+xml; charset=utf-8"

    def key(self) -> tuple[object, ...]:
        return (self.event.pk, self.event.revision)

    def last_modified(self) -> datetime:
        return self.event.revised_at

    def render(self) -> str:
        self.complete()
        event, site = self.event, settings.SITE_URL
        feed = StillFeed(
            event.revised_at,
            title=_("Changes of the programme: %(event)s") % {"event": event.name},
            link=site + reverse("changes", args=[event.slug]),
            description=_("What has changed in the programme since it was published."),
            feed_url=site + reverse("changes-feed", args=[event.slug]),
            language=tag(self.language),
            author_name=event.contact_name or event.name,
        )
        for entry in entries_of(event, IN_FEED):
            one = entry.publication
            feed.add_item(
                title=one.words or titled(entry),
                link=site + one.get_absolute_url(),
                description=_listed(entry),
                unique_id=f"urn:uuid:{one.uid}",
                pubdate=one.published_at,
                updateddate=one.published_at,
            )
        return feed.writeString("utf-8")


def titled(entry: Entry) -> str:
    """'Comets', 'Comets and one more', for an entry without words of its own."""
    rest = len(entry.told) - 1
    if not rest:
        return entry.told[0].item.title
    words = ngettext("%(title)s and %(number)d more", "%(title)s and %(number)d more", rest)
    return words % {"title": entry.told[0].item.title, "number": rest}


def _listed(entry: Entry) -> SafeString:
    lines = ((_linked(one), " ".join(one.sentences)) for one in entry.told)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines))


def _linked(one: Told) -> SafeString | str:
    return (
        format_html('<a href="{}">{}</a>', settings.SITE_URL + one.url, one.item.title) if one.url else one.item.title
    )
