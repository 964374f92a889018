from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "symposium.mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Have mails sent as they are queued, and what is over forgotten."""
        from functools import partial

        from symposium.kit.findable import fill
        from symposium.kit.sweeps import add_sweep, add_watch
        from symposium.mail.models import OutgoingMail
        from symposium.mail.sending import deliver_due, forget_bodies, forget_finished_tasks

        add_watch("mails sent", deliver_due)
        add_sweep("old mails emptied", forget_bodies)
        add_sweep("finished tasks forgotten", forget_finished_tasks)
        add_sweep("mails found by words", partial(fill, OutgoingMail))
