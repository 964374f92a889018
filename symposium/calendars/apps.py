from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "symposium.calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        """Follow what is published of events; let withdrawn entries go in time."""
        from symposium.calendars.services import follow_event, retire_entries
        from symposium.events.models import Event
        from symposium.kit.revisions import follow
        from symposium.kit.sweeps import add_sweep

        follow(Event, follow_event)
        add_sweep("calendar entries retired", retire_entries)
