"""Pieces of pages for other sites: plain HTML without style or script of its own, open to scripts of any site."""

import functools
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string

from symposium.api.views.base import opened
from symposium.events.pages import EventPage
from symposium.kit.answers import NO_POLICY
from symposium.kit.languages import spoken
from symposium.kit.pages import PublicPage
from symposium.kit.views import not_found
from symposium.programme.timetable import by_day, rows

# Seconds. The script changes with a release at the most; what it shows is asked for each time.
_SCRIPT_LASTS = "public, max-age=3600, stale-while-revalidate=86400"
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_SPACE = re.compile(r"\s*\n\s*")


class Fragment(EventPage):
    """A piece of one event. Its language is in its address alone: a site around it has one of its own."""

    follows_reader = False
    policy = NO_POLICY

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Http404:
            # The page of every such address, but one that a script may know as that.
            response = not_found(request)
        response.headers["X-Robots-Tag"] = "noindex"
        return response if self.is_preview else opened(response)

    def render(self) -> str:
        self.complete()
        told = spoken(self.request)
        spoken_as = {"language": told.tag, "direction": told.direction} if told.is_chosen else SOURCE
        return render_to_string(self.template_name, {"site": settings.SITE_URL, **spoken_as, **self.context()})


SOURCE = {"language": "en-GB", "direction": "ltr"}


class ProgrammeFragment(Fragment):
    """The whole programme, day by day."""

    template_name = "api/embed_programme.html"

    def context(self) -> dict[str, Any]:
        found = rows(self.event)
        return super().context() | {
            "days": by_day(found),
            "unscheduled": [row for row in found if not row.starts_at],
        }


class RegistrationFragment(Fragment):
    """When and where, and the way to a place."""

    template_name = "api/embed_registration.html"


class EmbedScript(PublicPage):
    """The script that shows such pieces on other sites."""

    has_languages = False
    content_type = "text/javascript; charset=utf-8"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = opened(super().dispatch(request, *args, **kwargs))
        if response.status_code < 400:
            response.headers["Cache-Control"] = _SCRIPT_LASTS
            del response.headers["CDN-Cache-Control"]
        return response

    def key(self) -> Sequence[object]:
        return ()

    def render(self) -> str:
        return embed_script()


@functools.cache
def embed_script() -> str:
    """As it is sent: without comments and indents."""
    text = (settings.BASE_DIR / "static" / "embed" / "v1.js").read_text()
    return _SPACE.sub("\n", _COMMENT.sub("", text)).strip() + "\n"
