"""Access tokens at the desk: made, shown once, withdrawn."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from symposium.accounts.admin_forms import ScopedForm
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.api.admin.owned import OwnedAdmin
from symposium.api.models import AccessToken, Scope
from symposium.api.services.tokens import make_token, revoke_token

LASTS = ((30, _("30 days")), (90, _("90 days")), (365, _("a year")))
SHOWN = ("event", "name", "user", "may_read", "beginning", "made", "good_until", "used", "withdrawn")


class AccessTokenForm(ScopedForm):
    """A new token: what for, what it may read, and for how long."""

    scopes = forms.MultipleChoiceField(
        label=_("May read"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.GUESTS],
        help_text=_("What is public needs no token. It never sees more than you do yourself."),
    )
    lasts = forms.TypedChoiceField(
        label=_("Good for"),
        choices=LASTS,
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
        help_text=_("When it is over, make a new one."),
    )

    def clean_scopes(self) -> list[str]:
        """Addresses are those of guests."""
        return sorted({Scope.GUESTS.value, *self.cleaned_data["scopes"]})


@admin.register(AccessToken)
class AccessTokenAdmin(OwnedAdmin):
    """Tokens are never changed: they are withdrawn, and others made."""

    form = AccessTokenForm
    desk_order = 70
    list_display = ("name", "user", "may_read", "beginning", "good_until", "used", "withdrawn", "event")
    list_filter = (EventFilter,)
    list_select_related = ("event", "user")
    ordering = ("-created_at", "-pk")
    actions = ("revoke_tokens",)

    def get_fields(self, request: HttpRequest, obj: AccessToken | None = None) -> Any:
        return SHOWN if obj else ("event", "name", "scopes", "lasts")

    def get_readonly_fields(self, request: HttpRequest, obj: AccessToken | None = None) -> Any:
        return SHOWN if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        # A token is shown, not edited: none of the fields of a new one stands there.
        return super().get_form(request, obj, *args, **{**kwargs, **({"form": ScopedForm} if obj else {})})

    def save_model(self, request: HttpRequest, obj: AccessToken, form: Any, change: bool) -> None:  # noqa: FBT001
        made, words = make_token(
            user=request.user,  # type: ignore[arg-type]
            event=obj.event,
            name=obj.name,
            scopes=form.cleaned_data["scopes"],
            expires_at=timezone.now() + timedelta(days=form.cleaned_data["lasts"]),
        )
        obj.pk = made.pk
        obj.__dict__.update({field.attname: getattr(made, field.attname) for field in made._meta.concrete_fields})
        vars(request)["_made"] = words

    def response_add(self, request: HttpRequest, obj: AccessToken, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page on which it is shown this once: not a message, which would be kept on its way."""
        words = {
            "title": _now("Your new token"),
            "event": obj.event,
            "thing": obj,
            "words": vars(request)["_made"],
            "hint": _now("Send it with every request, in the header %(header)s.")
            % {"header": "Authorization: Bearer sym_…"},
        }
        return self.show(request, "made.html", words)

    @admin.display(description=_("may read"))
    def may_read(self, token: AccessToken) -> str:
        """Its scopes, in words."""
        return "; ".join(str(Scope(scope).label) for scope in token.scopes if scope in Scope.values)

    @admin.display(description=_("made"))
    def made(self, token: AccessToken) -> str:
        """On the event's wall."""
        return on_the_wall(token.created_at, token.event.timezone)

    @admin.display(description=_("good until"))
    def good_until(self, token: AccessToken) -> str:
        """On the event's wall; that it is over, once it is."""
        moment = on_the_wall(token.expires_at, token.event.timezone)
        return _now("ended %(moment)s") % {"moment": moment} if token.expires_at <= timezone.now() else moment

    @admin.display(description=_("last used"))
    def used(self, token: AccessToken) -> str:
        """To five minutes, on the event's wall."""
        return on_the_wall(token.last_used_at, token.event.timezone) or _now("never")

    @admin.display(description=_("withdrawn"))
    def withdrawn(self, token: AccessToken) -> str:
        """On the event's wall."""
        return on_the_wall(token.revoked_at, token.event.timezone)

    @admin.action(description=_("Withdraw"), permissions=["own"])
    def revoke_tokens(self, request: HttpRequest, queryset: QuerySet[AccessToken]) -> None:
        """From now on they open nothing."""
        chosen = list(self.within(request, queryset, self.may_view))
        number = sum(revoke_token(token) for token in chosen)
        for token in chosen:
            self.log_change(request, token, "withdrawn")
        words = ngettext("%d token opens nothing any more.", "%d tokens open nothing any more.", number) % number
        self.message_user(request, words, messages.SUCCESS if number else messages.WARNING)
