"""Pages of the desk: written on an event's wall, and one published change for each save but the longest."""

import logging
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst

from symposium.accounts.admin_forms import Refusal, Refused, broken_rule
from symposium.accounts.models import User
from symposium.kit import zones
from symposium.kit.pages import PRIVATE
from symposium.kit.revisions import publishing

logger = logging.getLogger(__name__)
type View = Callable[[], HttpResponse]

READING = {"GET", "HEAD", "OPTIONS"}


def write_in(zone_name: str) -> None:
    """Have the times on the page in hand written in that zone; nothing happens for a name that is none."""
    if zone_name in zones.zone_names():
        timezone.activate(zones.zone(zone_name))


def user_of(request: HttpRequest) -> User:
    """Who is at the desk. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class NamedPages(admin.ModelAdmin):
    """A list is called by what is in it, a page by what it shows, with of what kind that is below."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        if obj is not None:
            context |= {"title": str(obj), "subtitle": capfirst(self.opts.verbose_name)}
        return super().render_change_form(request, context, *args, **kwargs)


class PublishingAdmin(NamedPages):
    """Pages that are rendered in the zone of what they show, and save all or nothing."""

    def take_in_hand(self, request: HttpRequest) -> None:
        """Find the event that a list or a new object is about, and ``write_in`` its zone."""

    def saves_in_parts(self, request: HttpRequest) -> bool:
        """Whether a request does something to thousands, part by part, each of which stands when the next begins."""
        return False

    def own_page(
        self, view: Callable[..., Any], about: Callable[[HttpRequest], None] | None = None
    ) -> Callable[..., HttpResponse]:
        """A view with an address of its own: for staff, saved whole; it asks for roles itself.

        ``about`` finds the event that it is about before.
        """

        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return self._answer(request, lambda: view(request, *args, **kwargs), about)

        return update_wrapper(self.admin_site.admin_view(answer), view)

    def framed_page(
        self, request: HttpRequest, template: str, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """Such a page in the frame of the desk; no browser keeps it."""
        known = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        response = TemplateResponse(request, f"admin/{template}.html", known, status=status)
        response.headers["Cache-Control"] = PRIVATE
        return response

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        view = super().changeform_view
        about = None if object_id else self.take_in_hand
        return self._answer(request, lambda: view(request, object_id, *args, **kwargs), about)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        view = super().delete_view
        return self._answer(request, lambda: view(request, *args, **kwargs))

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        view = super().changelist_view
        return self._answer(request, lambda: view(request, *args, **kwargs), self.take_in_hand)

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        view = super().history_view
        return self._answer(request, lambda: view(request, *args, **kwargs))

    def _answer(
        self,
        request: HttpRequest,
        view: View,
        about: Callable[[HttpRequest], None] | None = None,
        *,
        publishes_itself: bool = False,
    ) -> HttpResponse:
        # What is activated within does not outlast the request.
        with timezone.override(timezone.get_current_timezone()):
            if about:
                about(request)
            stands_alone = request.method in READING or publishes_itself or self.saves_in_parts(request)
            response = view() if stands_alone else self._publish(request, view)
            # Rendered here, because the times on the page are written in the zone that is active now.
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    def _publish(self, request: HttpRequest, view: View) -> HttpResponse:
        """All that a request saves is one published change. What the database refuses is said, with the form kept."""
        try:
            with publishing():
                return view()
        except IntegrityError as error:
            # Not the error itself: PostgreSQL quotes the row in it, with names and addresses.
            logger.warning("refused at the desk: %s", broken_rule(error))
            refusal = vars(request)["_refusal"] = Refusal.of(error)
        except Refused as refused:
            refusal = vars(request)["_refusal"] = refused.refusal
        try:
            with publishing():
                return view()
        except (IntegrityError, Refused):
            self.message_user(request, refusal.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.refusal = vars(request).get("_refusal")
        return form

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that each says what it changes."""
        for obj in queryset:
            obj.delete()
