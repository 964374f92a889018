"""The sitemap: each app adds its own section in ``AppConfig.ready``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from symposium.kit.languages import tag
from symposium.kit.revisions import site_counter

sections: dict[str, type["Section"]] = {}


class Section(Sitemap[Any]):
    """A section whose addresses begin with the site's own, whatever host was asked.

    Every address comes with those of the same page in each language, and the pictures on it (templates/sitemap.xml).
    """

    limit = 10_000

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """The site's own host."""
        return urlsplit(settings.SITE_URL).netloc

    def images(self, item: Any) -> Sequence[str]:
        """The absolute addresses of pictures on the page."""
        return ()

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """What the template lists."""
        urls: list[dict[str, Any]] = super().get_urls(page=page, site=site, protocol=protocol)
        for url in urls:
            path = url["location"].removeprefix(settings.SITE_URL)
            url["alternates"] = [
                *(
                    {"lang_code": tag(code), "location": f"{settings.SITE_URL}/{code}{path}"}
                    for code, _name in settings.LANGUAGES
                ),
                {"lang_code": "x-default", "location": url["location"]},
            ]
            url["images"] = self.images(url["item"])
        return urls


class SiteSection(Section):
    """Pages that belong to no event; they change with whatever is published."""

    def items(self) -> list[str]:
        return ["home", "archive"]

    def location(self, item: str) -> str:
        return reverse(item)

    def lastmod(self, item: str) -> datetime:
        return site_counter().changed_at


def add_section(name: str, section: type[Section]) -> None:
    """Have the sitemap list what ``section`` lists."""
    sections[name] = section
