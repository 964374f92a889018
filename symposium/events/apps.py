from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "symposium.events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Add what search engines may find, what the clock does, and what the dashboard asks."""
        from symposium.events import services, todos
        from symposium.events.dashboard import add_checks, add_todos, team
        from symposium.events.dashboard.checklist import event_checks
        from symposium.events.sitemaps import EventSection
        from symposium.kit.sitemaps import SiteSection, add_section
        from symposium.kit.sweeps import add_sweep

        add_todos(team.todos)
        add_section("site", SiteSection)
        add_section("events", EventSection)
        add_sweep("announcements released", services.release_announcements)
        add_sweep("events closed", services.close_past_events)
        add_checks(event_checks)
        add_todos(todos.event_todos)
