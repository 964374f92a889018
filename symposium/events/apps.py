from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "symposium.events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Add what search engines may find."""
        from symposium.events.sitemaps import EventSection
        from symposium.kit.sitemaps import add_section

        add_section("events", EventSection)
