from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "symposium.programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        """Add what search engines may find, to whom can be written, what is to be done, and what speakers say."""
        from symposium.events.dashboard.registry import add_todos
        from symposium.kit.sitemaps import add_section
        from symposium.mail.writing import add_writer
        from symposium.notices.audiences import add_audience
        from symposium.programme import audiences, sitemaps, todos
        from symposium.programme.board.todos import clashes_to_mend
        from symposium.programme.concerned import add_concerned
        from symposium.programme.speaking import letters
        from symposium.programme.speaking.todos import todos as speakers_todos

        add_section("sessions", sitemaps.SessionSection)
        add_section("speakers", sitemaps.SpeakerSection)
        add_section("organisations", sitemaps.OrganisationSection)
        add_audience(audiences.AUDIENCE)
        add_concerned(audiences.concerned)
        add_todos(todos.todos)
        add_todos(clashes_to_mend)
        add_todos(speakers_todos)
        add_writer(letters.KIND, letters.write)
