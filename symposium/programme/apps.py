from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "symposium.programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        """Add what search engines may find, to whom can be written, what is to be done, and what speakers say."""
        from symposium.events.dashboard import add_checks, add_numbers, add_todos
        from symposium.kit.sitemaps import add_section
        from symposium.mail.writing import add_writer
        from symposium.notices.audiences import add_audience
        from symposium.programme import audiences, checks, sitemaps, todos
        from symposium.programme.board.todos import clashes_to_mend
        from symposium.programme.concerned import add_concerned
        from symposium.programme.speaking import letters
        from symposium.programme.speaking import todos as speaking_todos

        add_section("sessions", sitemaps.SessionSection)
        add_section("speakers", sitemaps.SpeakerSection)
        add_section("organisations", sitemaps.OrganisationSection)
        add_audience(audiences.AUDIENCE)
        add_concerned(audiences.concerned)
        add_checks(checks.programme_checks)
        add_todos(checks.speaker_todos)
        add_todos(todos.todos)
        add_todos(clashes_to_mend)
        add_todos(speaking_todos.todos)
        add_numbers(
            speakers_without_portrait=checks.speakers_without_portrait,
            changes_waiting=todos.changes_waiting,
            parts_declined=speaking_todos.parts_declined,
            parts_waiting=speaking_todos.parts_waiting,
            parts_refused=speaking_todos.parts_refused,
        )
        add_writer(letters.KIND, letters.write)
