"""News as an Atom feed (RFC 4287)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from symposium.events.pages import EventPage
from symposium.kit.languages import tag


class StillFeed(Atom1Feed):
    """A feed whose 'updated' never is 'now': an empty one was revised with its event."""

    def __init__(self, revised_at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.revised_at = revised_at

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.revised_at


class NewsFeed(EventPage):
    """The event's news; it changes with revisions alone, so that a reader's copy is answered with 304."""

    content_type = "application/atom+xml; charset=utf-8"

    def key(self) -> tuple[object, ...]:
        return (self.event.pk, self.event.revision)

    def last_modified(self) -> datetime:
        return self.event.revised_at

    def render(self) -> str:
        self.complete()
        event = self.event
        site = settings.SITE_URL
        feed = StillFeed(
            event.revised_at,
            title=_("News: %(event)s") % {"event": event.name},
            link=site + reverse("news", args=[event.slug]),
            description=event.summary,
            feed_url=site + reverse("news-feed", args=[event.slug]),
            language=tag(self.language),
            author_name=event.contact_name or event.name,
        )
        for item in event.announcements.published():
            item.event = event
            feed.add_item(
                title=item.title,
                link=site + item.get_absolute_url(),
                description=item.words,
                unique_id=f"urn:uuid:{item.uid}",
                pubdate=item.published_at,
                updateddate=max(item.changed_at, item.published_at or item.changed_at),
            )
        return feed.writeString("utf-8")
