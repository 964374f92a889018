"""Invitations to a team: written to one or several addresses at once, sent again, withdrawn."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_POST

from symposium.accounts import services
from symposium.accounts.admin_base import NOBODY, ScopedAdmin
from symposium.accounts.admin_forms import Refused, ScopedForm
from symposium.accounts.admin_lists import EventFilter, on_the_wall
from symposium.accounts.admin_pages import user_of
from symposium.accounts.exceptions import AlreadyOnTeamError, InvitationGoneError
from symposium.accounts.models import TeamInvitation
from symposium.accounts.permissions import TeamAction
from symposium.kit.text import LinesFormField

MOST = 50


def already(email: str) -> str:
    """That somebody needs no invitation."""
    return _now("%(email)s has this role already, or is invited to it.") % {"email": email}


class TeamInvitationForm(ScopedForm):
    """Whom, to what, with which words."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("One on each line. Each gets a mail of its own, with a link that only its reader can use."),
    )
    greeting = LinesFormField(
        label=_("A few words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=_("Stand in the mail, as you write them."),
    )

    class Meta:
        model = TeamInvitation
        fields = ("event", "role", "organisation", "greeting")

    def clean_addresses(self) -> list[str]:
        """Each one readable, once, and not more than one would write by hand."""
        text: str = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n")
        found = list(dict.fromkeys(line.strip().lower() for line in text.splitlines() if line.strip()))
        wrong = [address for address in found if not _is_address(address)]
        if wrong:
            raise ValidationError(_("This is no address: %(wrong)s."), params={"wrong": ", ".join(wrong)})
        if len(found) > MOST:
            raise ValidationError(_("At most %(most)d at once."), params={"most": MOST})
        return found

    def clean(self) -> dict[str, Any]:
        """Nobody is invited to what they have."""
        cleaned = super().clean()
        event, role, organisation = (cleaned.get(name) for name in ("event", "role", "organisation"))
        if event and role:
            for address in cleaned.get("addresses", []):
                at = organisation.pk if organisation else None
                if services.has_role_or_is_invited(event.pk, address, role, at):
                    self.add_error("addresses", already(address))
        return cleaned


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


@admin.register(TeamInvitation)
class TeamInvitationAdmin(ScopedAdmin):
    """Who is invited to a team, and how each invitation stands."""

    form = TeamInvitationForm
    may_view = TeamAction.SEE_TEAM.roles
    may_add = TeamAction.INVITE_TO_TEAM.roles
    may_change = may_delete = may_choose = NOBODY
    may_see_history = TeamAction.SEE_TEAM.roles
    desk_order = 71
    list_display = ("email", "role", "organisation", "stage", "lapses", "event")
    list_filter = (EventFilter, "role")
    list_select_related = ("organisation", "event", "invited_by", "mail")
    search_fields = ("email",)
    ordering = ("-created_at", "-pk")
    sortable_by = ()
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("organisation",)
    actions = ("send_team_invitations_again", "withdraw_team_invitations")
    change_form_template = "admin/accounts/teaminvitation/change_form.html"

    def get_fields(self, _request: HttpRequest, obj: TeamInvitation | None = None) -> Any:
        if obj is None:
            return ("event", "addresses", "role", "organisation", "greeting")
        told = ("event", "email", "role", "organisation", "greeting")
        return (*told, "stage", "inviter", "created_at", "opened_at", "accepted_at", "expires_at")

    def get_readonly_fields(self, request: HttpRequest, obj: TeamInvitation | None = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "stage", "inviter") if obj else fixed

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Chosen among what there is; nothing else is changed on the way."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        for what in ("add", "change", "delete", "view") if field else ():
            setattr(field.widget, f"can_{what}_related", False)
        return field

    @admin.display(description=_("lapses"))
    def lapses(self, invitation: TeamInvitation) -> str:
        """On the event's wall."""
        return on_the_wall(invitation.expires_at, invitation.event.timezone)

    @admin.display(description=_("invited by"))
    def inviter(self, invitation: TeamInvitation) -> str:
        """By name, and with no way to their account."""
        return str(invitation.invited_by or "–")

    @admin.display(description=_("stands"))
    def stage(self, invitation: TeamInvitation) -> str | Promise:
        """In a word or two."""
        return invitation.stage

    def invites_at(self, request: HttpRequest, invitation: TeamInvitation) -> bool:
        """Whether the user may send it again and withdraw it."""
        return self.has_role(request, TeamAction.INVITE_TO_TEAM.roles, invitation)

    def save_model(self, request: HttpRequest, obj: TeamInvitation, form: Any, change: bool) -> None:  # noqa: FBT001
        """One invitation for each address; all of them, or none."""
        for place, address in enumerate(form.cleaned_data["addresses"]):
            if place:
                # Django's admin writes of the last one itself.
                self.log_addition(request, obj, [{"added": {}}])
            obj.pk, obj.email, obj._state.adding = None, address, True
            try:
                services.invite(obj, by=user_of(request))
            except AlreadyOnTeamError as refused:
                raise Refused("addresses", already(address)) from refused
        vars(request)["_invitations_sent"] = len(form.cleaned_data["addresses"])

    def response_add(self, request: HttpRequest, obj: TeamInvitation, post_url_continue: str | None = None) -> Any:
        number = vars(request)["_invitations_sent"]
        said = ngettext("%d invitation is on its way.", "%d invitations are on their way.", number) % number
        self.message_user(request, said, messages.SUCCESS)
        return redirect(f"{reverse('admin:accounts_teaminvitation_changelist')}?event={obj.event_id}")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        found: TeamInvitation | None = kwargs.get("obj")
        stands = found is not None and found.accepted_at is None and found.withdrawn_at is None
        if found is None:
            context["title"] = _now("Invite people to the team")
        context["deeds"] = found is not None and stands and self.invites_at(request, found)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- deeds -----------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.deed_view))
        own = path("<int:pk>/do/<slug:deed>/", view, name="accounts_teaminvitation_deed")
        return [own, *super().get_urls()]

    def deed_view(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        """Send one again, or withdraw it."""
        found = self.get_queryset(request).filter(pk=pk).first()
        if found is None or deed not in DEEDS:
            raise Http404
        if not self.invites_at(request, found):
            raise PermissionDenied
        self._do(request, deed, [found])
        return redirect("admin:accounts_teaminvitation_change", pk)

    @admin.action(description=_("Send the selected invitations again"), permissions=["invite"])
    def send_team_invitations_again(self, request: HttpRequest, queryset: QuerySet[TeamInvitation]) -> None:
        """Each with a new link."""
        self._do(request, "again", self._own(request, queryset))

    @admin.action(description=_("Withdraw the selected invitations"), permissions=["invite"])
    def withdraw_team_invitations(self, request: HttpRequest, queryset: QuerySet[TeamInvitation]) -> None:
        """Their links open nothing any more."""
        self._do(request, "withdraw", self._own(request, queryset))

    def has_invite_permission(self, request: HttpRequest) -> bool:
        """Whether the user owns any event."""
        return self.has_role(request, TeamAction.INVITE_TO_TEAM.roles)

    def _own(self, request: HttpRequest, queryset: QuerySet[TeamInvitation]) -> list[TeamInvitation]:
        return list(self.within(request, queryset, TeamAction.INVITE_TO_TEAM.roles)[: MOST * 2])

    def _do(self, request: HttpRequest, deed: str, chosen: list[TeamInvitation]) -> None:
        """Do it to all that can still be sent or withdrawn; say how many that were, and how many not."""
        done = 0
        with transaction.atomic():
            for one in chosen:
                try:
                    if deed == "again":
                        services.send_again(one, by=user_of(request))
                    else:
                        services.withdraw(one)
                except InvitationGoneError:
                    continue
                done += 1
                self.log_change(request, one, str(DEEDS[deed] % {"number": 1}))
        if done:
            self.message_user(request, DEEDS[deed] % {"number": done}, messages.SUCCESS)
        if done < len(chosen):
            self.message_user(request, _now("What was accepted or withdrawn already stays as it is."), messages.WARNING)


DEEDS: dict[str, Any] = {
    "again": ngettext_lazy(
        "%(number)d invitation is on its way again.", "%(number)d are on their way again.", "number"
    ),
    "withdraw": ngettext_lazy("%(number)d invitation is withdrawn.", "%(number)d are withdrawn.", "number"),
}
