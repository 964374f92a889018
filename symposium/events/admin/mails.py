"""The outbox: what was written to whom, and whether it went."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.csp import CSP
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from symposium.accounts.admin_base import NOBODY, number_in
from symposium.accounts.admin_lists import CappedPaginator, EventFilter, FindsWords, on_the_wall
from symposium.accounts.scope import ORGANISERS
from symposium.mail.models import OutgoingMail
from symposium.mail.services import send_again
from symposium.mail.writing import shown

# A mail styles itself inline and does nothing else; its frame may be shown by the desk alone.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)


class CameBackFilter(admin.SimpleListFilter):
    """Mails that could not be delivered after they had gone."""

    title = _("came back")
    parameter_name = "came_back"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[Any, Any]]:
        return [("yes", _("yes")), ("for_good", _("the address does not exist"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> QuerySet[OutgoingMail]:
        """Anything else in the address finds all."""
        rules = {"yes": {"bounced_at__isnull": False}, "for_good": {"bounced_for_good": True}}
        return queryset.filter(**rules.get(self.value() or "", {}))


@admin.register(OutgoingMail)
class OutgoingMailAdmin(FindsWords):
    """Mails of an event, to be read by its organisers: they hold guests' links."""

    may_view = may_see_history = ORGANISERS
    may_add = may_change = may_delete = may_choose = NOBODY
    is_entrance = True
    desk_order = 60
    list_display = ("subject", "to_address", "state", "written", "sent", "came_back", "attempts")
    list_filter = (EventFilter, "state", CameBackFilter)
    ordering = ("-created_at", "-pk")
    sortable_by = ()
    actions = ("send_again",)
    fieldsets = (
        (None, {"fields": ("subject", "to_name", "to_address", "reply_to", "event")}),
        (
            _("On its way"),
            {"fields": ("state", "attempts", "last_error", "written", "next_attempt", "sent", "came_back")},
        ),
        (_("What it says"), {"fields": ("words", "page", "calendar_entry")}),
    )

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whoever may read a mail may send it again."""
        return self.has_role(request, ORGANISERS)

    def get_readonly_fields(self, request: HttpRequest, obj: OutgoingMail | None = None) -> Any:
        return [name for _title, options in self.fieldsets for name in options["fields"]]

    def zone_name(self, mail: OutgoingMail) -> str:
        """The zone of its event; UTC where it has none."""
        return mail.event.timezone if mail.event else "UTC"

    def zone_of(self, _request: HttpRequest, obj: OutgoingMail) -> str:
        return self.zone_name(obj)

    def count_at(self, request: HttpRequest, event_id: int) -> int:
        return self.narrowed(self.get_queryset(request), event_id)[: CappedPaginator.most].count()

    @admin.display(description=_("written"))
    def written(self, mail: OutgoingMail) -> str:
        """On the event's wall."""
        return on_the_wall(mail.created_at, self.zone_name(mail))

    @admin.display(description=_("sent"))
    def sent(self, mail: OutgoingMail) -> str:
        """On the event's wall."""
        return on_the_wall(mail.sent_at, self.zone_name(mail))

    @admin.display(description=_("came back"))
    def came_back(self, mail: OutgoingMail) -> str:
        """When and why another server wrote that it could not be delivered."""
        when = on_the_wall(mail.bounced_at, self.zone_name(mail))
        return f"{when}: {mail.bounce_reason}".rstrip(": ") if when else ""

    @admin.display(description=_("next attempt"))
    def next_attempt(self, mail: OutgoingMail) -> str:
        """While it waits to be sent."""
        return on_the_wall(mail.due_at, self.zone_name(mail)) if mail.state == OutgoingMail.State.QUEUED else ""

    @admin.display(description=_("text"))
    def words(self, mail: OutgoingMail) -> str:
        """As clients without HTML show it."""
        return format_html('<pre class="mail-text">{}</pre>', mail.text)

    @admin.display(description=_("as most see it"))
    def page(self, mail: OutgoingMail) -> str:
        """The HTML in a frame that can do nothing."""
        address = reverse("admin:mail_outgoingmail_html", args=[mail.pk])
        return format_html('<iframe class="mail-frame" src="{}" sandbox title="{}"></iframe>', address, mail.subject)

    @admin.display(description=_("calendar entry"))
    def calendar_entry(self, mail: OutgoingMail) -> str:
        """As it was attached."""
        if not mail.calendar:
            return ""
        address = reverse("admin:mail_outgoingmail_calendar", args=[mail.pk])
        pattern = '<p><a href="{}" download>{}</a></p><pre class="mail-text">{}</pre>'
        return format_html(pattern, address, _now("Download"), mail.calendar)

    @admin.action(description=_("Send again what was given up"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Give mails that were given up another chance."""
        failed = list(self.within(request, queryset, ORGANISERS).filter(state=OutgoingMail.State.FAILED))
        for mail in failed:
            send_again(mail)
        said = ngettext("%d mail will be sent again.", "%d mails will be sent again.", len(failed)) % len(failed)
        words = said if failed else _now("None of these was given up; nothing is sent twice.")
        self.message_user(request, words, messages.SUCCESS if failed else messages.WARNING)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<path:pk>/html/", wrap(require_safe(self.html_view)), name="mail_outgoingmail_html"),
            path("<path:pk>/invite.ics", wrap(require_safe(self.calendar_view)), name="mail_outgoingmail_calendar"),
            *super().get_urls(),
        ]

    def _readable(self, request: HttpRequest, pk: str) -> OutgoingMail:
        mail: OutgoingMail | None = self.get_queryset(request).filter(pk=number_in(pk)).first()
        if mail is None:
            raise Http404
        return shown(mail)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With its texts, also while it waits to be sent."""
        mail: OutgoingMail | None = super().get_object(request, object_id, from_field)
        return mail and shown(mail)

    def html_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The mail's HTML alone, for the frame on its page."""
        response = HttpResponse(self._readable(request, pk).html)
        response.headers[CSP.HEADER_ENFORCE.value] = FRAME_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def calendar_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The calendar entry as a file."""
        mail = self._readable(request, pk)
        if not mail.calendar:
            raise Http404
        disposition = {"Content-Disposition": 'attachment; filename="invite.ics"'}
        return HttpResponse(mail.calendar, content_type="text/calendar; charset=utf-8", headers=disposition)
