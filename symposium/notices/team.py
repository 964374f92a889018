"""The team of an event, as those to whom a notice can go."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.models import Role, User
from symposium.events.models import Event
from symposium.notices.audiences import Audience, Filters, NarrowingForm, Placeholder, Recipient


class RolesForm(NarrowingForm):
    """By role."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )


def _rows(event: Event, filters: Filters, _is_news: bool) -> QuerySet[User]:  # noqa: FBT001 (as ``Audience.rows``)
    members = event.memberships.all()
    if filters.get("roles"):
        members = members.filter(role__in=filters["roles"])
    return User.objects.filter(is_active=True, pk__in=members.values("user")).annotate(address_key=Lower("email"))


def _recipients(event: Event, rows: Sequence[Any]) -> list[Recipient]:
    page = settings.SITE_URL + reverse("admin:events_event_change", args=[event.pk])
    reason = _now("You get this mail because you are one of the team of this event.")
    return [Recipient(user.pk, user.email, str(user), reason, values={"their page": page}) for user in rows]


TEAM = Audience(
    key="team",
    name=_("the team"),
    help=_("Everybody with a role at this event."),
    rows=_rows,
    recipients=_recipients,
    form=lambda _event: RolesForm,
    placeholders=(Placeholder("their page", _("the event’s page at the desk")),),
    before_publication=True,
)
