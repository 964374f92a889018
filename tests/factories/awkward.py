"""Events that a page must bear: everything at once, nothing at all, five hundred sessions, clocks that change."""

from datetime import UTC, datetime, timedelta
from typing import Any

from registrations.models import Consent, Question, Registration, RegistrationRules
from symposium.events.models import Event
from symposium.kit.revisions import publishing
from symposium.programme.models import Appearance, Session
from symposium.sample import bulk
from tests import factories

# Sixty letters without a place to break.
LONG_NAME = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauerei"[:60]
CHINESE, ARABIC = "王小明", "عبد الرحمن بن خلدون"
ARABIC_TITLE = "نجوم الليل ومراصد الصحراء"
CHINESE_TITLE = "夜空之下:从紫金山到帕萨迪纳"
REASON = "The launch was moved, and with it everything that depends on it; the new date is decided in spring."


@publishing()
def make_full_event(slug: str = "full", **fields: object) -> Event:
    """Three days with everything on every page, and every name that is hard to set."""
    event = _make(slug, days=3, name=f"Collaboration in Space with {LONG_NAME}", **fields)
    factories.make_venue(event, directions="<p>By train.</p>", latitude="34.137700", longitude="-118.125300")
    hall = factories.make_room(event, name=f"Hall of {LONG_NAME}", slug="hall")
    attic = factories.make_room(event, name="阁楼")
    track = factories.make_track(event, name="Science and its instruments", slug="science")
    other = factories.make_track(event, name=ARABIC_TITLE)
    for organisation in (f"Institute of {LONG_NAME}", "紫金山天文台", "Bureau of Shared Skies", ARABIC_TITLE, "ESA"):
        factories.make_hosting(event, factories.make_organisation(name=organisation, words="<p>It watches.</p>"))
    keynote = factories.make_session(
        event, title=f"Two shores and {LONG_NAME}", slug="keynote", kind="keynote", is_plenary=True, room=hall, at=0
    )
    make_people(event, keynote)
    changed = factories.make_session(event, title=CHINESE_TITLE, room=hall, track=track, at=1)
    factories.make_publication(event, changed, words=f"{ARABIC_TITLE} and {LONG_NAME}")
    factories.make_publication(event, keynote)
    factories.make_session(event, title=ARABIC_TITLE, room=attic, track=other, at=1)
    factories.make_session(event, title="Lunch", kind="break", is_plenary=True, at=2)
    factories.make_session(event, title="Sails", state="cancelled", state_reason=REASON, room=attic, track=track, at=26)
    factories.make_session(event, title="Past midnight", kind="reception", room=hall, at=12, hours=6)
    factories.make_appearance(factories.make_session(event, title="Some time", at=None))
    for when in ("1962-04-26", "1971-10", "1997/2017"):
        factories.make_milestone(event, when=when, title=f"{LONG_NAME} {when}", words="<p>It flew.</p>")
    photograph = factories.make_photograph(event, image=factories.make_picture(1200, 800), caption=CHINESE_TITLE)
    factories.make_milestone(event, when="2001", title=ARABIC_TITLE, photograph=photograph)
    factories.make_announcement(event, title=f"Registration is open for {LONG_NAME}", words="<p>Come.</p>")
    workshop = factories.make_bookable(event, title=f"Workshop of {LONG_NAME}", at=27, room=attic)
    make_asking(event)
    factories.make_booking(make_participants(event), workshop)
    return event


def make_participants(event: Event) -> Registration:
    """Guests who agreed to be named; the first of them."""
    RegistrationRules.objects.update_or_create(event=event, defaults={"asks_participants": True})
    Event.objects.filter(pk=event.pk).update(participants_version=1)
    guests = [factories.make_registration(event, name=name) for name in (LONG_NAME, CHINESE, ARABIC, "Plato")]
    for guest in guests:
        Consent.objects.create(registration=guest, kind=Consent.Kind.PARTICIPANTS)
    return guests[0]


