from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "symposium.search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Follow what is published; index what was there before."""
        from symposium.events.models import Event
        from symposium.kit.revisions import follow
        from symposium.kit.sweeps import add_sweep
        from symposium.organisations.models import COUNTER
        from symposium.search import services

        follow(Event, services.follow_event, alone=True)
        follow(COUNTER, services.follow_organisations, alone=True)
        add_sweep("search index made", services.catch_up)
