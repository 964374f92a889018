from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Guests")

    def ready(self) -> None:
        """Whoever raises an event's capacity lets the next in line in."""
        from registrations.services import fill_places, forget_shadows
        from symposium.events.models import Event
        from symposium.kit.revisions import follow
        from symposium.kit.sweeps import add_sweep

        follow(Event, fill_places)
        add_sweep("shadows forgotten", forget_shadows)