def make_asking(event: Event) -> None:
    """A form for a place with all that there is to ask."""
    asks = [field.name for field in RegistrationRules._meta.fields if field.name.startswith("asks_")]
    rules: dict[str, Any] = dict.fromkeys(asks, True)
    gate = ["official_name", "birth_date", "nationality", "document"]
    RegistrationRules.objects.create(event=event, party_size=3, site_access_fields=gate, **rules)
    label = f"A question of {LONG_NAME}?"
    for kind in Question.Kind.values:
        asked = Question.objects.create(
            event=event, label=f"{kind}: {label}", help=CHINESE_TITLE, kind=kind, choices=f"{LONG_NAME}\n{ARABIC_TITLE}"
        )
        if kind in {"choice", "several", "yes_no"}:
            follow = {"label": f"After {kind}: {label}", "shown_after": asked, "shown_if": LONG_NAME}
            Question.objects.create(event=event, kind="text", **follow)


def make_people(event: Event, session: Session) -> None:
    """One name, sixty letters, four affiliations, scripts of elsewhere, nobody yet: all in one session."""
    known = factories.make_organisation(name="Institute of Slow Orbits", slug="slow-orbits", words="<p>It watches.</p>")
    crowded = factories.make_speaker(event, name="Ada of Four Houses", slug="ada", biography="<p>She writes.</p>")
    factories.make_affiliation(crowded, organisation=known, position="Director")
    for number in range(3):
        factories.make_affiliation(crowded, name=f"{LONG_NAME} {number}", position="Professor of Celestial Mechanics")
    names = ("Plato", LONG_NAME, CHINESE, ARABIC)
    others = [factories.make_speaker(event, name=name, form_of_address="Prof.") for name in names]
    for rank, speaker in enumerate([crowded, *others], 1):
        part = Appearance.Part.CHAIR if rank == 1 else Appearance.Part.PANELLIST
        factories.make_appearance(session, speaker, part=part, rank=rank)
    factories.make_appearance(session, rank=9)


@publishing()
def make_empty_event() -> Event:
    """Announced; nothing else is known."""
    return _make("empty", name="An event to come", policy=Event.Policy.CLOSED, contact_email="")


@publishing()
def make_single_event() -> Event:
    """One day, one session, one speaker."""
    event = _make("single", name="An evening")
    factories.make_appearance(factories.make_session(event, at=0), factories.make_speaker(event, name="Plato"))
    return event


def make_great_event() -> Event:
    """Five hundred sessions in ten rooms on three days."""
    event = bulk.load("great", bulk.Size(sessions=500, speakers=200))
    assert event is not None
    return event


@publishing()
def make_clock_event() -> Event:
    """A night in which London's clocks go back: 01:30 comes twice, and one session lasts through both."""
    starts_at = datetime(2027, 10, 30, 17, 0, tzinfo=UTC)
    event = _make("clocks", name="The long night", days=2, timezone="Europe/London", starts_at=starts_at)
    factories.make_session(event, title="Before midnight", at=1, hours=5)
    factories.make_session(event, title="Through the change", at=6, hours=4)
    factories.make_session(event, title="The first half past one", at=7.5, hours=0.5)
    factories.make_session(event, title="The second half past one", at=8.5, hours=0.5)
    return event


@publishing()
def make_stopped_events() -> list[Event]:
    """Cancelled, postponed, over, and still a draft; each with a session and a speaker."""
    past = datetime.now(UTC).replace(hour=16, minute=0, second=0, microsecond=0) - timedelta(days=400)
    kinds: dict[str, dict[str, object]] = {
        "cancelled": {"state": "cancelled", "state_reason": REASON},
        "postponed": {"state": "postponed", "state_reason": REASON},
        "over": {"starts_at": past, "record": "<p>What came of it.</p>"},
        "draft": {"state": "draft"},
    }
    events = [_make(slug, name=f"An event that is {slug}", **fields) for slug, fields in kinds.items()]
    for event in events:
        factories.make_venue(event)
        session = factories.make_session(event, title="A talk", slug="talk", at=0, record="<p>It was said.</p>")
        factories.make_appearance(session, factories.make_speaker(event, name="Plato", slug="plato"))
    return events


def _make(slug: str, *, days: int = 1, **fields: object) -> Event:
    event = factories.make_event(slug=slug, summary="For everybody who builds and flies together.", **fields)
    if days > 1:
        event.ends_at = event.starts_at + timedelta(days=days - 1, hours=10)
        event.save()
    return event
