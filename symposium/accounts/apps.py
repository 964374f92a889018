from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "symposium.accounts"
    verbose_name = _("People at the desk")
    default = True


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with our own site in it."""

    default = False
    default_site = "symposium.accounts.desk.Desk"
