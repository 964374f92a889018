"""What the guest's page holds below the pass: one line for each thing that was said, with the way to change it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.models import Consent, Needs, Registration, SiteAccess
from registrations.sealing import can_seal
from registrations.services.site_access import lacks
from symposium.events.models import Mode
from symposium.kit import saying, zones

if TYPE_CHECKING:
    from registrations.views.guest.base import GuestView

CONSENTS: dict[str, str | Promise] = {
    Consent.Kind.PHOTOGRAPHS: gettext_lazy("photographs"),
    Consent.Kind.RECORDING: gettext_lazy("recordings"),
    Consent.Kind.PARTICIPANTS: gettext_lazy("the list of participants"),
    Consent.Kind.NEWS: gettext_lazy("news of coming events"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is about, what was said, and the deed that changes it."""

    term: str
    said: str
    url: str = ""
    deed: str = ""
    # Further words below, in the voice of the page.
    more: str = ""


def rows_of(view: "GuestView", given: frozenset[str]) -> list[Row]:
    """The lines of a guest's page, as far as the event asks; nothing can be changed when all is over."""
    registration = view.registration
    rows = [_details(view, registration), _address(view, registration)]
    if len(view.event.modes) > 1:
        rows.append(_mode(view, registration))
    if getattr(registration, "has_questions", False) and view.is_open:
        rows.append(
            Row(_("Questions of the event"), "", view.address("registration-answers"), _("Change your answers"))
        )
    return [*rows, *_needs(view, registration), *_site_access(view, registration), *_consents(view, given)]


def _details(view: "GuestView", registration: Registration) -> Row:
    parts = (
        registration.full_name,
        registration.pronouns,
        registration.affiliation,
        _("on the badge: %(name)s") % {"name": registration.badge_name} if registration.badge_name else "",
    )
    said = " · ".join(part for part in parts if part)
    url = view.address("registration-details") if view.is_open else ""
    return Row(_("You"), said, url, _("Change your details"))


def _address(view: "GuestView", registration: Registration) -> Row:
    more = _("%(address)s is to be confirmed") % {"address": registration.new_email} if registration.new_email else ""
    if not registration.email:
        more = _("Mails go to whoever registered you.")
    url = view.address("registration-address") if view.is_open else ""
    return Row(_("E-mail address"), registration.email, url, _("Change the address"), more)


def _mode(view: "GuestView", registration: Registration) -> Row:
    is_online = registration.mode == Mode.ONLINE
    url = view.address("registration-mode") if view.is_open and not view.event.is_postponed else ""
    return Row(
        _("You take part"),
        _("online") if is_online else _("in person"),
        url,
        _("Come in person instead") if is_online else _("Take part online instead"),
    )


def _needs(view: "GuestView", registration: Registration) -> list[Row]:
    needs: Needs | None = getattr(registration, "needs", None)
    asks = view.rules.asks_diet or view.rules.asks_access
    if not (asks and view.is_open):
        return []
    said = _given_on(view, needs) if needs else _("Nothing said yet")
    return [Row(_("Food and access"), said, view.address("registration-needs"), _("Say what you need"))]


def _site_access(view: "GuestView", registration: Registration) -> list[Row]:
    held: SiteAccess | None = getattr(registration, "site_access", None)
    asks = view.rules.site_access_fields and registration.mode == Mode.IN_PERSON
    if not (asks and can_seal() and view.is_open):
        return []
    said = _given_on(view, held) if held else _("Nothing said yet")
    more = ""
    if lacks(registration, view.rules):
        said = _("Still to be given") if held is None else _("A part is still to be given: write all of it anew.")
        more = _("The gate lets in only those whose details it has.")
    deed = _("Give them anew") if held else _("Give your details")
    return [Row(_("Details for the gate"), said, view.address("registration-site-access"), deed, more)]


def _given_on(view: "GuestView", held: Needs | SiteAccess) -> str:
    day = zones.on_wall(held.changed_at, view.event.timezone).date()
    return _("Given on %(day)s") % {"day": saying.say_date(day)}


def _consents(view: "GuestView", given: frozenset[str]) -> list[Row]:
    if not (given or (view.rules.asked_consents and view.is_open)):
        return []
    said = ", ".join(str(words) for kind, words in CONSENTS.items() if kind in given) or _("Nothing")
    return [Row(_("You agree to"), said, view.address("registration-consents"), _("Change what you agree to"))]
