"""Rules of registration: one page for each event, made with the defaults when it is first looked at."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations.models import Registration, RegistrationRules
from registrations.models.rules import SiteAccessField
from registrations.permissions import Action
from registrations.sealing import can_seal
from symposium.accounts.admin_base import NOBODY, ScopedAdmin, may, number_in
from symposium.accounts.admin_forms import ScopedForm
from symposium.accounts.admin_lists import EventFilter
from symposium.accounts.scope import events_of, sees_all
from symposium.events.models import Event
from symposium.kit.revisions import publishing

State = Registration.State
NO_KEY = _(
    "This server has no key to keep such details safe, so they cannot be asked for. Whoever runs it can set "
    "SYMPOSIUM_SITE_ACCESS_KEYS."
)


class RulesForm(ScopedForm):
    """An event's rules, with what the gate's office asks for as boxes."""

    site_access_fields = forms.MultipleChoiceField(
        label=_("ask for"),
        required=False,
        choices=SiteAccessField.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only where the venue’s gate must know it. It is kept encrypted, apart from all else; only the role "
            "'site access' sees it, and each look is on record."
        ),
    )

    def clean_site_access_fields(self) -> list[str]:
        """Nothing is asked for that could not be kept safe."""
        chosen: list[str] = self.cleaned_data["site_access_fields"]
        if set(chosen) - set(self.instance.site_access_fields) and not can_seal():
            raise forms.ValidationError(NO_KEY, code="no_key")
        return chosen


@admin.register(RegistrationRules)
class RegistrationRulesAdmin(ScopedAdmin):
    """How an event's registration works. What its form shows changes with them, so each save is published."""

    form = RulesForm
    may_view = may_change = may_see_history = Action.CHANGE_RULES.roles
    may_add = may_delete = may_choose = NOBODY
    is_entrance = True
    desk_order = 35
    list_display = ("event", "party_size", "offer_hours", "confirms_addresses")
    list_filter = (EventFilter,)
    list_select_related = ("event",)
    ordering = ("-event__starts_at", "pk")
    sortable_by = ()
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("event",)}),
        (
            _("Who comes together, and who moves up"),
            {
                "fields": ("party_size", "offer_hours"),
                "description": _("One person can register others in the same form; each has a place of their own."),
            },
        ),
        (
            _("Against robots"),
            {
                "fields": ("confirms_addresses", "proof_of_work"),
                "description": _("Both cost honest guests a little. Leave them off until robots come."),
            },
        ),
        (
            _("What the form asks for"),
            {
                "fields": (
                    *("asks_form_of_address", "asks_badge_name", "asks_pronouns", "asks_diet", "asks_access"),
                    *("asks_photographs", "asks_recording", "asks_participants", "asks_news"),
                ),
                "description": _(
                    "Beside the name, the address and the institution. The fewer, the sooner it is filled in. Every "
                    "consent is a box of its own that guests may leave empty, and can take back on their page."
                ),
            },
        ),
        (
            _("What the gate must know"),
            {
                "fields": ("site_access_fields", "site_access_companions", "site_access_days"),
                "description": _("For venues that let in only those whose papers they have seen on a list before."),
            },
        ),
    )

    # --- made when it is first looked at ---------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        event_id = number_in(object_id)
        if event_id is None:
            return None
        self._make_for(request, event_id)
        return super().get_object(request, object_id, from_field)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of the event that the address names, or all of them."""
        event_id = number_in(request.GET.get("event"))
        if event_id is not None and may(request, self.may_view, event_id):
            self._make_for(request, event_id)
            return redirect("admin:registrations_registrationrules_change", event_id)
        self._make_for(request, None)
        found: HttpResponse = super().changelist_view(request, *args, **kwargs)
        return found

    def _make_for(self, request: HttpRequest, event_id: int | None) -> None:
        """The defaults as rows, for one of the user's events or for all of them that have none."""
        events = Event.objects.filter(registration_rules=None)
        if not sees_all(request.user):
            events = events.filter(pk__in=events_of(request.user, self.may_change or ()))
        if event_id is not None:
            events = events.filter(pk=event_id)
        made = [RegistrationRules(event_id=pk) for pk in events.order_by().values_list("pk", flat=True)]
        if made:
            RegistrationRules.objects.bulk_create(made, ignore_conflicts=True)

    def count_at(self, _request: HttpRequest, _event_id: int) -> None:
        """An event has one set of them."""

    # --- saving ----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: RegistrationRules, form: Any, change: bool) -> None:  # noqa: FBT001
        """The form that guests see is kept under the event's revision: it changes with its rules."""
        with publishing() as touch:
            touch(Event, obj.event_id)
            super().save_model(request, obj, form, change)
        self._warn(request, obj, set(form.changed_data), form.initial)

    def _warn(self, request: HttpRequest, rules: RegistrationRules, changed: set[str], before: dict[str, Any]) -> None:
        """What a change means for those who are there already."""
        guests = (
            Registration.objects.real().filter(event=rules.event_id).exclude(state__in=(State.CANCELLED, "declined"))
        )
        for words in self._consequences(rules, changed, before, guests):
            self.message_user(request, words, messages.WARNING)

    def _consequences(
        self, rules: RegistrationRules, changed: set[str], before: dict[str, Any], guests: QuerySet[Registration]
    ) -> list[str]:
        said = []
        asked_now = [name for name in changed if name.startswith("asks_") and getattr(rules, name)]
        more = set(rules.site_access_fields) - set(before.get("site_access_fields") or ())
        number = guests.count() if asked_now or more or "party_size" in changed else 0
        if number and (asked_now or more):
            words = ngettext(
                "%(number)d guest registered before this was asked, and can add it on their own page.",
                "%(number)d guests registered before this was asked, and can add it on their own pages.",
                number,
            )
            said.append(words % {"number": number})
        if number and "party_size" in changed and rules.party_size < before["party_size"]:
            said.append(_now("Parties that are larger stay together as they are."))
        if "offer_hours" in changed:
            said += self._says_of_offers(rules, guests)
        unasked = "confirms_addresses" in changed and not rules.confirms_addresses
        if unasked and guests.filter(state=State.UNVERIFIED).exists():
            said.append(_now("Who has registered and not opened the link yet still has to."))
        return said

    @staticmethod
    def _says_of_offers(rules: RegistrationRules, guests: QuerySet[Registration]) -> list[str]:
        offered = guests.filter(state=State.OFFERED).count()
        if not offered:
            return []
        words = ngettext(
            "%(number)d place is offered at this moment; that offer keeps its time.",
            "%(number)d places are offered at this moment; those offers keep their times.",
            offered,
        )
        return [words % {"number": offered}]
