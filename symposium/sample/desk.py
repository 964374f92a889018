"""The coming edition's registration desk: rules, questions, blocks of seats, a workshop with places, and its guests."""

from typing import Any

from registrations.models import BookableSession, Question, RegistrationRules
from registrations.models.rules import SiteAccessField
from registrations.sealing import can_seal
from registrations.services import CLOCK, Details, Person, book, register, set_block
from symposium.events.models import Event, Mode, RegistrationPhase
from symposium.organisations.models import Organisation
from symposium.programme.models import Session
from symposium.sample.guests import COMING, come
from symposium.sample.making import moment

WORKSHOP_PLACES = 24
# (slug of the host, seats, when the unused ones go back)
BLOCKS = (
    ("pacific-institute-of-slow-orbits", 12, "2027-04-30 18:00"),
    ("thistledown-observatory", 8, "2027-04-16 18:00"),
)
QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "label": "Which day will you come?",
        "kind": Question.Kind.CHOICE,
        "choices": "Both days\nTuesday only\nWednesday only",
        "is_required": True,
        "mode": Mode.IN_PERSON,
    },
    {
        "label": "Would you show a poster in the Meridian Room?",
        "kind": Question.Kind.YES_NO,
        "help": "There is room for twenty, up to A0, upright.",
        "mode": Mode.IN_PERSON,
    },
    {"label": "What is your poster about?", "kind": Question.Kind.TEXT, "is_required": True, "after": 1, "if": "yes"},
    {"label": "From which country will you follow?", "kind": Question.Kind.COUNTRY, "mode": Mode.ONLINE},
)


def set_up(event: Event) -> Event:
    """What the organisers say before anybody comes; part of the event as it is first published."""
    RegistrationRules.objects.create(
        event=event,
        party_size=4,
        offer_hours=48,
        asks_form_of_address=True,
        asks_diet=True,
        asks_access=True,
        asks_photographs=True,
        asks_recording=True,
        asks_participants=True,
        asks_news=True,
    )
    _ask(event)
    workshop = _workshop(event)
    if workshop:
        BookableSession.objects.create(session=workshop, capacity=WORKSHOP_PLACES)
    return event


def _workshop(event: Event) -> Session | None:
    return Session.objects.filter(event=event, kind=Session.Kind.WORKSHOP, state=Session.State.PUBLISHED).first()


def open_desk(event: Event) -> None:
    """Blocks for hosts, then guests: alone, together, online, into a workshop."""
    event.refresh_from_db()
    for slug, seats, until in BLOCKS:
        host = Organisation.objects.get(slug=slug)
        set_block(event, host, seats=seats, releases_at=moment(until, event.timezone), by=CLOCK)
    workshop = _workshop(event)
    guests = come(COMING, event)
    event.refresh_from_db()
    if event.registration_phase() not in {RegistrationPhase.OPEN, RegistrationPhase.FEW}:
        return
    register(
        event,
        name="Marta Example",
        email="marta@example.org",
        affiliation="Quillfeather & Daughters",
        details=Details(needs={"diet": ["vegan"], "access": []}, consents=frozenset({"participants", "photographs"})),
        companions=[
            Person("Ibrahim Example", "ibrahim@example.org", details=Details(consents=frozenset({"participants"}))),
            Person("Little Example", details=Details(needs={"diet": ["no_nuts"], "access": ["step_free"]})),
        ],
    )
    register(event, name="Far Away Example", email="far@example.org", mode=Mode.ONLINE)
    if workshop:
        for guest in [one for one in guests if one.is_confirmed][:3]:
            book(guest, workshop.places)


def set_up_round_table(event: Event) -> Event:
    """A small event behind a gate."""
    gate = [SiteAccessField.OFFICIAL_NAME, SiteAccessField.NATIONALITY, SiteAccessField.DOCUMENT]
    RegistrationRules.objects.create(event=event, asks_diet=True, site_access_fields=gate if can_seal() else [])
    return event


def _ask(event: Event) -> None:
    made: list[Question] = []
    for position, asked in enumerate(QUESTIONS, start=1):
        fields = dict(asked)
        after, answer = fields.pop("after", None), fields.pop("if", "")
        earlier = made[after] if after is not None else None
        made.append(
            Question.objects.create(event=event, position=position, shown_after=earlier, shown_if=answer, **fields)
        )
