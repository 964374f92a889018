"""Webhooks at the desk: whom they tell of what, their secret, a trial; and how a programme is shown elsewhere."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from symposium.accounts.admin_forms import ScopedForm
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.api import posting, signatures
from symposium.api.admin.embedding import embedding_view, may_embed
from symposium.api.admin.owned import OwnedAdmin
from symposium.api.models import KINDS, Delivery, Webhook
from symposium.api.services import webhooks

FIXED = ("user", "made", "paused", "failures", "ended_because")


class WebhookForm(ScopedForm):
    """Where messages go, and what they tell."""

    kinds = forms.MultipleChoiceField(
        label=_("Tell when"),
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Messages hold ids and links, no names. A coordinator's tell of their own institution's guests."),
    )

    def clean_url(self) -> str:
        """Only what messages can be sent to."""
        url: str = self.cleaned_data["url"]
        try:
            posting.check(url)
        except posting.RefusedError as refused:
            raise forms.ValidationError(str(refused), code="refused") from None
        return url


@admin.register(Webhook)
class WebhookAdmin(OwnedAdmin):
    """Addresses that are told what happens."""

    form = WebhookForm
    may_change = may_delete = OwnedAdmin.may_view
    desk_order = 71
    list_display = ("name", "url", "is_active", "failures", "user", "event")
    list_filter = (EventFilter, "is_active")
    list_select_related = ("event", "user")
    ordering = ("event", "pk")
    fields = ("event", "name", "url", "kinds", "is_active")
    actions = ("renew_secret", "try_webhooks")

    def get_fields(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        return (*self.fields, *FIXED) if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *FIXED) if obj else ()

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.user = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        if obj.is_active and {"is_active", "url", "kinds"} & {*form.changed_data, *(() if change else ("url",))}:
            webhooks.begin(obj)

    def response_add(self, request: HttpRequest, obj: Webhook, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.secret_page(request, obj)

    def secret_page(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        """The page on which its secret is shown this once."""
        words = {
            "title": _now("The secret of this webhook"),
            "event": webhook.event,
            "thing": webhook,
            "words": signatures.secret(webhook),
            "hint": _now("Give it to the system that is told: with it, that knows a message is ours and whole."),
        }
        return self.show(request, "made.html", words)

    @admin.display(description=_("made"))
    def made(self, webhook: Webhook) -> str:
        """On the event's wall."""
        return on_the_wall(webhook.created_at, webhook.event.timezone)

    @admin.display(description=_("paused until"))
    def paused(self, webhook: Webhook) -> str:
        """On the event's wall."""
        return on_the_wall(webhook.paused_until, webhook.event.timezone)

    @admin.action(description=_("Make a new secret"), permissions=["own"])
    def renew_secret(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> HttpResponse | None:
        """Of one at a time: it is shown at once. For a day both are good."""
        chosen = list(self.within(request, queryset, self.may_view)[:2])
        if len(chosen) != 1:
            self.message_user(request, _now("Choose one webhook: its secret is shown this once."), messages.WARNING)
            return None
        renewed = webhooks.rotate_secret(chosen[0])
        self.log_change(request, renewed, "secret made anew")
        return self.secret_page(request, renewed)

    @admin.action(description=_("Send a trial"), permissions=["own"])
    def try_webhooks(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        """To see whether it arrives."""
        chosen = [one for one in self.within(request, queryset, self.may_view) if one.is_active]
        for webhook in chosen:
            webhooks.send_trial(webhook)
        words = ngettext(
            "%d trial is on its way. Its answer stands in the list of messages.",
            "%d trials are on their way. Their answers stand in the list of messages.",
            len(chosen),
        )
        said = words % len(chosen) if chosen else _now("None of these is on: switch it on first.")
        self.message_user(request, said, messages.SUCCESS if chosen else messages.WARNING)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its messages go with it: nobody deletes one of them alone, and there may be thousands."""
        _found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return [str(webhook) for webhook in objs], counts, lacking - {str(Delivery._meta.verbose_name)}, protected

    # --- showing a programme elsewhere -----------------------------------------------------------------------------

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        if not may_embed(request, event_id):
            return []
        return [(_now("on other sites"), f"{reverse('admin:api_webhook_embedding')}?event={event_id}")]

    def get_urls(self) -> list[Any]:
        def answer(request: HttpRequest) -> HttpResponse:
            return self._answer(request, lambda: embedding_view(self, request))

        own = path("embedding/", self.admin_site.admin_view(require_safe(answer)), name="api_webhook_embedding")
        return [own, *super().get_urls()]
