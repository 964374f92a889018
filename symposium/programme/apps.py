from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "symposium.programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        """Add what search engines may find, and what is to be done."""
        from symposium.events.dashboard import add_todos
        from symposium.kit.sitemaps import add_section
        from symposium.programme import sitemaps
        from symposium.programme.board.todos import clashes_to_mend

        add_todos(clashes_to_mend)
        add_section("sessions", sitemaps.SessionSection)
        add_section("speakers", sitemaps.SpeakerSection)
        add_section("organisations", sitemaps.OrganisationSection)
