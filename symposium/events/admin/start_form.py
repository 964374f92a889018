"""The form with which an event begins: twelve fields, and a draft that stands."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_forms import WallTimeField
from symposium.events.life import Beginning
from symposium.events.models import Event, Venue
from symposium.kit import palette, zones
from symposium.kit.styles import Look
from symposium.kit.text import LineFormField
from symposium.organisations.models import Organisation

# Hues with the words for them: colour alone says nothing to who does not see it.
HUES = (
    *((30, _("red")), (65, _("amber")), (110, _("moss")), (150, _("green"))),
    *((200, _("teal")), (250, _("blue")), (300, _("violet")), (350, _("rose"))),
)
MOST_HOSTS = 4
NAME_LENGTH = Organisation._meta.get_field("name").max_length


class HostsWidget(forms.MultiWidget):
    """Lines for names, each of which offers the institutions that are known."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(attrs={"list": "known-hosts", "autocomplete": "off"})] * MOST_HOSTS)

    def decompress(self, value: Sequence[str] | None) -> list[str]:
        """The names, a line each."""
        return list(value or [])

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for number, line in enumerate(context["widget"]["subwidgets"], 1):
            line["attrs"]["aria-label"] = _now("Host %(number)d") % {"number": number}
        return context


class HostsField(forms.MultiValueField):
    """The names of institutions, the leading one first; said twice counts once."""

    widget = HostsWidget

    def __init__(self, **kwargs: Any) -> None:
        lines = [LineFormField(max_length=NAME_LENGTH, required=False) for _line in range(MOST_HOSTS)]
        super().__init__(lines, require_all_fields=False, **kwargs)

    def compress(self, data_list: Iterable[str]) -> list[str]:
        """Without empty lines."""
        return [name for name in data_list or () if name]


class DayInput(forms.DateInput):
    """A day that the browser helps to choose."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time that the browser helps to choose."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class StartForm(forms.Form):
    """What an event begins with. ``event`` and ``beginning`` are what the form makes of it, once it is valid."""

    name = LineFormField(label=_("Name"), max_length=Event._meta.get_field("name").max_length)
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Left empty: it takes one day.")
    )
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput, required=False)
    ends = forms.TimeField(
        label=_("Ends"),
        widget=TimeInput,
        required=False,
        help_text=_("Leave both empty while only the days are known."),
    )
    timezone = forms.CharField(
        label=_("Time zone"),
        validators=[zones.validate_zone],
        widget=forms.TextInput(attrs={"list": "known-zones", "autocomplete": "off"}),
        help_text=_("Of the place: Europe/London, America/Los_Angeles. All times are times on the wall there."),
    )
    place = LineFormField(
        label=_("Place"),
        max_length=Venue._meta.get_field("name").max_length,
        required=False,
        help_text=_("The building, as visitors look for it. Left empty: not known yet, or online."),
    )
    town = LineFormField(label=_("Town"), max_length=Venue._meta.get_field("locality").max_length, required=False)
    hosts = HostsField(
        label=_("Hosts"),
        required=False,
        help_text=_(
            "Who leads stands first. Choose an institution that is known here, or write the name of a new one."
        ),
    )
    hue = forms.TypedChoiceField(label=_("Colour"), choices=HUES, coerce=int, initial=250, widget=forms.RadioSelect)
    contact_name = LineFormField(label=_("Who answers questions"), max_length=120, required=False)
    contact_email = forms.EmailField(
        label=_("Their address"), help_text=_("Shown on the page; calendars name it as the organiser.")
    )

    event: Event

    def __init__(self, *args: Any, known: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    @property
    def zone_names(self) -> list[str]:
        """Those that can be chosen, by name."""
        return sorted(zones.zone_names())

    @property
    def swatches(self) -> list[tuple[Any, str, str]]:
        """Each choice of a colour with how it looks by day and by night."""
        looks = [Look(hue) for hue, _words in HUES]
        return [
            (choice, palette.accent(look), palette.accent_by_night(look))
            for choice, look in zip(self["hue"], looks, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("begins")) != bool(cleaned.get("ends")) and not {"begins", "ends"} & set(self.errors):
            lacking = "ends" if cleaned.get("begins") else "begins"
            self.add_error(lacking, _now("Write both times, or leave both empty while only the days are known."))
        if cleaned.get("town") and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", _now("Write what the place is called; a town alone cannot be found."))
        if not self.errors:
            self._make(cleaned)
        return cleaned

    def _make(self, cleaned: dict[str, Any]) -> None:
        first = cleaned["first_day"]
        last = cleaned["last_day"] or first
        if last < first:
            self.add_error("last_day", _now("The last day comes before the first."))
            return
        names = ("name", "timezone", "hue", "contact_name", "contact_email")
        # Without an exact colour, which the database would only say when it is stored.
        self.event = Event(accent="", **{name: cleaned[name] for name in names})
        self.event.hours_announced = bool(cleaned["begins"])
        self.event.starts_at = self._moment("begins", first, cleaned["begins"] or time())
        if cleaned["ends"]:
            self.event.ends_at = self._moment("ends", last, cleaned["ends"])
        else:
            self.event.ends_at = self._moment("last_day", last + timedelta(days=1), time())
        if not self.errors:
            self._ask_model()

    def _moment(self, name: str, day: date, clock: time) -> datetime:
        """On the wall of the place; an error by the field where there is no such time."""
        try:
            with timezone.override(zones.zone(self.cleaned_data["timezone"])):
                found: Any = WallTimeField().compress([day, clock])
        except ValidationError as error:
            self.add_error(name, error)
            return datetime(2000, 1, 1, tzinfo=UTC)
        return found  # type: ignore[no-any-return]

    def _ask_model(self) -> None:
        """What the event itself says is wrong, by the nearest field of the form."""
        near = {"starts_at": "first_day", "ends_at": "ends" if self.cleaned_data["ends"] else "last_day"}
        try:
            self.event.full_clean()
        except ValidationError as error:
            for name, words in error.message_dict.items():
                field = near.get(name, name)
                self.add_error(field if field in self.fields else None, words)

    @property
    def beginning(self) -> Beginning:
        """What it begins with beside itself."""
        cleaned = self.cleaned_data
        return Beginning(venue=cleaned["place"], town=cleaned["town"], hosts=cleaned["hosts"])
