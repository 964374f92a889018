"""What browsers and robots ask of the site itself: icons, manifest, worker, offline page, robots.txt, security.txt."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from symposium.kit import icons
from symposium.kit.answers import published
from symposium.kit.languages import tag
from symposium.kit.manifests import CONTENT_TYPE, manifest
from symposium.kit.pages import PublicPage
from symposium.kit.release import fingerprint
from symposium.kit.styles import DEFAULT_LOOK

TEXT = "text/plain; charset=utf-8"
# A worker fetches from its own site and does nothing else.
WORKER_POLICY = "default-src 'none'; connect-src 'self'"
# What no robot needs: the desk, and addresses that are one person's. Also with a language before it (RFC 9309 §2.2.3).
CLOSED = ("admin", "preview", "registrations", "invitations", "speaking")
# How far ahead security.txt is good for; 'less than a year' is recommended (RFC 9116 §2.5.5).
_GOOD_FOR_MONTHS = 6


class SitePage(PublicPage):
    """What changes with the release alone."""

    def key(self) -> Sequence[object]:
        return ()


class OfflinePage(SitePage):
    """What a browser shows without a network when it has no copy of a page."""

    template_name = "errors/offline.html"


class SiteIcon(SitePage):
    """The icon of the site: SVG, PNG of a size that is asked for somewhere, or ICO."""

    def find(self, **kwargs: Any) -> None:
        if kwargs.get("size", icons.SIZES[0]) not in icons.SIZES:
            raise Http404

    @property
    def content_type(self) -> str:  # type: ignore[override]
        """By what the address asks for."""
        kinds = {"svg": "image/svg+xml", "ico": "image/x-icon"}
        return kinds.get(self.request.path.rpartition(".")[2], "image/png")

    def render(self) -> str | bytes:
        if self.content_type == "image/svg+xml":
            return icons.icon_svg(DEFAULT_LOOK)
        if self.content_type == "image/x-icon":
            return icons.icon_ico(DEFAULT_LOOK)
        size = self.kwargs.get("size", icons.MASKABLE)
        return icons.icon_png(DEFAULT_LOOK, size, is_maskable=self.kwargs.get("is_maskable", False))


class SiteManifest(SitePage):
    """What a home screen shows of the site."""

    content_type = CONTENT_TYPE

    def render(self) -> str:
        start = reverse("home")
        return manifest(name=_("Symposium"), start=start, language=tag(self.language), icon=lambda name: start + name)


@require_safe
def worker(request: HttpRequest) -> HttpResponseBase:
    """The service worker; it is another with every release, so that browsers fetch what it keeps anew."""

    def render() -> str:
        text = (settings.BASE_DIR / "static" / "js" / "worker.js").read_text()
        return f'const RELEASE = "{fingerprint()}";\n{text}'

    return published(request, ("worker",), render, content_type="text/javascript; charset=utf-8", policy=WORKER_POLICY)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: pages and feeds (RFC 9309)."""
    closed = [f"Disallow: {before}{name}/" for name in CLOSED for before in ("/", "/*/")]
    lines = ["User-agent: *", *closed, "Allow: /", "", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    return _text(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). It expires some months from now, and is the same all month."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {good_until(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return _text(lines)


def good_until(now: datetime) -> datetime:
    """The first moment of a month, between five and six months from now."""
    months = now.year * 12 + now.month - 1 + _GOOD_FOR_MONTHS
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def _text(lines: list[str]) -> HttpResponse:
    headers = {"Cache-Control": "public, max-age=3600", "Content-Security-Policy": "default-src 'none'"}
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT, headers=headers)
