"""Where a session is to be: by day and clock, as a person writes it, or by moments, as the board sends them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_forms import WallTimeField
from symposium.events.models import Event, Room
from symposium.kit import zones
from symposium.programme.board.slots import Place


class PlaceForm(forms.Form):
    """A room, and what whoever fills it in saw before."""

    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"), required=False, empty_label=_("No room yet"))
    believed = forms.CharField(widget=forms.HiddenInput, max_length=120)

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["room"]
        room.queryset = Room.objects.filter(venue__event=event)
        room.error_messages["invalid_choice"] = _now("This is not one of this event's. Choose another.")

    def clean_believed(self) -> Place:
        """Where the session was when the page was loaded."""
        try:
            return Place.of_text(self.cleaned_data["believed"])
        except ValueError:
            raise ValidationError(_now("The page is not complete. Load it again.")) from None

    def place(self, starts_at: datetime | None, ends_at: datetime | None) -> Place:
        """What was filled in."""
        room = self.cleaned_data.get("room")
        return Place(starts_at, ends_at, room.pk if room else None)


class MomentsForm(PlaceForm):
    """As the board sends it: moments in ISO 8601, or none for the tray."""

    starts_at = forms.DateTimeField(required=False)
    ends_at = forms.DateTimeField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if (starts_at is None) != (ends_at is None):
            raise ValidationError(_now("Give both times, or neither while they are to be announced."))
        if starts_at and ends_at and ends_at <= starts_at:
            raise ValidationError(_now("The session must end after it begins."))
        cleaned["to"] = self.place(starts_at, ends_at)
        return cleaned


class WallForm(PlaceForm):
    """As a person writes it, on the wall of the zone that is active; what ends before it begins ends the next day."""

    day = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat, empty_value=None, required=False)
    begins = forms.TimeField(label=_("Begins"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    ends = forms.TimeField(
        label=_("Ends"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("A time before it begins is on the next day."),
    )
    field_order = ("day", "begins", "ends", "room", "believed")

    def __init__(self, event: Event, days: Sequence[date], *args: Any, **kwargs: Any) -> None:
        super().__init__(event, *args, **kwargs)
        chosen = [(day.isoformat(), zones.say_day(day)) for day in days]
        choice: Any = self.fields["day"]
        choice.choices = [("", _now("In the tray, without a time")), *chosen]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if self.errors:
            return cleaned
        if day is None:
            cleaned["to"] = self.place(None, None)
            return cleaned
        if begins is None:
            self.add_error("begins", _now("Write when it begins, or choose the tray."))
        if ends is None:
            self.add_error("ends", _now("Write when it ends, or choose the tray."))
        if begins is None or ends is None:
            return cleaned
        was: Place | None = cleaned.get("believed")
        starts_at = self._moment("begins", day, begins, was and was.starts_at)
        last_day = day + timedelta(days=self._nights(was) + (ends <= begins))
        ends_at = self._moment("ends", last_day, ends, was and was.ends_at)
        cleaned["to"] = self.place(starts_at, ends_at)
        return cleaned

    @staticmethod
    def _nights(believed: Place | None) -> int:
        """Whole days that it lasted: an exhibition of two days keeps them."""
        if not believed or not believed.starts_at or not believed.ends_at:
            return 0
        return (believed.ends_at - believed.starts_at - timedelta(microseconds=1)) // timedelta(days=1)

    def _moment(self, name: str, day: date, clock: time, was: datetime | None) -> datetime | None:
        field = WallTimeField()
        field.stored = was
        try:
            return field.compress([day, clock])
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def believe(self, now: Place) -> None:
        """Have what was typed shown again, with where the session is now: sent once more, it holds."""
        self.data = {**self.data.dict(), "believed": now.as_text()}  # type: ignore[attr-defined]

    def refuse(self, error: ValidationError) -> None:
        """Say what the session refuses by the field that it is about."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        shown = {"starts_at": "begins", "ends_at": "ends", "room": "room"}
        for name, said in by_field.items():
            for words in said:
                self.add_error(shown.get(name), words)

    @staticmethod
    def shown(place: Place) -> dict[str, Any]:
        """What the form shows of a place before anything is typed."""
        shown: dict[str, Any] = {"room": place.room, "believed": place.as_text()}
        if place.starts_at and place.ends_at:
            starts, ends = timezone.localtime(place.starts_at), timezone.localtime(place.ends_at)
            shown |= {"day": starts.date().isoformat(), "begins": starts.time(), "ends": ends.time()}
        return shown
