"""Choosing sessions that have places."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from registrations.exceptions import BookingClashError, ChoiceRefusedError, SessionFullError
from registrations.models import BookableSession, Booking
from registrations.places import Place
from symposium.kit import zones
from symposium.programme.models import Session


class SessionsForm(forms.Form):
    """All sessions with a box each: what is ticked is wanted, what was booked and is not ticked is given back.

    The form carries what was booked (``had``) and what was full (``full``) when it was shown: a page that was open
    meanwhile gives nothing back that it did not show, and puts nobody on a waiting list who was shown a free place.
    """

    sessions = forms.MultipleChoiceField(label=_("Sessions"), required=False)
    had = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    full = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: Mapping[str, Place] = {place.session.slug: place for place in places}
        self.refused: dict[str, str] = {}
        every = [(slug, place.session.title) for slug, place in self.places.items()]
        for name in ("sessions", "had", "full"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (said above)
            field.choices = every
            field.error_messages["invalid_choice"] = _("One of these sessions is not in the programme any more.")

    @property
    def wanted(self) -> set[str]:
        """What the boxes show: what was sent, or what stands."""
        if self.is_bound:
            return set(self.data.getlist("sessions"))  # type: ignore[attr-defined]
        return {slug for slug, place in self.places.items() if place.booking}

    def clean(self) -> dict[str, Any]:
        """Nobody is in two rooms at once."""
        cleaned = super().clean() or {}
        mine = {slug for slug, place in self.places.items() if place.booking} - self._given_back(cleaned)
        taken = self._taken(cleaned)
        for one, other in combinations(sorted(mine | taken), 2):
            if {one, other} & taken and _overlap(self.places[one].session, self.places[other].session):
                late, early = (one, other) if one in taken else (other, one)
                self.refuse(late, clash_words(self.places[early].session))
        return cleaned

    def _given_back(self, cleaned: Mapping[str, Any]) -> set[str]:
        return set(cleaned.get("had", ())) - set(cleaned.get("sessions", ()))

    def _taken(self, cleaned: Mapping[str, Any]) -> set[str]:
        return {slug for slug in cleaned.get("sessions", ()) if not self.places[slug].booking}

    @property
    def to_take(self) -> list[tuple[BookableSession, bool]]:
        """What is to be booked, each with whether its waiting list will do; by time."""
        taken, full = self._taken(self.cleaned_data), set(self.cleaned_data["full"])
        return [(place.bookable, slug in full) for slug, place in self.places.items() if slug in taken]

    @property
    def to_give_back(self) -> list[Booking]:
        """What is not wanted any more."""
        given = self._given_back(self.cleaned_data)
        return [place.booking for slug, place in self.places.items() if place.booking and slug in given]

    def refuse(self, slug: str, words: str) -> None:
        """Say beside one session, and above all, why it cannot be had."""
        self.refused[slug] = words
        self.add_error("sessions", words)

    def refuse_for(self, error: ChoiceRefusedError) -> None:
        """As the desk found it."""
        self.refuse(error.session.slug, refusal_words(error))


def _overlap(one: Session, other: Session) -> bool:
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clash_words(session: Session) -> str:
    """That another session is at the same time."""
    hours = ""
    if session.starts_at and session.ends_at:
        zone = session.event.timezone
        hours = f"{zones.say_time(session.starts_at, zone)}–{zones.say_time(session.ends_at, zone)}"
    words = _now("This is at the same time as “%(title)s” (%(hours)s). Choose one of the two.")
    return words % {"title": session.title, "hours": hours}


def refusal_words(error: ChoiceRefusedError) -> str:
    """Why one session could not be had, and what can be done."""
    if isinstance(error.reason, BookingClashError):
        return clash_words(error.reason.session)
    if isinstance(error.reason, SessionFullError):
        if error.reason.has_waiting_list:
            return _now("The last place went while you were choosing. Send it again to join the waiting list.")
        return _now("The last place went while you were choosing, and there is no waiting list. Choose another.")
    return _now("This session cannot be booked any more. Untick it, and send the others again.")
