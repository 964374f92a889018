from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "symposium.programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        """Add what search engines may find, and what speakers say to their sessions."""
        from symposium.events.dashboard import add_todos
        from symposium.kit.sitemaps import add_section
        from symposium.mail.writing import add_writer
        from symposium.programme import sitemaps
        from symposium.programme.speaking import letters, todos

        add_section("sessions", sitemaps.SessionSection)
        add_section("speakers", sitemaps.SpeakerSection)
        add_section("organisations", sitemaps.OrganisationSection)
        add_todos(todos.todos)
        add_writer(letters.KIND, letters.write)
