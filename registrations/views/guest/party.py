"""Companions, as whoever brought them looks after them."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations import services
from registrations.exceptions import EventFullError, PartyTooLargeError, RegistrationRefusedError
from registrations.forms.guest import CompanionForm
from registrations.models import Registration
from registrations.services import Details, Person
from registrations.views.guest.base import DeedView, GuestView


class CompanionView(DeedView):
    """One more who comes."""

    heading = gettext_lazy("Bring somebody")
    button = gettext_lazy("Add them")
    stay = gettext_lazy("Not now")
    form_class = CompanionForm

    @property
    def words(self) -> str:  # type: ignore[override]
        """What they get."""
        if self.event.left(self.registration.mode) == 0:
            return _("Every place is taken: they would stand at the end of the waiting list.")
        return _("They get a place of their own, as long as there are places.")

    def why_not(self) -> str:
        if not self.is_open or self.event.is_postponed:
            return self.too_late()
        if not may_bring(self.registration):
            return _("Only who registered a party adds people to it.")
        return "" if room_in_party(self) > 0 else self.too_large(most_together(self))

    def too_late(self) -> str:
        if self.event.is_postponed and not self.registration.has_ended:
            return _("The event is postponed. When its new date is known, you can bring somebody.")
        return super().too_late()

    def too_large(self, most: int) -> str:
        """In words."""
        if most == 1:
            return _("At this event everybody registers for themselves.")
        return ngettext(
            "At this event %(most)s person can come together.", "At this event %(most)s people can come together.", most
        ) % {"most": most}

    def do(self, form: forms.Form) -> None:
        said = form.cleaned_data
        person = Person(said["name"], said["email"], said["affiliation"], Details())
        services.add_companion(self.registration, person)

    def explain(self, refused: RegistrationRefusedError) -> str:
        if isinstance(refused, PartyTooLargeError):
            return self.too_large(refused.most)
        if isinstance(refused, EventFullError):
            return _("Every place is taken, and this event keeps no waiting list.")
        return super().explain(refused)


def brought_by(registration: Registration) -> list[Registration]:
    """Those whom this guest brought and who have not left."""
    if registration.party_id is None or not registration.is_head:
        return []
    members = Registration.objects.filter(party=registration.party_id).exclude(pk=registration.pk)
    return [one for one in members.order_by("pk") if not one.has_ended]


def may_bring(registration: Registration) -> bool:
    """Whether they are the first of a party, or could become it."""
    return registration.is_head or registration.party_id is None


def most_together(view: GuestView) -> int:
    """How many may come together, this guest among them: as the invitation says, or else the event."""
    registration = view.registration
    invitation = registration.invitation
    return 1 + invitation.companions if invitation and registration.is_invitee else view.rules.party_size


def room_in_party(view: GuestView, brought: int | None = None) -> int:
    """How many more they may bring."""
    registration = view.registration
    if brought is None:
        brought = len(brought_by(registration))
    return most_together(view) - 1 - brought


class RemoveView(DeedView):
    """A companion who does not come after all."""

    stay = gettext_lazy("Keep the place")
    button = gettext_lazy("Give their place back")
    is_grave = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody who is not of the guest's own party is found."""
        self.companion_id: UUID = kwargs["companion"]
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def companion(self) -> Registration:
        """Who it is."""
        registration = self.registration
        members = Registration.objects.filter(party=registration.party_id, public_id=self.companion_id)
        found = members.exclude(pk=registration.pk).first() if registration.is_head else None
        if found is None:
            raise Http404
        return found

    @property
    def heading(self) -> SafeString:  # type: ignore[override]
        """With their name."""
        return format_html(_("Does {name} not come?"), name=format_html("<bdi>{}</bdi>", self.companion.name))

    @property
    def words(self) -> str:  # type: ignore[override]
        """What follows."""
        if self.companion.is_seated:
            return _("Their place goes to the next guest at once.")
        return _("They lose the place in the line.") if self.companion.is_waiting else _("Their request is withdrawn.")

    def why_not(self) -> str:
        _found = self.companion
        return "" if self.takes_place else self.too_late()

    def do(self, form: forms.Form) -> None:
        services.cancel(self.companion)
