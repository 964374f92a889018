from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "symposium.notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Have notices sent as their time comes, and written when they are sent."""
        from symposium.events.dashboard import add_numbers, add_todos
        from symposium.kit.sweeps import add_watch
        from symposium.mail.writing import add_writer
        from symposium.notices import sending
        from symposium.notices.audiences import add_audience
        from symposium.notices.team import TEAM
        from symposium.notices.todos import mails_bounced, mails_given_up, notices_drafted, todos

        add_audience(TEAM)
        add_writer(sending.FAMILY, sending.write)
        add_numbers(mails_given_up=mails_given_up, mails_bounced=mails_bounced, notices_drafted=notices_drafted)
        add_todos(todos)
        add_watch("notices sent", sending.send_due)
