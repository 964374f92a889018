"""The symposium of 20 January 2026: public facts in words of our own; what is not known is said to be unknown."""

from speakers.models import Affiliation, Speaker
from symposium.events.models import Announcement, Event, Milestone, Venue
from symposium.organisations.models import Organisation
from symposium.programme.models import Appearance, Material, Session
from symposium.sample import past_story
from symposium.sample.making import hostings, illustrations, moment

SLUG = "uk-us-space-2026"
ZONE = "America/Los_Angeles"

DESCRIPTION = """
<p>For more than six decades, people in the United Kingdom and the United States have sent instruments into space
together. This day in Pasadena honours that work in science and exploration, and looks for the missions that the two
countries could fly together next.</p>
<p>It brings together scientists, engineers, innovators and officials from both sides of the Atlantic. Five
institutions hold it as equals.</p>
<h3>About this record</h3>
<p>The event is real. What stands here was taken from public reports of January 2026 and put into plain words; what the
reports do not say, such as the hours of the day and the names on the panel, is left open. The pictures are
illustrations drawn for this sample.</p>
"""

HOSTS = (
    {"slug": "greater-together-la", "name": "Greater Together LA", "country": "US"},
    {
        "slug": "keck-institute-for-space-studies",
        "name": "Keck Institute for Space Studies at Caltech",
        "short_name": "Keck Institute",
        "country": "US",
    },
    {
        "slug": "british-consulate-general-los-angeles",
        "name": "British Consulate General in Los Angeles",
        "country": "GB",
    },
    {"slug": "uk-space-agency", "name": "UK Space Agency", "short_name": "UKSA", "country": "GB"},
    {
        "slug": "jet-propulsion-laboratory",
        "name": "NASA's Jet Propulsion Laboratory",
        "short_name": "JPL",
        "country": "US",
    },
)

NEWS = (
    (
        "Five hosts, one day at Caltech",
        "2026-01-06 09:00",
        (
            "<p>The UK-US Space Collaboration Symposium takes place on Tuesday 20 January 2026 at the California "
            "Institute "
            "of Technology in Pasadena. Five institutions hold it together, and none of them stands above another.</p>"
        ),
    ),
    (
        "A keynote by Meganne Christian",
        "2026-01-13 09:00",
        (
            "<p>Meganne Christian, reserve astronaut with the UK Space Agency, gives the keynote. A panel on science "
            "collaboration in space is part of the programme.</p>"
        ),
    ),
    (
        "The day becomes a record",
        "2026-01-21 12:00",
        (
            "<p>The symposium is over, and its pages stay. The story that it told, from the late 1950s to December "
            "2025, "
            "can "
            "be read here for as long as this site is up.</p>"
        ),
    ),
)


# No real slides and no real recording: the addresses lead nowhere, and the titles say so.
MATERIALS = (
    (Material.Kind.SLIDES, "Sample entry, without real slides"),
    (Material.Kind.RECORDING, "Sample entry, without a real recording"),
)


def make(slug: str = SLUG) -> Event:
    """The event with all that is its own."""
    event = Event.objects.create(
        slug=slug,
        name="UK-US Space Collaboration Symposium",
        summary="A day for scientists, engineers, innovators and officials of two countries that explore space "
        "together.",
        description=DESCRIPTION,
        state=Event.State.OVER,
        timezone=ZONE,
        starts_at=moment("2026-01-20 00:00", ZONE),
        ends_at=moment("2026-01-21 00:00", ZONE),
        hours_announced=False,
        hue=262,
        policy=Event.Policy.CLOSED,
    )
    hostings(event, HOSTS)
    _venue(event)
    _programme(event)
    pictures = illustrations(event, past_story.PICTURES)
    for scene, fields in past_story.MILESTONES:
        Milestone.objects.create(event=event, photograph=pictures.get(scene), **fields)
    for title, when, words in NEWS:
        Announcement.objects.create(event=event, title=title, words=words, published_at=moment(when, ZONE))
    return event


def _venue(event: Event) -> None:
    Venue.objects.create(
        event=event,
        name="California Institute of Technology",
        street="1200 East California Boulevard",
        locality="Pasadena",
        region="California",
        postal_code="91125",
        country="US",
        latitude="34.137700",
        longitude="-118.125300",
        url="https://www.caltech.edu/",
    )


def _programme(event: Event) -> None:
    """Keynote and panel; their hours are not known, and nor is the panel."""
    speaker = Speaker.objects.create(
        event=event,
        slug="meganne-christian",
        name="Meganne Christian",
        sort_name="Christian, Meganne",
        state=Speaker.State.PUBLISHED,
        biography="<p>Meganne Christian is a reserve astronaut with the UK Space Agency and the symposium’s keynote "
        "speaker.</p>",
    )
    agency = Organisation.objects.get(name="UK Space Agency")
    Affiliation.objects.create(speaker=speaker, organisation=agency, position="Reserve astronaut")
    keynote = Session.objects.create(
        event=event,
        slug="keynote",
        title="Keynote",
        kind=Session.Kind.KEYNOTE,
        state=Session.State.PUBLISHED,
        is_plenary=True,
        abstract="<p>The keynote of the day. Its title and its hour are not in the public reports.</p>",
        record="<p>This is sample text: the public reports do not say what was said. After a symposium, two or three "
        "paragraphs stand here for whoever was not there, and what was shown can be reached from below.</p>",
    )
    for rank, (kind, title) in enumerate(MATERIALS, start=1):
        Material.objects.create(
            session=keynote, kind=kind, title=title, url=f"https://example.org/sample-{kind}", rank=rank
        )
    Appearance.objects.create(session=keynote, speaker=speaker, part=Appearance.Part.KEYNOTE)
    panel = Session.objects.create(
        event=event,
        slug="science-collaboration-in-space",
        title="Science collaboration in space",
        kind=Session.Kind.PANEL,
        state=Session.State.PUBLISHED,
        is_plenary=True,
        abstract="<p>A panel on how the two countries do science in space together. The public reports name neither "
        "the panellists nor the hour.</p>",
    )
    Appearance.objects.create(session=panel, part=Appearance.Part.PANELLIST)
