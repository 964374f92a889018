from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "symposium.api"
    verbose_name = _("Other systems")

    def ready(self) -> None:
        """Hear what is published and what becomes of guests' places, and tell of it."""
        from registrations.services.desk import follow_deeds
        from symposium.api import hearing, sending
        from symposium.events.models import Event
        from symposium.kit.revisions import follow
        from symposium.kit.sweeps import add_sweep, add_watch

        follow(Event, hearing.hear_event)
        follow_deeds(hearing.hear_deeds, asks=hearing.listening)
        add_watch("webhooks sent", sending.deliver_due)
        add_sweep("old webhooks forgotten", sending.forget_deliveries)
