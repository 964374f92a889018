"""The log of deeds in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from registrations.models import Booking, Consent, Deed, Invitation, Registration
from symposium.accounts.admin_lists import on_the_wall
from symposium.events.models import Event, Mode

# What rules are called by ``services``; whatever is not here (a session, a number) stands for itself.
RULES: dict[str, str | Promise] = {
    "overruled": _("a rule was overruled"),
    "staff": "",
    "guest": "",
    "request": "",
    "offer": "",
    "companion": "",
    "waiting list": "",
    "details": "",
    "invitation": _("by their invitation"),
    "forwarded invitation": _("by an invitation made out to somebody else"),
    "address to confirm": _("the address was to be confirmed first"),
    "release": _("the unused seats of the block went back"),
    "full": _("every place was taken"),
    **dict(Event.Policy.choices),
    **dict(Mode.choices),
    **dict(Consent.Kind.choices),
}
STATES: dict[str, str | Promise] = {
    **dict(Invitation.State.choices),
    **dict(Booking.State.choices),
    **dict(Registration.State.choices),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One deed, as people read it."""

    when: str
    what: str
    who: str
    reason: str


def what(deed: Deed) -> str:
    """'Approved: confirmed', with the rule where there is something to say about it."""
    said = str(deed.get_verb_display())
    after = str(STATES.get(deed.after, deed.after))
    if after and deed.before == deed.after:
        after = ""
    said = f"{said}: {after}" if after and after != said else said
    rule = str(RULES.get(deed.rule, deed.rule))
    return f"{said} ({rule})" if rule else said


def who(deed: Deed) -> str:
    """'the guest', 'the clock', or the member of staff."""
    if deed.actor != Deed.Actor.STAFF:
        return str(deed.get_actor_display())
    return str(deed.user) if deed.user else _now("a former member of staff")


def story(deeds: Iterable[Deed], zone: str) -> list[Line]:
    """Deeds in words, in the order in which they come."""
    return [Line(on_the_wall(deed.at, zone), what(deed), who(deed), deed.reason) for deed in deeds]
