"""The programme of the coming edition: two days, two tracks, three rooms, and every state that a session can be in."""

from typing import Any

from speakers.models import Speaker
from symposium.events.models import Event, Room
from symposium.programme.models import Appearance, Material, Session, Track
from symposium.sample.making import moment

Kind, Part = Session.Kind, Appearance.Part
TUESDAY, WEDNESDAY = "2027-05-18", "2027-05-19"
HALL, MERIDIAN, LANTERN = "orrery-hall", "meridian-room", "lantern-room"
SCIENCE, TOGETHER = "science-and-missions", "working-together"
TRACKS = ((SCIENCE, "Science and missions"), (TOGETHER, "Working together"))

# Each has a title, a kind, 'at' (day, from, to and, past midnight, the last day), a room, a track,
# 'who', and 'left': what can be read or seen already.
SESSIONS: tuple[dict[str, Any], ...] = (
    {
        "title": "Opening",
        "kind": Kind.CEREMONY,
        "at": (TUESDAY, "09:00", "09:30"),
        "room": HALL,
        "is_plenary": True,
        "who": [("imogen-fairweather", Part.CHAIR)],
        "abstract": "<p>Who is here, where the coffee is, and what the two days are for.</p>",
    },
    {
        "title": "Two shores, one sky",
        "kind": Kind.KEYNOTE,
        "at": (TUESDAY, "09:30", "10:30"),
        "room": HALL,
        "is_plenary": True,
        "stream_url": "https://example.org/stream/keynote",
        "who": [("najma-alsamawi", Part.KEYNOTE)],
        "abstract": "<p>What does it take for a mission to have two homes? The keynote follows one small spacecraft "
        "from "
        "a sketch on a napkin to its last message, and asks at each step who decided, who paid and who was glad.</p>",
    },
    {"title": "Coffee on the terrace", "kind": Kind.BREAK, "at": (TUESDAY, "10:30", "11:00"), "is_plenary": True},
    {
        "title": "Listening to the ionosphere again",
        "kind": Kind.TALK,
        "at": (TUESDAY, "11:00", "11:45"),
        "room": HALL,
        "track": SCIENCE,
        "who": [("tsukishima-tamaki", Part.SPEAKER)],
        "abstract": "<p>Sixty-five years after six experiments flew on the first satellite of more than one nation, a "
        "spectrometer no larger than a loaf of bread goes back to where they were, with better questions.</p>",
    },
    {
        "title": "Who owns the data of a joint mission?",
        "kind": Kind.PANEL,
        "at": (TUESDAY, "11:00", "12:30"),
        "room": MERIDIAN,
        "track": TOGETHER,
        "who": [
            ("imogen-fairweather", Part.MODERATOR),
            ("maximiliane-featherstonehaugh", Part.PANELLIST),
            ("aurelian", Part.PANELLIST),
            ("", Part.PANELLIST),
        ],
        "abstract": "<p>Everybody agrees that data should be open, some day. The panel talks about the days before "
        "that: "
        "who looks first, who gets the credit, and what happens when one side’s law says yes and the other’s says "
        "no.</p>"
        "<ul><li><p>first looks and fair embargoes</p></li><li><p>names on papers</p></li>"
        "<li><p>archives that outlive their agencies</p></li></ul>",
    },
    {
        "title": "Orbits that take longer than we do",
        "kind": Kind.TALK,
        "at": (TUESDAY, "11:45", "12:30"),
        "room": HALL,
        "track": SCIENCE,
        "who": [("aurelian", Part.SPEAKER)],
        "abstract": "<p>How to hand a measurement on to people who are not born yet.</p>",
    },
    {"title": "Lunch", "kind": Kind.BREAK, "at": (TUESDAY, "12:30", "13:45"), "is_plenary": True},
    {
        "title": "Writing the first page of a joint proposal",
        "kind": Kind.WORKSHOP,
        "at": (TUESDAY, "13:45", "16:00"),
        "room": LANTERN,
        "track": TOGETHER,
        "who": [("maximiliane-featherstonehaugh", Part.SPEAKER), ("siobhan-nunez-angstrom", Part.SPEAKER)],
        "abstract": "<p>Bring an idea and leave with one page that two agencies can both say yes to. There are 24 "
        "seats; "
        "a third of them is kept for students.</p>",
    },
    {
        "title": "Flying close on purpose",
        "kind": Kind.TALK,
        "at": (TUESDAY, "13:45", "14:45"),
        "room": HALL,
        "track": SCIENCE,
        "who": [("rowan-ashgrove", Part.SPEAKER)],
        "abstract": "<p>Safe distances, shared rules and calm voices: what it takes to bring two spacecraft near to "
        "each "
        "other so that both sides would do it again.</p>",
    },
    {
        "title": "Sails of light",
        "kind": Kind.TALK,
        "at": (TUESDAY, "15:00", "16:00"),
        "room": HALL,
        "track": SCIENCE,
        "state": Session.State.CANCELLED,
        "state_reason": "The speaker cannot travel. The evening reception takes its place.",
        "who": [("tobias-quill", Part.SPEAKER)],
        "abstract": "<p>Large, thin and very slow at first: sails that light itself drives.</p>",
    },
    {
        "title": "Reception under the orrery",
        "kind": Kind.RECEPTION,
        "at": (TUESDAY, "19:30", "00:30", WEDNESDAY),
        "room": HALL,
        "is_plenary": True,
        "abstract": "<p>Food, music, and telescopes on the terrace as soon as it is dark, until half past "
        "midnight.</p>",
    },
    {
        "title": "What an instrument remembers",
        "kind": Kind.TALK,
        "at": (WEDNESDAY, "09:30", "10:15"),
        "room": HALL,
        "left": [
            (Material.Kind.PAPER, "Ten things that flew, and where they are now", "https://example.org/ten-things")
        ],
        "track": SCIENCE,
        "who": [("tobias-quill", Part.SPEAKER)],
        "abstract": "<p>A short history of things that were built in one country, flown by another and kept by "
        "neither.</p>",
    },
    {
        "title": "Two spellings, one requirement",
        "kind": Kind.TALK,
        "at": (WEDNESDAY, "09:30", "10:15"),
        "room": MERIDIAN,
        "track": TOGETHER,
        "who": [("siobhan-nunez-angstrom", Part.SPEAKER)],
        "abstract": "<p>Metres and feet are the easy part. On words that mean different things on the two shores, "
        "and how "
        "software finds them before the launch does.</p>",
    },
    {"title": "Coffee and posters", "kind": Kind.BREAK, "at": (WEDNESDAY, "10:15", "11:00"), "is_plenary": True},
    {
        "title": "Moons that nobody has seen",
        "kind": Kind.TALK,
        "at": (WEDNESDAY, "11:00", "11:45"),
        "room": MERIDIAN,
        "track": SCIENCE,
        "who": [("tara-vyom", Part.SPEAKER)],
        "abstract": "<p>A doctoral student’s report from the edge of what can be measured.</p>",
    },
    {
        "title": "A view from the next launch",
        "kind": Kind.TALK,
        "at": (WEDNESDAY, "11:00", "12:00"),
        "room": HALL,
        "track": TOGETHER,
        "who": [("", Part.SPEAKER)],
        "abstract": "<p>A mission that is about to fly tells how its two halves found each other. The hour is kept; "
        "who "
        "speaks will be announced when the launch date is.</p>",
    },
    {
        "title": "The next joint mission",
        "kind": Kind.PANEL,
        "at": (WEDNESDAY, "13:30", "15:00"),
        "room": HALL,
        "is_plenary": True,
        "who": [
            ("rowan-ashgrove", Part.MODERATOR),
            ("tsukishima-tamaki", Part.PANELLIST),
            ("najma-alsamawi", Part.PANELLIST),
            ("tara-vyom", Part.PANELLIST),
        ],
        "abstract": "<p>Four people, one question: what should the two countries fly together next, and who "
        "starts?</p>",
    },
    {
        "title": "Late results",
        "kind": Kind.TALK,
        "track": SCIENCE,
        "who": [("", Part.SPEAKER)],
        "abstract": "<p>Room for what is measured between now and May. Hour, room and speaker are still to be "
        "announced.</p>",
    },
    {
        "title": "Closing",
        "kind": Kind.CEREMONY,
        "at": (WEDNESDAY, "16:30", "17:30"),
        "room": HALL,
        "is_plenary": True,
        "who": [("imogen-fairweather", Part.CHAIR)],
        "abstract": "<p>What was promised, by whom, and where we meet next.</p>",
    },
    # Not settled yet: no page may name it.
    {
        "title": "A surprise for the evening",
        "kind": Kind.TALK,
        "at": (TUESDAY, "17:00", "17:30"),
        "room": HALL,
        "state": Session.State.DRAFT,
        "who": [("undisclosed-guest", Part.SPEAKER)],
    },
)


def make(event: Event, rooms: dict[str, Room], people: dict[str, Speaker]) -> None:
    """Tracks, sessions and who appears in them."""
    tracks = {
        slug: Track.objects.create(event=event, slug=slug, name=name, position=position)
        for position, (slug, name) in enumerate(TRACKS, start=1)
    }
    for described in SESSIONS:
        fields = {"state": Session.State.PUBLISHED} | described
        at, who, left = fields.pop("at", ()), fields.pop("who", ()), fields.pop("left", ())
        if at:
            day, begins, ends, *last = at
            fields["starts_at"] = moment(f"{day} {begins}", event.timezone)
            fields["ends_at"] = moment(f"{last[0] if last else day} {ends}", event.timezone)
        fields["room"], fields["track"] = rooms.get(fields.get("room", "")), tracks.get(fields.get("track", ""))
        session = Session.objects.create(event=event, **fields)
        for rank, (slug, part) in enumerate(who, start=1):
            Appearance.objects.create(session=session, speaker=people[slug] if slug else None, part=part, rank=rank)
        for kind, title, url in left:
            Material.objects.create(session=session, kind=kind, title=title, url=url)
