"""What the gate's office must know: for the role 'site access' alone, with each look on record."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from registrations.admin.apart import ApartAdmin
from registrations.admin.asking import ask, event_of, further, number_of_page, show
from registrations.admin.tables import table_response
from registrations.exceptions import SealedWithUnknownKeyError
from registrations.models import RegistrationRules, SiteAccess, SiteAccessLook
from registrations.models.rules import SiteAccessField
from registrations.permissions import Action
from registrations.services import site_access as services
from registrations.services.desk import By
from symposium.accounts.admin_base import may
from symposium.accounts.admin_lists import EventFilter, FindsWords, on_the_wall
from symposium.events.models import Event
from symposium.kit.countries import country

PAGE = 100
GATE = Action.SEE_SITE_ACCESS.roles


@admin.register(SiteAccess)
class SiteAccessAdmin(FindsWords, ApartAdmin):
    """Who has given details, and a page for each that opens them; the list itself opens none."""

    may_view = GATE
    is_entrance = True
    desk_order = 37
    list_display = ("guest", "affiliation", "reference", "state", "changed_at", "event")
    list_filter = (EventFilter, "registration__state")
    list_select_related = ("registration__event",)
    found_through = "registration"
    search_help_text = _("By the beginnings of names and institutions.")
    ordering = ("registration__name", "pk")
    sortable_by = ()
    change_list_template = "admin/registrations/apart/change_list.html"

    def sees_addresses(self, _request: HttpRequest) -> bool:
        """Names are all that is known here of guests."""
        return False

    @admin.display(description=_("guest"))
    def guest(self, access: SiteAccess) -> str:
        """As registered."""
        return access.registration.name

    @admin.display(description=_("affiliation"))
    def affiliation(self, access: SiteAccess) -> str:
        """As registered."""
        return access.registration.affiliation

    @admin.display(description=_("reference"))
    def reference(self, access: SiteAccess) -> str:
        """What the guest can say at the gate."""
        return access.registration.reference

    @admin.display(description=_("state"))
    def state(self, access: SiteAccess) -> str:
        """Of the guest's place."""
        return str(access.registration.get_state_display())

    @admin.display(description=_("event"))
    def event(self, access: SiteAccess) -> str:
        """At which event."""
        return str(access.registration.event)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SiteAccess]:
        """Of guests who come, or may still come."""
        rows: QuerySet[SiteAccess] = super().get_queryset(request)
        return rows.filter(registration__shadow_of=None).exclude(registration__state__in=("cancelled", "declined"))

    # --- ways ------------------------------------------------------------------------------------------------------

    def saves_in_parts(self, request: HttpRequest) -> bool:
        """Guests come to the registration desk while thousands are reminded."""
        match = request.resolver_match
        return match is not None and match.url_name == "registrations_siteaccess_missing"

    def get_urls(self) -> list[Any]:
        views = {
            "missing": self.missing_view,
            "export": self.export_view,
            "looks": self.looks_view,
            "forget": self.forget_view,
        }
        return [*(further(self, f"{name}/", view, name) for name, view in views.items()), *super().get_urls()]

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        if not may(request, Action.SEE_LOOKS.roles, event_id):
            return []
        return [(_now("Who looked at site-access details"), address_of("looks", event_id))]

    def tools_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        named = {
            "missing": (_now("Not given yet"), GATE),
            "export": (_now("List for the gate"), GATE),
            "looks": (_now("Who looked at site-access details"), Action.SEE_LOOKS.roles),
            "forget": (_now("Delete site-access details"), GATE),
        }
        return [
            (words, address_of(name, event_id))
            for name, (words, roles) in named.items()
            if self.has_role_at(request, roles, event_id)
        ]

    def _event_for(self, request: HttpRequest) -> Event:
        """The event in the address, for those with the role there."""
        event = event_of(request)
        if not self.has_role_at(request, GATE, event.pk):
            raise PermissionDenied
        return event

    # --- one guest -------------------------------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """One guest's details, opened on record; nothing is changed here."""
        if object_id is None or request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        return self._answer(request, lambda: self._details(request, object_id))

    @sensitive_variables("details", "context")
    def _details(self, request: HttpRequest, object_id: str) -> HttpResponse:
        access = self.get_object(request, object_id)
        if access is None:
            self.message_user(request, _now("There are no such details, or not for you."), messages.WARNING)
            return redirect("admin:index")
        context = {"title": access.registration.name, "event": access.registration.event, "access": access}
        try:
            details = services.look(access, user=request.user)  # type: ignore[arg-type]
        except SealedWithUnknownKeyError:
            return show(self, request, "siteaccess/details", context | {"is_sealed": True})
        rows = [(str(field.label), in_words(field, details[field])) for field in SiteAccessField if field in details]
        return show(self, request, "siteaccess/details", context | {"rows": rows})

    # --- all of them -----------------------------------------------------------------------------------------------

    def missing_view(self, request: HttpRequest) -> HttpResponse:
        """Who has not given all that is asked; a button reminds all of them by mail."""
        event = self._event_for(request)
        here = address_of("missing", event.pk)
        if request.method == "POST":
            self._say(request, services.remind(event, by=By.of(request.user)))
            return redirect(here)
        guests = services.missing(event).select_related("site_access").defer("site_access__sealed")
        pages = Paginator(guests, PAGE)
        context = {
            "title": _now("Not given yet: %(event)s") % {"event": event},
            "event": event,
            "guests": pages.get_page(number_of_page(request)),
            "number": pages.count,
            "asks": bool(RegistrationRules.of(event).site_access_fields),
        }
        return show(self, request, "siteaccess/missing", context)

    def _say(self, request: HttpRequest, number: int) -> None:
        if not number:
            words = _now("All of them were reminded within the last day, or have no address.")
            self.message_user(request, words, messages.WARNING)
            return
        words = ngettext("%d guest is reminded by mail.", "%d guests are reminded by mail.", number)
        self.message_user(request, words % number, messages.SUCCESS)

    @sensitive_variables("rows")
    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The list for the gate's office, after a page that says that it is on record."""
        event = self._event_for(request)
        kind = request.POST.get("choice", "")
        if request.method == "POST" and kind in {"csv", "xlsx"}:
            rows = [row_of(entry) for entry in services.export(event, user=request.user)]  # type: ignore[arg-type]
            return table_response(kind, f"{event.slug}-gate", head(), rows)
        number = services.given(event).count()
        with_details = ngettext(
            "The list holds %d guest who comes in person and has given details.",
            "The list holds %d guests who come in person and have given details.",
            number,
        )
        lacking = services.missing(event).filter(site_access=None).count()
        without = ngettext(
            "At its end stands %d guest who has given none yet.",
            "At its end stand %d guests who have given none yet.",
            lacking,
        )
        return ask(
            self,
            request,
            title=_now("List for the gate: %(event)s") % {"event": event},
            sentences=[
                with_details % number,
                *([without % lacking] if lacking else []),
                _now("That you take it is put on record, with your name and the time, for each guest in it."),
                _now("The file is not encrypted. Hand it to the gate's office, keep no copy, and send it by no mail."),
            ],
            button=_now("Take the list"),
            back=f"{reverse('admin:registrations_siteaccess_changelist')}?event={event.pk}",
            choices=[("xlsx", _now("a workbook (XLSX)")), ("csv", _now("a table (CSV)"))],
        )

    def forget_view(self, request: HttpRequest) -> HttpResponse:
        """Delete all details of an event now, after a page that asks."""
        event = self._event_for(request)
        back = f"{reverse('admin:registrations_siteaccess_changelist')}?event={event.pk}"
        if request.method == "POST":
            number = services.forget(event, user=request.user)  # type: ignore[arg-type]
            words = ngettext("The details of %d guest are deleted.", "The details of %d guests are deleted.", number)
            self.message_user(request, words % number, messages.SUCCESS)
            return redirect(back)
        number = SiteAccess.objects.filter(registration__event=event).count()
        words = ngettext(
            "The details of %d guest are deleted for good.", "The details of %d guests are deleted for good.", number
        )
        days = RegistrationRules.of(event).site_access_days
        by_itself = ngettext(
            "Otherwise it happens by itself %d day after the event.",
            "Otherwise it happens by itself %d days after the event.",
            days,
        )
        return ask(
            self,
            request,
            title=_now("Delete site-access details: %(event)s") % {"event": event},
            sentences=[words % number, by_itself % days],
            button=_now("Delete them now"),
            back=back,
        )

    def looks_view(self, request: HttpRequest) -> HttpResponse:
        """Who looked at whose details, and when; what was done to many at once is one line."""
        event = event_of(request)
        if not may(request, Action.SEE_LOOKS.roles, event.pk):
            raise PermissionDenied
        looks = SiteAccessLook.objects.filter(event=event).order_by()
        lines = looks.values("at", "how", "user__name", "user__email").annotate(
            number=Count("pk"), guest=Max("registration__name")
        )
        pages = Paginator(lines.order_by("-at", "how", "user__email"), PAGE)
        page = pages.get_page(number_of_page(request))
        shown = [_line({**found}, event.timezone) for found in page.object_list]
        title = _now("Who looked at site-access details: %(event)s") % {"event": event}
        context = {"title": title, "event": event, "page": page, "lines": shown}
        return show(self, request, "siteaccess/looks", context)


