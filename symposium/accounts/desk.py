"""The admin, made ours."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    """Django's admin as the organisers' desk."""

    site_header = _("Symposium")
    site_title = _("Symposium")
    index_title = _("Desk")
