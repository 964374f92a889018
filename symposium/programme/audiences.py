"""The speakers of an event, as those to whom a notice can go, and those whom a change of the programme concerns."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speakers.models import Speaker
from symposium.events.models import Event
from symposium.notices.audiences import Audience, Filters, NarrowingForm, Placeholder, Recipient
from symposium.programme.changes import Difference
from symposium.programme.concerned import Concern
from symposium.programme.models import Appearance

SPEAKERS = "speakers"


def speakers_form(event: Event) -> type[NarrowingForm]:
    """By the sessions in which they appear, or one by one."""
    sessions = [(str(pk), title) for pk, title in event.sessions.in_order().values_list("pk", "title")]
    people = [(str(one.pk), one.full_name) for one in event.speakers.all()]
    fields: dict[str, forms.Field] = {}
    for name, label, choices in (("sessions", _("Sessions"), sessions), ("people", _("Speakers"), people)):
        if choices:
            fields[name] = forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
    return type("SpeakersForm", (NarrowingForm,), fields)


def _rows(event: Event, filters: Filters, _is_news: bool) -> QuerySet[Speaker]:  # noqa: FBT001 (as ``Audience.rows``)
    rows: QuerySet[Speaker] = event.speakers.exclude(email="")
    if filters.get("sessions"):
        appearing = Appearance.objects.filter(session__event=event, session__in=_numbers(filters["sessions"]))
        rows = rows.filter(pk__in=appearing.values("speaker"))
    if filters.get("people"):
        rows = rows.filter(pk__in=_numbers(filters["people"]))
    return rows.annotate(address_key=Lower("email"))


def _numbers(values: Iterable[Any]) -> list[int]:
    return [int(value) for value in values if str(value).isdecimal()]


def _recipients(event: Event, rows: Sequence[Any]) -> list[Recipient]:
    page = settings.SITE_URL + reverse("programme", args=[event.slug])
    reason = _now("You get this mail because you are a speaker at this event.")
    return [Recipient(one.pk, one.email, one.full_name, reason, values={"programme": page}) for one in rows]


AUDIENCE = Audience(
    key=SPEAKERS,
    name=_("speakers"),
    help=_("Everybody who is presented at this event and whose address is known."),
    rows=_rows,
    recipients=_recipients,
    form=speakers_form,
    placeholders=(Placeholder("programme", _("the address of the programme")),),
)


def concerned(_event: Event, found: Sequence[Difference]) -> Iterable[Concern]:
    """Those who appear in what changes, or did."""
    people = sorted({pk for one in found for pk in one.speakers})
    if people:
        yield Concern(
            key=SPEAKERS,
            name=_("Speakers whom it concerns"),
            opening=_("The programme has changed where you appear in it."),
            audience=SPEAKERS,
            filters={"people": [str(pk) for pk in people]},
        )
