"""What stands over the mails of an event, and whether other mail servers will believe it."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from symposium.accounts.admin_base import may
from symposium.accounts.admin_lists import EventFilter
from symposium.accounts.scope import ORGANISERS
from symposium.events.models import Event
from symposium.kit.limits import wait
from symposium.kit.views import too_many
from symposium.mail import dns
from symposium.mail.domains import domain_of, sending_domains
from symposium.mail.letterheads import letterhead_of
from symposium.mail.models import Letterhead
from symposium.notices.admin.pages import MailPages

# Each asks the DNS several times.
MOST_CHECKS, IN_SECONDS = 12, 60


@admin.register(Letterhead)
class LetterheadAdmin(MailPages):
    """One for each event; without it, mails come from the server's own address."""

    desk_order = 57
    fields = ("event", "from_name", "from_address", "reply_to", "signature", "per_minute")
    list_display = ("__str__", "from_address", "reply_to", "event")
    list_filter = (EventFilter,)
    list_select_related = ("event",)
    ordering = ("event", "pk")
    sortable_by = ()
    change_form_template = "admin/notices/letterhead/change_form.html"

    def get_urls(self) -> list[Any]:
        own = self.further("own/", require_safe(self.own), "own")
        return [own, self.further("check/", require_safe(self.ask_dns), "check"), *super().get_urls()]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "from_address":
            domains = ", ".join(sending_domains())
            field.help_text = _("At %(domains)s. Left empty: the server’s own address.") % {"domains": domains}
        if field and db_field.name == "per_minute":
            field.help_text += " " + _("The server says %(number)d.") % {"number": settings.NOTICES_PER_MINUTE}
        return field

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["check_url"] = reverse("admin:mail_letterhead_check")
        return super().render_change_form(request, context, *args, **kwargs)

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        if not may(request, ORGANISERS, event_id):
            return []
        return [(_("Letterhead of mails"), f"{reverse('admin:mail_letterhead_own')}?event={event_id}")]

    def own(self, request: HttpRequest) -> HttpResponse:
        """The way to an event's own letterhead, or to a new one."""
        event = self.event_for(request)
        head = Letterhead.objects.filter(event=event).values_list("pk", flat=True).first() if event else None
        if head:
            return redirect("admin:mail_letterhead_change", head)
        return redirect(f"{reverse('admin:mail_letterhead_add')}?event={event.pk if event else ''}")

    def ask_dns(self, request: HttpRequest) -> HttpResponse:
        """SPF, DKIM and DMARC of one of the domains that the server may send for; it asks only when told to."""
        event = self.event_for(request)
        domains = sending_domains()
        head = letterhead_of(Event.objects.select_related("letterhead").get(pk=event.pk)) if event else None
        own = domain_of(head.from_address) if head else ""
        domain = next((one for one in (request.GET.get("domain"), own, *domains) if one in domains), "")
        selector = request.GET.get("selector", settings.DKIM_SELECTOR).strip()[:63]
        findings: list[dns.Finding] = []
        if domain and "domain" in request.GET:
            if seconds := wait(request, "dns", most=MOST_CHECKS, seconds=IN_SECONDS):
                return too_many(request, seconds)
            findings = dns.look(domain, selector, mail_host())
        context: dict[str, Any] = {
            "event": event,
            "domains": domains,
            "domain": domain,
            "selector": selector,
            "findings": findings,
        }
        return self.show(request, "letterhead/check", _("Will our mails arrive?"), **context)


def mail_host() -> str:
    """The server that hands on our mails, where it is another than this one."""
    mailer: dict[str, Any] = settings.MAILERS["default"]
    host = str(mailer.get("OPTIONS", {}).get("host", ""))
    return "" if host in {"localhost", "127.0.0.1", "::1"} else host