def address_of(name: str, event_id: int) -> str:
    """The address of one of these pages for an event."""
    return f"{reverse(f'admin:registrations_siteaccess_{name}')}?event={event_id}"


def _line(found: dict[str, Any], zone: str) -> dict[str, str]:
    """An entry of the log in words, its time on the event's wall."""
    many = ngettext("%d guest", "%d guests", found["number"]) % found["number"]
    by_clock = _now("by itself") if found["how"] == SiteAccessLook.How.DELETED else _now("somebody who is gone")
    return {
        "at": on_the_wall(found["at"], zone),
        "who": found["user__name"] or found["user__email"] or by_clock,
        "how": str(SiteAccessLook.How(found["how"]).label),
        "whose": found["guest"] if found["number"] == 1 and found["guest"] else many,
    }


def in_words(field: str, value: str) -> str:
    """A detail as people read it: a country by its name."""
    return country(value) if field == SiteAccessField.NATIONALITY else value


def head() -> list[str]:
    """What stands over the columns of the list for the gate."""
    return [
        _now("Official name"),
        _now("Date of birth"),
        _now("Nationality"),
        _now("Document"),
        _now("Reference"),
        _now("Organisation"),
        _now("Remark"),
    ]


@sensitive_variables()
def row_of(entry: services.AtTheGate) -> Sequence[object]:
    """One guest in that list; who cannot be opened says so."""
    guest, details = entry.registration, entry.details or {}
    said: Callable[[str], str] = lambda name: details.get(name, "")  # noqa: E731
    remark = ""
    if entry.details is None:
        remark = _now("cannot be opened: sealed with a key that this server lacks")
    elif entry.lacks:
        lacking = ", ".join(str(SiteAccessField(kind).label) for kind in entry.lacks)
        remark = _now("not given yet: %(details)s") % {"details": lacking}
    return (
        said(SiteAccessField.OFFICIAL_NAME) or guest.name,
        said(SiteAccessField.BIRTH_DATE),
        in_words(SiteAccessField.NATIONALITY, said(SiteAccessField.NATIONALITY)),
        said(SiteAccessField.DOCUMENT),
        guest.reference,
        guest.affiliation,
        remark,
    )
