"""What is done with many guests of the list at once: cancelled, written to again, exported."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations import exports, services
from registrations.admin.pages import DeskPages
from registrations.exceptions import TooManyMailsError
from registrations.models import Registration
from registrations.models.guests import ENDED
from registrations.permissions import Action

SHOWN = 20
# Whoever writes to more guests than that at once writes a notice.
MOST_MAILS = 200


class GuestActions(DeskPages):
    """Deeds over chosen rows; each reaches those alone for whom the table of roles has it."""

    actions: Any = ("bulk_change", "cancel_registrations", "resend_mails", "export_csv", "export_xlsx")

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Whoever may cancel somebody."""
        return self.has_role(request, Action.CANCEL_GUESTS.roles)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Whoever may write to somebody again."""
        return self.has_role(request, Action.RESEND_MAILS.roles)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever may export a list."""
        return self.has_role(request, Action.EXPORT_GUESTS.roles)

    @admin.action(description=_("Cancel the chosen registrations"), permissions=["cancel"])
    def cancel_registrations(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
        """After a page that asks: each is cancelled and told, and who waits moves up."""
        standing = self.within(request, queryset, Action.CANCEL_GUESTS.roles).exclude(state__in=ENDED)
        if request.POST.get("post") != "yes":
            return self._ask_to_cancel(request, standing)
        chosen = list(standing)
        by = services.By.of(request.user, request.POST.get("reason", "").strip()[:240])
        for registration in chosen:
            services.cancel(registration, by=by)
            self.log_change(request, registration, _now("Cancelled."))
        number = len(chosen)
        said = ngettext(
            "%d registration is cancelled; a mail says so.", "%d registrations are cancelled; mails say so.", number
        )
        self.message_user(request, said % number, messages.SUCCESS)
        return None

    def _ask_to_cancel(self, request: HttpRequest, standing: QuerySet[Registration]) -> HttpResponse | None:
        number = standing.count()
        if not number:
            self.message_user(request, _now("None of these can be cancelled."), messages.WARNING)
            return None
        context: dict[str, Any] = {
            "number": number,
            "registrations": standing[:SHOWN],
            "more": max(number - SHOWN, 0),
            "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        }
        return self.show(request, "cancel_confirmation", _now("Cancel registrations"), **context)

    @admin.action(description=_("Send their mail again"), permissions=["resend"])
    def resend_mails(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        """The mail that says how each stands, with their link."""
        rows = self.within(request, queryset, Action.RESEND_MAILS.roles).exclude(state__in=ENDED)
        sent = sum(resend(guest) for guest in rows.select_related("event")[:MOST_MAILS])
        said = ngettext("%d mail is on its way.", "%d mails are on their way.", sent) % sent
        words = said if sent else _now("None of these can be sent again now.")
        self.message_user(request, words, messages.SUCCESS if sent else messages.WARNING)

    @admin.action(description=_("Export as CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponseBase:
        """A table for spreadsheets, in which nothing that a guest typed is a formula."""
        return self._export(request, queryset, "csv")

    @admin.action(description=_("Export as XLSX"), permissions=["export"])
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponseBase:
        """The same as a workbook."""
        return self._export(request, queryset, "xlsx")

    def _export(self, request: HttpRequest, queryset: QuerySet[Registration], kind: str) -> HttpResponseBase:
        rows = self.within(request, queryset, Action.EXPORT_GUESTS.roles)
        return exports.export(rows, kind, by=services.By.of(request.user))


def resend(guest: Registration) -> bool:
    """Send a guest's mail again; whether it goes: not too often, and not to nobody."""
    try:
        services.resend(guest)
    except TooManyMailsError:
        return False
    return True
