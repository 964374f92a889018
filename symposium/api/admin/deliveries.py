"""What webhooks were sent, and whether it arrived."""

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from symposium.accounts.admin_base import NOBODY
from symposium.accounts.admin_lists import CappedPaginator, EventFilter, on_the_wall
from symposium.api.admin.owned import OwnedAdmin
from symposium.api.models import Delivery
from symposium.api.sending import body_of
from symposium.api.services.webhooks import send_again

SHOWN = (
    *(
        "webhook",
        "kind",
        "uid",
        "happened",
        "state",
        "status",
        "attempts",
        "last_error",
        "sent",
        "next_attempt",
        "body",
    ),
)


@admin.register(Delivery)
class DeliveryAdmin(OwnedAdmin):
    """The log of messages: kept for 30 days, never written by hand."""

    event_path = "webhook__event"
    owner_path = "webhook__user"
    may_add = NOBODY
    desk_order = 72
    list_display = ("__str__", "webhook", "state", "status", "attempts", "happened", "sent")
    list_filter = (EventFilter, "state", "kind")
    list_select_related = ("webhook", "webhook__event")
    ordering = ("-created_at", "-pk")
    actions = ("deliver_again",)

    def get_fields(self, request: HttpRequest, obj: Delivery | None = None) -> Any:
        return SHOWN

    def get_readonly_fields(self, request: HttpRequest, obj: Delivery | None = None) -> Any:
        return SHOWN

    def count_at(self, request: HttpRequest, event_id: int) -> int:
        return self.narrowed(self.get_queryset(request), event_id)[: CappedPaginator.most].count()

    def _wall(self, delivery: Delivery, moment: Any) -> str:
        return on_the_wall(moment, delivery.webhook.event.timezone)

    @admin.display(description=_("happened"))
    def happened(self, delivery: Delivery) -> str:
        """On the event's wall."""
        return self._wall(delivery, delivery.created_at)

    @admin.display(description=_("sent"))
    def sent(self, delivery: Delivery) -> str:
        """On the event's wall."""
        return self._wall(delivery, delivery.sent_at)

    @admin.display(description=_("next attempt"))
    def next_attempt(self, delivery: Delivery) -> str:
        """While it waits to be sent."""
        return self._wall(delivery, delivery.due_at) if delivery.state == Delivery.State.QUEUED else ""

    @admin.display(description=_("message"))
    def body(self, delivery: Delivery) -> str:
        """What is sent, laid out to be read."""
        said = json.dumps(json.loads(body_of(delivery)), indent=2, ensure_ascii=False)
        return format_html('<pre class="mail-text">{}</pre>', said)

    @admin.action(description=_("Send again"), permissions=["own"])
    def deliver_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Once more, with the ids that they had."""
        chosen = list(self.within(request, queryset, self.may_view)[:200])
        for delivery in chosen:
            send_again(delivery)
        words = ngettext("%d message will be sent again.", "%d messages will be sent again.", len(chosen))
        self.message_user(request, words % len(chosen), messages.SUCCESS)
