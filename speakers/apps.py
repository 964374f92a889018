from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpeakersConfig(AppConfig):
    name = "speakers"
    verbose_name = _("Speakers")

    def ready(self) -> None:
        """Have letters to speakers written, old pictures forgotten, and the team told who waits."""
        from speakers import letters, private_files, todos
        from symposium.events.dashboard import add_numbers, add_todos
        from symposium.kit.sweeps import add_sweep
        from symposium.mail.writing import add_writer

        add_writer(letters.FAMILY, letters.write)
        add_sweep("portraits that nobody waits for forgotten", private_files.forget_portraits)
        add_numbers(
            suggestions_waiting=todos.suggestions_waiting,
            links_unsent=todos.links_unsent,
            deletions_asked=todos.deletions_asked,
        )
        add_todos(todos.todos)
