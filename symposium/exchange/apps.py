from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "symposium.exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        """Give what is published its lasting keys; take up imports that were interrupted, forget old ones."""
        from symposium.accounts.list_ways import add_list_ways
        from symposium.events.dashboard import add_leftovers
        from symposium.events.models import Event
        from symposium.exchange.identities import follow_event
        from symposium.exchange.leftovers import leftovers
        from symposium.exchange.list_ways import to_files
        from symposium.exchange.working import forget_old, take_up_again
        from symposium.kit.revisions import follow
        from symposium.kit.sweeps import add_sweep

        follow(Event, follow_event)
        add_leftovers(leftovers)
        for model in ("programme.session", "speakers.speaker", "events.photograph", "events.hosting"):
            add_list_ways(model, to_files)
        add_sweep("imports taken up again", take_up_again)
        add_sweep("old imports forgotten", forget_old)
