"""Forms of an event's state: how it is published, and why it is postponed or cancelled."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_forms import WallTimeField, ZonedDateTimeWidget
from symposium.events.models import Event
from symposium.kit import zones
from symposium.kit.text import LineFormField


class PublishForm(forms.Form):
    """When registration opens, and that what a copy left unchanged is meant so."""

    opens_at = WallTimeField(
        label=_("Registration opens"),
        required=False,
        widget=ZonedDateTimeWidget,
        require_all_fields=True,
    )
    sure = forms.BooleanField(
        label=_("I have looked at these, and they are right for this event"),
        error_messages={"required": _("Look at what was copied and not changed, then say that it is right.")},
    )

    def __init__(self, data: Any, *, event: Event, has_leftovers: bool) -> None:
        super().__init__(data, initial={"opens_at": event.registration_opens_at})
        self.event = event
        if event.policy not in {Event.Policy.OPEN, Event.Policy.APPROVAL}:
            del self.fields["opens_at"]
        else:
            name = timezone.get_current_timezone_name()
            words = _now("Left empty: at once. On the wall in %(zone)s (%(label)s).")
            opens_at: Any = self.fields["opens_at"]
            opens_at.help_text = words % {"zone": name, "label": zones.zone_label(name)}
            opens_at.stored = event.registration_opens_at
        if not has_leftovers:
            del self.fields["sure"]

    def clean_opens_at(self) -> Any:
        """Before registration closes."""
        opens_at = self.cleaned_data["opens_at"]
        if opens_at and opens_at >= self.event.registration_ends_at:
            closes = zones.say_moment(self.event.registration_ends_at, self.event.timezone, with_zone=False)
            raise forms.ValidationError(_now("Registration closes before that, on %(when)s.") % {"when": closes})
        return opens_at

    @property
    def chosen(self) -> Any:
        """When registration opens: what was written, or as it was where that is not asked."""
        return self.cleaned_data.get("opens_at") if "opens_at" in self.fields else self.event.registration_opens_at


class ReasonForm(forms.Form):
    """Why an event is postponed or cancelled."""

    reason = LineFormField(
        label=_("What guests should know"),
        max_length=Event._meta.get_field("state_reason").max_length,
        required=False,
        help_text=_("One sentence. It stands first on every page of the event."),
    )
