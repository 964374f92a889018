"""The sitemap: each app adds its own section in ``AppConfig.ready``."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

sections: dict[str, type["Section"]] = {}


class Section(Sitemap[Any]):
    """A section whose addresses begin with the site's own, whatever host was asked."""

    limit = 10_000

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """The site's own host."""
        return urlsplit(settings.SITE_URL).netloc


def add_section(name: str, section: type[Section]) -> None:
    """Have the sitemap list what ``section`` lists."""
    sections[name] = section
