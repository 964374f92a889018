"""The coming edition: made up from end to end, and it says so."""

from datetime import timedelta

from django.utils import timezone

from symposium.events.models import Announcement, Event, Hosting, Room, Venue
from symposium.sample import coming_people, coming_programme
from symposium.sample.making import hostings, illustrations, logo_fields, moment

SLUG = "uk-us-space-2027"
ZONE = "Europe/London"
CONTACT = "symposium@example.org"

DESCRIPTION = """
<p><strong>This event is sample data.</strong> The hosts, the speakers and the place are made up, so that you can try
everything here: register, wait in line, change your mind, follow the programme in your calendar.</p>
<p>Two days in London for people who build, fly and use spacecraft together across the Atlantic. There are talks on
missions that two countries run as one, panels on how they share data, cost and credit, and a workshop in which you
write the first page of a joint proposal.</p>
<h3>Who it is for</h3>
<ul>
<li><p>scientists and engineers who work, or want to work, on a joint mission</p></li>
<li><p>people in agencies and ministries who make such missions possible</p></li>
<li><p>students: a third of the places in the workshop is kept for you</p></li>
</ul>
"""

PRIVACY = """
<p>This notice says what happens to what you tell us. It follows the UK General Data Protection Regulation (UK GDPR)
and the California Consumer Privacy Act (CCPA), so that you have the same rights on both shores.</p>
<h3>What we keep, and why</h3>
<p>Your name, e-mail address and affiliation, to hold your place, to write to you about this event and to know who is in
the building. You give them to us when you register; the basis is your consent.</p>
<h3>Who sees it</h3>
<p>The organisers and the people at the door. We do not sell or share personal information, and nobody uses it for
advertising. Other guests and the public do not see it.</p>
<h3>How long</h3>
<p>Until thirty days after the event. Then names and addresses are deleted and only numbers stay.</p>
<h3>What you can do</h3>
<p>From the link in your confirmation you can see what we hold and cancel your place at any time. Write to
<a href="mailto:symposium@example.org">symposium@example.org</a> to have it corrected, sent to you or erased. Nobody is
treated worse for asking. You can also complain to the Information Commissioner’s Office in the United Kingdom or to the
California Privacy Protection Agency.</p>
"""

_MADE_UP = "An institution made up for the sample data."
HOSTS = (
    {
        "slug": "thistledown-observatory",
        "name": "Thistledown Observatory",
        "country": "GB",
        "url": "https://example.org/thistledown",
        "words": f"<p>{_MADE_UP} It watches the night sky from a hill where sheep graze between the domes.</p>",
    },
    {
        "slug": "pacific-institute-of-slow-orbits",
        "name": "Pacific Institute of Slow Orbits",
        "short_name": "PISO",
        "country": "US",
        "url": "https://example.org/slow-orbits",
        "words": f"<p>{_MADE_UP} It studies everything that takes longer than a career to come round again.</p>",
    },
    {
        "slug": "bureau-of-shared-skies",
        "name": "Bureau of Shared Skies",
        "country": "GB",
        "url": "https://example.org/shared-skies",
        "words": f"<p>{_MADE_UP} It keeps the paperwork of joint missions short enough to read.</p>",
    },
    {
        "slug": "halcyon-bay-laboratory",
        "name": "Halcyon Bay Laboratory",
        "short_name": "HBL",
        "country": "US",
        "url": "https://example.org/halcyon-bay",
        "words": f"<p>{_MADE_UP} It builds small instruments that have to work for a long time.</p>",
    },
    {
        "slug": "quillfeather-instrument-makers",
        "name": "Quillfeather & Daughters, Instrument Makers",
        "country": "GB",
        "role": Hosting.Role.SPONSOR,
        "words": f"<p>{_MADE_UP} It pays for the coffee.</p>",
    },
    {
        "slug": "society-of-evening-astronomers",
        "name": "Society of Evening Astronomers",
        "country": "US",
        "role": Hosting.Role.SUPPORTER,
        "words": f"<p>{_MADE_UP} Its members lend the telescopes for the reception.</p>",
    },
    # Has not agreed yet: no page may name it.
    {"slug": "undecided-institute", "name": "The Undecided Institute", "country": "GB", "consented": False},
)

