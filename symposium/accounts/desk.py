"""The admin, made ours."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import QuerySet
from django.db.models.base import ModelBase
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from symposium.accounts.scope import memberships, sees_all

# Apps in the order in which an organiser thinks.
ORDER = (
    *("events", "programme", "speakers", "registrations", "notices", "mail", "organisations", "accounts", "calendars"),
    *("exchange", "api"),
)
# What the worker has to do, which who runs the server sees in its logs and figures; and how each of the staff signs in,
# which is on the page of their own account.
OF_MACHINES = {"django_tasks_database", "account", "mfa", "usersessions"}


class Desk(AdminSite):
    """Django's admin as the organisers' desk: open to whoever has a role at an event."""

    site_header = _("Symposium")
    site_title = _("Symposium")
    index_title = _("Desk")

    def has_permission(self, request: HttpRequest) -> bool:
        return sees_all(request.user) or bool(memberships(request.user))

    def register(self, model_or_iterable: Any, *args: Any, **kwargs: Any) -> None:
        """All but what only machines look at."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        shown = [model for model in models if model._meta.app_label not in OF_MACHINES]
        super().register(shown, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        """Without Django's way from any object to its public address: a guest's address is a secret."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Events first, then what belongs to them."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda entry: self._place(entry["model"]))
        return sorted(apps, key=lambda app: ORDER.index(app["app_label"]) if app["app_label"] in ORDER else len(ORDER))

    def _place(self, model: Any) -> int:
        return getattr(self.get_model_admin(model), "desk_order", 50)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return Choices.as_view(admin_site=self)(request)


class Choices(AutocompleteJsonView):
    """What an autocomplete offers: what the user's forms may point to, of the event in hand."""

    model_admin: Any

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever fills in forms of an event; a coordinator and the door choose nothing."""
        desk = self.model_admin
        if not hasattr(desk, "has_role"):
            return super().has_perm(request, obj)
        return bool(desk.has_role(request, desk.may_choose))

    def get_queryset(self) -> QuerySet[Any]:
        desk = self.model_admin
        if not hasattr(desk, "choosable"):
            return super().get_queryset()
        choices: QuerySet[Any] = desk.choosable(self.request, self.source_field)
        event = self.request.GET.get("event", "")
        # As long as a primary key can be.
        if event.isascii() and event.isdecimal() and len(event) < 16:
            choices = desk.narrowed(choices, int(event))
        found: QuerySet[Any]
        found, has_twins = desk.get_search_results(self.request, choices, self.term)
        return found.distinct() if has_twins else found
