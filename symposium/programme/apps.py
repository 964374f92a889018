from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "symposium.programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        """Add what search engines may find, and what the dashboard asks."""
        from symposium.events.dashboard import add_checks, add_todos
        from symposium.kit.sitemaps import add_section
        from symposium.programme import checks, sitemaps

        add_checks(checks.programme_checks)
        add_todos(checks.speaker_todos)

        add_section("sessions", sitemaps.SessionSection)
        add_section("speakers", sitemaps.SpeakerSection)
        add_section("organisations", sitemaps.OrganisationSection)
