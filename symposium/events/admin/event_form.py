"""The form of an event: what is said about its places is true, because it is asked under the event's lock."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from symposium.accounts.admin_forms import ScopedForm
from symposium.events.models import Event, Mode

POLICY_HELP = _(
    "Open: whoever registers has a place while there are any. On request: you decide on each. By invitation: only "
    "those whom you or a host invite. Guests who have a place keep it when you change this."
)
ATTENDANCE_HELP = _("In person, online, or both; each way has places of its own.")


class EventForm(ScopedForm):
    """An event; its seats are read under a lock, so that what is said about them is true."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("policy", POLICY_HELP), ("attendance", ATTENDANCE_HELP)):
            if name in self.fields:
                self.fields[name].help_text = words

        if "previous" in self.fields and self.instance.pk:
            # A choice of one's own events, as ``formfield_for_foreignkey`` has it.
            field: Any = self.fields["previous"]
            field.queryset = field.queryset.exclude(pk=self.instance.pk)

    def clean_state(self) -> str:
        """What was public does not become a draft again."""
        state: str = self.cleaned_data["state"]
        if state == Event.State.DRAFT:
            words = _now(
                "The event’s address is in links and its dates are in calendars. Postpone or cancel it instead."
            )
            raise ValidationError(words)
        return state

    def clean_previous(self) -> Event | None:
        """One that came before: no circle of editions."""
        previous: Event | None = self.cleaned_data["previous"]
        starts_at = self.cleaned_data.get("starts_at") or self.instance.starts_at
        if previous and starts_at and previous.starts_at >= starts_at:
            raise ValidationError(_now("That event begins later than this one, so it is no earlier edition."))
        return previous

    def clean_capacity(self) -> int | None:
        """Not below what is taken, and held for hosts."""
        capacity: int | None = self.cleaned_data["capacity"]
        taken, held = self.instance.seats_taken, self.instance.seats_held
        if capacity is None or capacity >= taken + held:
            return capacity
        if not held:
            raise below_taken(taken)
        words = _now(
            "%(taken)d places are taken and %(held)d are held for hosts, which makes %(all)d. Cancel registrations, "
            "make blocks of seats smaller, or write a higher number."
        )
        raise ValidationError(words % {"taken": taken, "held": held, "all": taken + held}, code="below_taken")

    def clean_online_capacity(self) -> int | None:
        """Not below what is taken."""
        capacity: int | None = self.cleaned_data["online_capacity"]
        if capacity is not None and capacity < self.instance.online_taken:
            raise below_taken(self.instance.online_taken)
        return capacity

    def clean_attendance(self) -> str:
        """A way in which guests take part stays."""
        chosen: str = self.cleaned_data["attendance"]
        event = self.instance
        kept = {chosen} if chosen != Event.Attendance.BOTH else set(Mode.values)
        in_room = event.seats_taken + event.seats_held + event.guests_waiting
        if in_room and Mode.IN_PERSON not in kept:
            words = _now(
                "%(taken)d guests come in person, %(waiting)d wait for that and %(held)d seats are held for hosts. "
                "Move or cancel them first, or choose 'in person and online'."
            )
            numbers = {"taken": event.seats_taken, "waiting": event.guests_waiting, "held": event.seats_held}
            raise ValidationError(words % numbers, code="in_use")
        if event.online_taken + event.online_waiting and Mode.ONLINE not in kept:
            words = _now(
                "%(taken)d guests take part online and %(waiting)d wait for that. Move or cancel them first, or choose "
                "'in person and online'."
            )
            raise ValidationError(words % {"taken": event.online_taken, "waiting": event.online_waiting}, code="in_use")
        return chosen


def below_taken(taken: int) -> ValidationError:
    """That more places are taken than there are to be."""
    words = ngettext(
        "%(taken)d place is taken already. Cancel registrations first, or write a higher number.",
        "%(taken)d places are taken already. Cancel registrations first, or write a higher number.",
        taken,
    )
    return ValidationError(words % {"taken": taken}, code="below_taken")


def say_places(event: Event) -> str:
    """'37 of 100, 5 held for hosts, 2 waiting; online: 12 of 50', from the counters of the event alone."""
    said = []
    if Mode.IN_PERSON in event.modes:
        said.append(_say(event.seats_taken, event.capacity, event.guests_waiting, event.seats_held))
    if Mode.ONLINE in event.modes:
        words = _say(event.online_taken, event.online_capacity, event.online_waiting)
        said.append(_now("online: %(places)s") % {"places": words})
    return "; ".join(said)


def _say(taken: int, capacity: int | None, waiting: int, held: int = 0) -> str:
    said = [_now("%(taken)d, without limit") if capacity is None else _now("%(taken)d of %(all)d")]
    if held:
        said.append(_now("%(held)d held for hosts"))
    if waiting:
        said.append(_now("%(waiting)d waiting"))
    return ", ".join(said) % {"taken": taken, "all": capacity, "held": held, "waiting": waiting}
