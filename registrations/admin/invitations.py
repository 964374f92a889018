"""Invitations at the desk: who was invited and what became of it; coordinators see those of their block."""

from contextlib import suppress
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations import services
from registrations.admin.asking import further, show
from registrations.admin.invitation_answers import AnswerPages
from registrations.admin.invitation_lists import ListPages
from registrations.admin.scoping import BlockScopedAdmin, HostFilter
from registrations.models import Invitation
from registrations.permissions import Action
from symposium.accounts.admin_base import NOBODY, event_in_hand
from symposium.accounts.admin_lists import CappedPaginator, EventFilter, FindsWords, on_the_wall
from symposium.accounts.scope import ORGANISERS
from symposium.events.models import Event

State = Invitation.State
SHOWN = 20
IN_PARTS = {"registrations_invitation_letter", "registrations_invitation_changelist"}
WRITTEN_BY_HAND = ("name", "form_of_address", "affiliation", "greeting", "signed_by", "companions", "answer_by")


@admin.register(Invitation)
class InvitationAdmin(FindsWords, BlockScopedAdmin):
    """Invitations. New ones come from lists; none is deleted: it is withdrawn, and its page says so."""

    may_view = may_change = Action.INVITE.roles
    may_see_history = ORGANISERS
    may_add = may_delete = may_choose = NOBODY
    is_entrance = True
    desk_order = 34
    list_display = ("name", "email", "affiliation", "host", "state", "stood_since", "reminded")
    list_filter = (EventFilter, HostFilter, "state")
    list_select_related = ("allocation__organisation",)
    ordering = ("-created_at", "-pk")
    sortable_by = ()
    list_per_page = 100
    actions = ("send_invitations", "remind_invitations", "withdraw_invitations")
    readonly_fields = ("event", "host", "email", "state", "mode", "language", "answers_to", "story")
    fieldsets: ClassVar[Any] = (
        (_("Who"), {"fields": ("event", "host", "name", "form_of_address", "affiliation", "email")}),
        (_("What they read"), {"fields": ("greeting", "signed_by", "answers_to", "language")}),
        (_("What they may answer"), {"fields": ("companions", "answer_by", "mode")}),
        (_("How it stands"), {"fields": ("state", "story")}),
    )
    change_form_template = "admin/registrations/invitation/change_form.html"
    change_list_template = "admin/registrations/invitation/change_list.html"

    def view_on_site(self, _obj: Any) -> None:
        """A guest's link is the guest's: whoever answers for them says so by telephone, under their own name."""

    def has_invite_permission(self, request: HttpRequest) -> bool:
        """For the actions of the list."""
        return self.has_role(request, Action.INVITE.roles)

    def count_at(self, request: HttpRequest, event_id: int) -> int:
        return self.narrowed(self.get_queryset(request), event_id)[: CappedPaginator.most].count()

    # --- the list --------------------------------------------------------------------------------------------------

    @admin.display(description=_("invited by"))
    def host(self, invitation: Invitation) -> str:
        """The host from whose block it comes, or the organisers."""
        return invitation.host_name or _now("the organisers")

    @admin.display(description=_("since"))
    def stood_since(self, invitation: Invitation) -> str:
        """When it came into its state, on the event's wall; with 'by telephone' where that is how it was answered."""
        at = invitation.answered_at if invitation.is_answered else invitation.opened_at or invitation.sent_at
        when = on_the_wall(at, invitation.event.timezone)
        by_telephone = invitation.is_answered and invitation.by_telephone
        return _now("%(when)s, by telephone") % {"when": when} if by_telephone else when

    @admin.display(description=_("reminded"))
    def reminded(self, invitation: Invitation) -> str:
        """When they were last reminded."""
        return on_the_wall(invitation.reminded_at, invitation.event.timezone)

    @admin.display(description=_("until now"))
    def story(self, invitation: Invitation) -> str:
        """What happened to it, one line."""
        zone = invitation.event.timezone
        steps = (
            (_now("sent %(when)s"), invitation.sent_at),
            (_now("opened %(when)s"), invitation.opened_at),
            (_now("reminded %(when)s"), invitation.reminded_at),
            (_now("answered %(when)s"), invitation.answered_at),
        )
        return "; ".join(words % {"when": on_the_wall(at, zone)} for words, at in steps if at)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With how many stand in each state, of the event in hand and the host that was chosen."""
        address = reverse("admin:registrations_invitation_invite")
        # Answered within the frame of the list: the event is in hand by then.
        more = {"counts": _Counts(self, request), "invite_url": address, **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, more)
        return response

    # --- one of them -----------------------------------------------------------------------------------------------

    def get_readonly_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        closed = obj is not None and (obj.is_answered or obj.state == State.REVOKED)
        return (*self.readonly_fields, *WRITTEN_BY_HAND) if closed else self.readonly_fields

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Read behind the event's lock where it is about to be changed, as every deed at the registration desk does."""
        if request.method == "POST":
            with suppress(ValidationError):
                found = self.get_queryset(request).filter(pk=Invitation._meta.pk.to_python(object_id))
                Event.objects.select_for_update().filter(pk__in=found.order_by().values("event")).first()
        return super().get_object(request, object_id, from_field)

    def save_model(self, _request: HttpRequest, obj: Invitation, form: Any, _change: bool) -> None:  # noqa: FBT001
        """Writes what was typed and no other column: an answer that came meanwhile stands."""
        if form.changed_data:
            obj.save(update_fields=form.changed_data)

    def saves_in_parts(self, request: HttpRequest) -> bool:
        """Guests come to the registration desk while thousands are invited, reminded or withdrawn."""
        match = request.resolver_match
        return match is not None and match.url_name in IN_PARTS

    def get_urls(self) -> list[Any]:
        lists, answers = ListPages(self), AnswerPages(self)
        return [
            further(self, "invite/", lists.start, "invite"),
            further(self, "invite/<uuid:draft>/", lists.who, "who"),
            further(self, "invite/<uuid:draft>/letter/", lists.letter, "letter"),
            further(self, "invite/<uuid:draft>/mail/<int:place>/", lists.mail, "mail"),
            further(self, "<path:pk>/answer/", answers.telephone, "answer"),
            further(self, "<path:pk>/address/", answers.address, "address"),
            *super().get_urls(),
        ]

    # --- deeds -----------------------------------------------------------------------------------------------------

    @admin.action(description=_("Send the chosen invitations"), permissions=["invite"])
    def send_invitations(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> HttpResponse | None:
        """Those that were not sent yet."""
        chosen = self.within(request, queryset, Action.INVITE.roles).filter(state=State.DRAFT)
        return self._ask_or_do(request, "send_invitations", chosen)

    @admin.action(description=_("Remind those who have not answered"), permissions=["invite"])
    def remind_invitations(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> HttpResponse | None:
        """Those who still can, and had no mail about it for a day."""
        chosen = services.may_be_reminded(self.within(request, queryset, Action.INVITE.roles))
        return self._ask_or_do(request, "remind_invitations", chosen)

    @admin.action(description=_("Withdraw the chosen invitations"), permissions=["invite"])
    def withdraw_invitations(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> HttpResponse | None:
        """Those that were not accepted."""
        mine = self.within(request, queryset, Action.INVITE.roles)
        return self._ask_or_do(request, "withdraw_invitations", mine.exclude(state__in=(State.REVOKED, State.ACCEPTED)))

    def _ask_or_do(self, request: HttpRequest, action: str, chosen: QuerySet[Invitation]) -> HttpResponse | None:
        """A page that says how many; then the deed, and what it did."""
        deeds = {"send_invitations": services.send, "remind_invitations": services.remind}
        if request.POST.get("post") == "yes":
            number = deeds.get(action, services.revoke)(chosen, by=services.By.of(request.user))
            self.message_user(request, done(action, number), messages.SUCCESS if number else messages.WARNING)
            return None
        number = chosen.count()
        if not number:
            self.message_user(request, done(action, 0), messages.WARNING)
            return None
        context = {
            "title": asked(action, number),
            "action": action,
            "names": [one.name for one in chosen[:SHOWN]],
            "more": max(number - SHOWN, 0),
            "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        }
        return show(self, request, "invitation/confirm", context)


class _Counts:
    """How many invitations stand in each state; asked when the template comes to it."""

    def __init__(self, page: InvitationAdmin, request: HttpRequest) -> None:
        self.page, self.request = page, request

    def __iter__(self) -> Any:
        """Words, number and address of each state that occurs; nothing while no event is in hand."""
        event_id = event_in_hand(self.request)
        if event_id is None:
            return
        kept = {name: value for name in ("event", "host") if (value := self.request.GET.get(name))} | {
            "event": str(event_id)
        }
        rows = self.page.narrowed(self.page.get_queryset(self.request), event_id)
        host = HostFilter(self.request, {"host": [kept["host"]]} if "host" in kept else {}, Invitation, self.page)
        rows = host.queryset(self.request, rows).select_related(None).order_by()
        numbers = dict(rows.values_list("state").annotate(number=Count("pk")))
        for state in State:
            if numbers.get(state):
                yield state.label, numbers[state], f"?{urlencode(kept | {'state__exact': state.value})}"


def asked(action: str, number: int) -> str:
    """What a page of confirmation asks."""
    patterns = {
        "send_invitations": ngettext("Send %d invitation?", "Send %d invitations?", number),
        "remind_invitations": ngettext("Remind %d person?", "Remind %d people?", number),
        "withdraw_invitations": ngettext("Withdraw %d invitation?", "Withdraw %d invitations?", number),
    }
    return patterns[action] % number


def done(action: str, number: int) -> str:
    """What was done, or why nothing was."""
    if not number:
        return {
            "send_invitations": _now("None of these waits to be sent, or the event is not published."),
            "remind_invitations": _now(
                "Nobody to remind: they have answered, cannot answer any more, or had a mail within the last day."
            ),
            "withdraw_invitations": _now(
                "None of these can be withdrawn. Who has accepted is a guest: cancel the registration instead."
            ),
        }[action]
    patterns = {
        "send_invitations": ngettext("%d invitation is on its way.", "%d invitations are on their way.", number),
        "remind_invitations": ngettext("%d reminder is on its way.", "%d reminders are on their way.", number),
        "withdraw_invitations": ngettext("%d invitation is withdrawn.", "%d invitations are withdrawn.", number),
    }
    return patterns[action] % number
