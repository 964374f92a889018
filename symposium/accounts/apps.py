from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "symposium.accounts"
    verbose_name = _("People at the desk")
    default = True

    def ready(self) -> None:
        """Have an event's team come back with the event."""
        from symposium.accounts.models import Membership
        from symposium.kit.noting import note_with

        note_with(Membership)


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with our own site in it."""

    default = False
    default_site = "symposium.accounts.desk.Desk"
