"""The programme and the speakers as tables for spreadsheets; by its 'Key' a row is known again when it returns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.models import BookableSession
from speakers.models import Speaker
from symposium.events.models import Event
from symposium.exchange.identities import own_keys
from symposium.exchange.models import Kind
from symposium.kit import zones
from symposium.kit.richtext import to_text
from symposium.programme.models import Session


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table: its name for people, its headings, and a row for each of an event's."""

    label: str | Promise
    head: Callable[[], list[str]]
    rows: Callable[[Event], Iterator[list[object]]]


def _programme_head() -> list[str]:
    return [
        *(_("Begins"), _("Ends"), _("Title"), _("Kind"), _("State"), _("Room"), _("Track"), _("People")),
        *(_("For everyone"), _("Places"), _("Abstract"), _("Stream"), _("Key")),
    ]


def _programme(event: Event) -> Iterator[list[object]]:
    keys = own_keys(event.pk)
    sessions = event.sessions.in_order().select_related("room", "track", "places")
    for session in sessions.prefetch_related("appearances__speaker"):
        yield [
            _wall(session.starts_at, event),
            _wall(session.ends_at, event),
            session.title,
            session.kind,
            session.state,
            session.room or "",
            session.track or "",
            _people(session),
            _("yes") if session.is_plenary else "",
            _places(session),
            to_text(session.abstract),
            session.stream_url,
            keys.get((Kind.SESSIONS, session.pk), ""),
        ]


def _people(session: Session) -> str:
    named = ((one.speaker.full_name if one.speaker else _("to be announced"), one) for one in session.appearances.all())
    return "; ".join(f"{name} ({one.get_part_display()})" for name, one in named)


def _places(session: Session) -> int | str:
    try:
        return session.places.capacity
    except BookableSession.DoesNotExist:
        return ""


def _speakers_head() -> list[str]:
    return [
        *(_("Form of address"), _("Name"), _("Sorted under"), _("Pronunciation"), _("State"), _("Affiliations")),
        *(_("E-mail address"), _("Website"), _("Biography"), _("Sessions"), _("Key")),
    ]


def _speakers(event: Event) -> Iterator[list[object]]:
    keys = own_keys(event.pk)
    for speaker in event.speakers.prefetch_related("affiliations__organisation", "appearances__session"):
        yield [
            speaker.form_of_address,
            speaker.name,
            speaker.sort_name,
            speaker.pronunciation,
            speaker.state,
            "; ".join(str(affiliation) for affiliation in speaker.affiliations.all()),
            speaker.email,
            speaker.url,
            to_text(speaker.biography),
            _sessions(speaker),
            keys.get((Kind.SPEAKERS, speaker.pk), ""),
        ]


def _sessions(speaker: Speaker) -> str:
    appearances = speaker.appearances.all()
    return "; ".join(dict.fromkeys(appearance.session.title for appearance in appearances))


def _wall(moment: datetime | None, event: Event) -> str:
    """'2027-05-11 09:00' in the event's zone: a spreadsheet sorts it, and reads it alike everywhere."""
    return zones.on_wall(moment, event.timezone).replace(tzinfo=None).isoformat(" ", "minutes") if moment else ""


TABLES = {
    "programme": Table(gettext_lazy("Programme"), _programme_head, _programme),
    "speakers": Table(gettext_lazy("Speakers"), _speakers_head, _speakers),
}
