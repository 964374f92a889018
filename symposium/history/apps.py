from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "symposium.history"
    verbose_name = _("History")

    def ready(self) -> None:
        """Keep what every publication changed, and forget it in time."""
        from symposium.history.forgetting import forget
        from symposium.history.recording import record
        from symposium.kit.noting import add_keeper
        from symposium.kit.sweeps import add_sweep

        add_keeper(record)
        add_sweep("history and drafts forgotten", forget)