NEWS = (
    (
        "Registration is open",
        "2026-11-02 09:00",
        (
            "<p>There are 120 places. When they are gone, a waiting list begins, and who waits moves up when somebody "
            "cancels. You need no account.</p>"
        ),
    ),
    (
        "The programme is taking shape",
        "2026-11-16 10:30",
        (
            "<p>Most of the two days is settled. A few speakers and one hour are still to be announced; subscribe to "
            "the "
            "calendar and your own will follow every change.</p>"
        ),
    ),
    (
        "One talk less, one evening more",
        "2026-11-20 15:00",
        (
            "<p>The talk on sails of light is cancelled. On Tuesday evening there is a reception under the orrery "
            "instead, "
            "with telescopes on the terrace until half past midnight.</p>"
        ),
    ),
)


def make(slug: str = SLUG) -> Event:
    """The event with all that is its own."""
    now = timezone.now()
    closes_at = moment("2027-05-14 18:00", ZONE)
    event = Event.objects.create(
        slug=slug,
        name="UK-US Space Collaboration Symposium 2027 (sample)",
        summary="Two days in London for people who explore space together. Made up, to try this site with.",
        description=DESCRIPTION,
        state=Event.State.PUBLISHED,
        is_sample=True,
        timezone=ZONE,
        starts_at=moment("2027-05-18 09:00", ZONE),
        ends_at=moment("2027-05-19 17:30", ZONE),
        hue=250,
        stream_url="https://example.org/stream",
        contact_name="The organisers of the sample",
        contact_email=CONTACT,
        policy=Event.Policy.OPEN,
        registration_opens_at=min(now, closes_at) - timedelta(days=14),
        registration_closes_at=closes_at,
        attendance=Event.Attendance.BOTH,
        capacity=120,
        online_capacity=500,
        has_waiting_list=True,
        privacy_notice=PRIVACY,
    )
    hostings(event, [host | logo_fields(str(host["slug"])) for host in HOSTS])
    rooms = _place(event)
    illustrations(event, PICTURES)
    coming_programme.make(event, rooms, coming_people.make(event))
    for title, when, words in NEWS:
        published_at = min(moment(when, ZONE), now)
        Announcement.objects.create(event=event, title=title, words=words, published_at=published_at)
    return event


PICTURES = (
    (
        "orrery",
        "A brass model of the planets on a stand before a tall arched window with stars behind it.",
        "The orrery that the hall of this made-up event is named after.",
    ),
    (
        "orbits",
        "Five fine orbits of different colours cross around one point of light; a small body travels on each.",
        "Many orbits, one light.",
    ),
)


def _place(event: Event) -> dict[str, Room]:
    """The venue and its rooms, by slug."""
    venue = Venue.objects.create(
        event=event,
        name="Orrery House (made up)",
        street="1 Example Street",
        locality="London",
        country="GB",
        latitude="51.476900",
        longitude="-0.000500",
        url="https://example.org/orrery-house",
        directions="<p>The house does not exist, so there is no need to set out. If it did, the nearest station "
        "would be "
        "ten minutes away on foot, along the river.</p>",
        access="<p>Orrery Hall and the Meridian Room are step-free from the street, with seats for wheelchair users in "
        "the first and last row and a hearing loop. The Lantern Room is up eleven steps; tell us if that keeps you "
        "away, "
        "and the workshop moves down. There is a quiet room beside the entrance.</p>",
    )
    rooms = (("orrery-hall", "Orrery Hall", 220, True), ("meridian-room", "Meridian Room", 60, True))
    made = [
        Room.objects.create(
            venue=venue, slug=slug, name=name, capacity=seats, is_step_free=step_free, position=position
        )
        for position, (slug, name, seats, step_free) in enumerate(
            (*rooms, ("lantern-room", "Lantern Room", 24, False)), start=1
        )
    ]
    return {room.slug: room for room in made}
