"""An event's team: organisers see it, owners change it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts import services
from symposium.accounts.admin_base import SERVER_ALONE, ScopedAdmin, event_in_hand, may, may_somewhere, number_in
from symposium.accounts.admin_forms import Refused, ScopedForm
from symposium.accounts.admin_lists import EventFilter
from symposium.accounts.exceptions import LastOwnerError
from symposium.accounts.models import Membership, TeamRules, User
from symposium.accounts.permissions import TeamAction
from symposium.accounts.scope import OWNERS, events_of, sees_all
from symposium.accounts.second_factor import factors_of
from symposium.kit.pages import PRIVATE

LAST_OWNER = _("Nobody else owns the event. Make somebody an owner first.")


class MembershipForm(ScopedForm):
    """A role for somebody who has an account, named by their address, given at once: for whoever runs the server."""

    email = forms.EmailField(
        label=_("e-mail address"), help_text=_("Of somebody who has an account here, written in full.")
    )

    class Meta:
        model = Membership
        fields = ("event", "role", "organisation")

    def clean_email(self) -> str:
        """Finds the account."""
        address: str = self.cleaned_data["email"].strip().lower()
        user = User.objects.filter(email=address, is_active=True).first()
        if user is None:
            raise ValidationError(_("Nobody with this address has an account here. Invite them."), code="unknown")
        self.instance.user = user
        return address


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Who may do what at an event."""

    may_view = may_see_history = TeamAction.SEE_TEAM.roles
    may_add = SERVER_ALONE
    may_change = may_delete = TeamAction.CHANGE_TEAM.roles
    is_entrance = True
    desk_order = 70
    readonly_fields = ("person",)
    list_display = ("person", "role", "organisation", "second_factor", "event")
    list_filter = (EventFilter, "role")
    list_select_related = ("user", "organisation", "event")
    search_fields = ("user__email", "user__name")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("organisation",)
    change_list_template = "admin/accounts/membership/change_list.html"

    # --- what is shown ---------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        has_one = Exists(factors_of(OuterRef("user")))
        rows: QuerySet[Membership] = super().get_queryset(request).annotate(has_second_factor=has_one)
        return rows

    def get_list_display(self, request: HttpRequest) -> Any:
        """How colleagues sign in is seen by owners alone, and by those of no other event."""
        names = tuple(super().get_list_display(request))
        if sees_all(request.user) or events_of(request.user, self.may_view or ()) <= events_of(request.user, OWNERS):
            return names
        return tuple(name for name in names if name != "second_factor")

    def get_fields(self, _request: HttpRequest, obj: Any = None) -> Any:
        return ["person" if obj else "email", "event", "role", "organisation"]

    @admin.display(description=_("member of staff"), ordering="user__email")
    def person(self, membership: Membership) -> str:
        """Name and address, and no way to the account."""
        user = membership.user
        return f"{user.name} ({user.email})" if user.name else user.email

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, membership: Any) -> bool:
        """Whether they have one."""
        return bool(membership.has_second_factor)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        kwargs["form"] = ScopedForm if obj else MembershipForm
        return super().get_form(request, obj, change, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        chosen = number_in(request.GET.get("event"))
        roles = TeamAction.INVITE_TO_TEAM.roles
        invites = may(request, roles, chosen) if chosen is not None else may_somewhere(request, roles)
        return super().changelist_view(request, {"invites": invites, "event_chosen": chosen, **(extra_context or {})})

    def ways_at(self, request: HttpRequest, event_id: int) -> list[tuple[str, str]]:
        """What owners do with their team."""
        if not may(request, TeamAction.INVITE_TO_TEAM.roles, event_id):
            return []
        return [
            (_now("Invite people to the team"), f"{reverse('admin:accounts_teaminvitation_add')}?event={event_id}"),
            (_now("Second factor of the team"), f"{reverse('admin:accounts_membership_factor')}?event={event_id}"),
        ]

    # --- deeds -----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            super().save_model(request, obj, form, change)
            return
        try:
            services.change_role(obj)
        except LastOwnerError as refused:
            raise Refused("role", str(LAST_OWNER)) from refused

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        try:
            services.remove(obj)
        except LastOwnerError as refused:
            raise Refused(None, str(LAST_OWNER)) from refused

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.select_related("user"):
            self.delete_model(request, membership)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.factor_view)
        return [path("factor/", view, name="accounts_membership_factor"), *super().get_urls()]

    def factor_view(self, request: HttpRequest) -> HttpResponse:
        """Whether the whole team is asked for a second factor, and who has none yet."""
        return self._answer(request, lambda: self._factor(request), self.take_in_hand)

    def _factor(self, request: HttpRequest) -> HttpResponse:
        event_id = event_in_hand(request)
        if event_id is None or not may(request, TeamAction.ASK_FOR_FACTOR.roles, event_id):
            raise PermissionDenied
        here = f"{reverse('admin:accounts_membership_factor')}?event={event_id}"
        if request.method == "POST":
            asks = request.POST.get("asks") == "yes"
            services.ask_for_second_factor(event_id, asks=asks)
            said = _now("Everybody on the team is asked for one.") if asks else _now("It is left to each of them.")
            self.message_user(request, said, messages.SUCCESS)
            return redirect(here)
        team = self.get_queryset(request).filter(event=event_id).select_related("event")
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Second factor of the team"),
            "opts": self.opts,
            "event": team[0].event if team else None,
            "asks": TeamRules.objects.filter(event=event_id, requires_second_factor=True).exists(),
            "lacking": sorted({self.person(one) for one in team if not self.second_factor(one)}),
            "address": here,
        }
        template = "admin/accounts/membership/factor.html"
        return TemplateResponse(request, template, context, headers={"Cache-Control": PRIVATE})
