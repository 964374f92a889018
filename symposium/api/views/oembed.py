"""oEmbed (oembed.com): what editors of texts elsewhere show when somebody pastes the address of an event or session."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import ResolverMatch, get_resolver
from django.utils.html import format_html
from django.utils.translation import gettext as _

from symposium.api.views.base import JSON, OpenView
from symposium.events.models import Event
from symposium.events.pages import key_of, known
from symposium.events.structured import absolute
from symposium.kit.cards import HEIGHT, WIDTH
from symposium.kit.languages import codes
from symposium.kit.pages import PublicPage
from symposium.kit.problems import Problem
from symposium.kit.routes import route
from symposium.kit.slugs import Slugged, moved_to
from symposium.programme.models import Session

# CSS pixels that the words take at the most, where nothing less is asked.
WIDEST, HIGHEST = 600, 200
# Below an event, what stands for the event itself.
_OF_EVENT = {"event", "programme", "speakers", "hosts", "venue", "story", "photographs", "news", "register"}


class OEmbed(OpenView, PublicPage):
    """A quotation with a link: words alone, no script and no frame, so that every editor lets it through."""

    has_languages = False
    content_type = JSON
    parameters = ("url", "maxwidth", "maxheight")
    event: Event
    session_slug = ""
    session: Session | None = None
    most: tuple[int | None, int | None]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("format", "json") != "json":
            raise Problem(HTTPStatus.NOT_IMPLEMENTED, "There is JSON alone: leave the format out, or write json.")
        self.most = (self.pixels("maxwidth"), self.pixels("maxheight"))
        return super().get(request, **kwargs)

    def pixels(self, name: str) -> int | None:
        """A number of pixels; None where nothing is asked."""
        text = self.request.GET.get(name, "")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text)):
            errors = [(name, "Write a whole number of pixels.")]
            raise Problem(HTTPStatus.BAD_REQUEST, "Some parameters cannot be read.", errors=errors)
        return int(text)

    def choice(self, name: str) -> str:
        """The address is told by what it leads to; it is part of the key as that."""
        return "" if name == "url" else super().choice(name)

    def is_kept(self) -> bool:
        return self.most == (None, None)

    def find(self, **kwargs: Any) -> None:
        match = self.target()
        slug = match.kwargs["event"]
        event = known(slug) or known(_present(Event.objects.public(), slug, ""))
        if event is None:
            raise Http404
        self.event, self.session_slug = event, match.kwargs.get("session", "")

    def target(self) -> ResolverMatch:
        """The page of ours at the address that was asked; raises Http404 for any other."""
        try:
            parts = urlsplit(self.request.GET.get("url", ""))
        except ValueError:
            raise Http404 from None
        if parts.scheme not in {"http", "https"} or parts.netloc != urlsplit(settings.SITE_URL).netloc:
            raise Http404
        first, _slash, rest = parts.path.removeprefix("/").partition("/")
        match = route(f"/{rest}" if first in codes() else parts.path)
        if match is None or match.url_name not in {"session", *_OF_EVENT}:
            raise Http404
        return match

    def complete(self) -> None:
        """The whole event, and the session that is meant."""
        whole = Event.objects.public().select_related("venue").filter(pk=self.event.pk).first()
        if whole is None:
            raise Http404
        self.event = whole
        if self.session_slug:
            sessions = whole.sessions.published()
            slug = _present(sessions, self.session_slug, whole.pk)
            self.session = sessions.filter(slug=slug).first()
            if self.session is None:
                raise Http404

    def key(self) -> Sequence[object]:
        return (*key_of(self.event), self.session_slug)

    def render(self) -> str:
        self.complete()
        return json.dumps(self.said(), ensure_ascii=False)

    def said(self) -> dict[str, Any]:
        """The answer (oEmbed §2.3.4.4), within the room that was asked for."""
        event, session = self.event, self.session
        title = session.title if session else event.name
        if event.is_cancelled or (session and session.is_cancelled):
            title = _("Cancelled: %(title)s") % {"title": title}
        elif event.is_postponed:
            title = _("Postponed: %(title)s") % {"title": title}
        names = [event.slug, session.slug] if session else [event.slug]
        url = absolute("session" if session else "event", *names)
        width, height = self.most
        return {
            "version": "1.0",
            "type": "rich",
            "provider_name": _("Symposium"),
            "provider_url": f"{settings.SITE_URL}/",
            "title": title,
            "author_name": event.name,
            "author_url": absolute("event", event.slug),
            "cache_age": 3600,
            "html": self.quotation(title, url),
            "width": min(width or WIDEST, WIDEST),
            "height": min(height or HIGHEST, HIGHEST),
            **self.thumbnail(absolute("session-card" if session else "event-card", *names)),
        }

    def quotation(self, title: str, url: str) -> str:
        """Title, when and where."""
        event, session = self.event, self.session
        venue = getattr(event, "venue", None)
        when = "" if event.is_postponed else event.when_in_words
        if session:
            when = session.when_in_words
        place = venue.name if venue and event.attendance != Event.Attendance.ONLINE else ""
        facts = " · ".join(part for part in (event.name if session else "", when, place) if part)
        pattern = '<blockquote class="symposium-quote"><p><a href="{}">{}</a></p><p>{}</p></blockquote>'
        return format_html(pattern, url, title, facts)

    def thumbnail(self, url: str) -> dict[str, Any]:
        """The picture for sharing, where it has room; it has one size."""
        width, height = self.most
        if (width or WIDTH) < WIDTH or (height or HEIGHT) < HEIGHT:
            return {}
        return {"thumbnail_url": url, "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}


def _present(among: QuerySet[Any], slug: str, scope: object) -> str:
    """The slug that what had this one has by now; the same where nothing moved."""
    if among.filter(slug=slug).exists():
        return slug
    target: Slugged | None = moved_to(among, slug, scope=scope)
    return target.slug if target else slug


def discovery(url: str) -> str:
    """Where the oEmbed of a page of ours is asked for."""
    # Whatever prefix the page's own links have.
    return f"{settings.SITE_URL}/{get_resolver().reverse('oembed')}?url={quote(url, safe='')}&format=json"
