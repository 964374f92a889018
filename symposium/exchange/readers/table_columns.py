"""Which columns a table of sessions, speakers or hosts may have, and by which headings they are guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from symposium.exchange.readers.table_cells import Cell, Sheet, as_text
from symposium.kit.folding import fold

SESSIONS, SPEAKERS, HOSTS, NOTHING = "sessions", "speakers", "hosts", ""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says: its name for people, and headings under which others have it (folded, letters alone)."""

    label: str | Promise
    spellings: str
    # Whether several columns may say it.
    may_repeat: bool = False


_KEY = Column(_("Key (id, code)"), "key id code guid uuid identifier ref reference nr")

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    SESSIONS: {
        "key": _KEY,
        "title": Column(
            _("Title"),
            "title sessiontitle session talk talktitle name subject topic titel titre titolo titulo thema "
            "proposaltitle event eventtitle presentation vortrag what programmpunkt",
        ),
        "subtitle": Column(_("Subtitle"), "subtitle untertitel soustitre"),
        "kind": Column(
            _("Kind"),
            "kind type format sessiontype sessionformat sessionkind category art typ submissiontype eventtype",
        ),
        "state": Column(_("State"), "state status proposalstate etat"),
        "abstract": Column(_("Abstract"), "abstract summary shortdescription kurzbeschreibung resume"),
        "description": Column(_("Description"), "description longdescription details beschreibung fulldescription"),
        "day": Column(_("Day"), "day date datum jour dia data tag startdate eventdate"),
        "start": Column(
            _("Begins"),
            "begins start starts begin from time starttime startsat startdatetime starttimes beginn anfang von debut "
            "inicio heure uhrzeit scheduledat datetime when zeit begintime",
        ),
        "end": Column(_("Ends"), "ends end finish to until endtime endsat enddatetime ende bis fin finishes"),
        "end_day": Column(_("Day of its end"), "enddate endday"),
        "duration": Column(
            _("Duration"), "duration length minutes dauer duree duracion scheduledduration mins durationminutes"
        ),
        "room": Column(_("Room"), "room location place hall venue raum saal salle sala ort lieu stage where rooms"),
        "track": Column(_("Track"), "track strand theme assignedtrack tracks strang filiere"),
        "people": Column(
            _("People"),
            "people speakers speaker presenters presenter speakernames speakername referent referenten "
            "referentin author authors vortragende intervenants intervenant ponentes with who lecturer lecturers",
            may_repeat=True,
        ),
        "speaker_ids": Column(_("Keys of its speakers"), "speakerids speakercodes speakerid speakerkeys"),
        "keynotes": Column(_("Keynote speakers"), "keynotespeaker keynotespeakers keynote", may_repeat=True),
        "panellists": Column(_("Panellists"), "panellists panelists panellist panelist", may_repeat=True),
        "moderators": Column(_("Moderators"), "moderator moderators moderation moderatedby", may_repeat=True),
        "chairs": Column(_("Chairs"), "chair chairs chairperson sessionchair chairedby", may_repeat=True),
        "is_plenary": Column(_("For everyone (yes, no)"), "foreveryone plenary plenum isplenumsession plenarysession"),
        "places": Column(_("Places to be booked"), "places maxparticipants bookableplaces placestobebooked"),
        "stream_url": Column(_("Stream"), "stream streamurl liveurl livestream streamlink addressofthestream"),
        "recording": Column(_("Recording"), "recording recordingurl video videourl"),
        "slides": Column(_("Slides"), "slides slidesurl presentationurl folien"),
    },
    SPEAKERS: {
        "key": Column(_KEY.label, f"{_KEY.spellings} speakerid speakercode"),
        "name": Column(_("Name"), "name fullname speaker speakername person nom nombre displayname publicname"),
        "first_name": Column(_("Given name"), "firstname first givenname given forename vorname prenom firstnames"),
        "last_name": Column(_("Family name"), "lastname last surname familyname family nachname lastnames"),
        "form_of_address": Column(
            _("Form of address"), "formofaddress salutation prefix honorific anrede academictitle"
        ),
        "sort_name": Column(_("Sorted under"), "sortedunder sortname sortas"),
        "pronunciation": Column(_("Pronunciation"), "pronunciation aussprache"),
        "state": Column(_("State"), "state status"),
        "email": Column(_("E-mail address"), "email emailaddress mail owneremail emailadresse courriel correo"),
        "tagline": Column(_("A line about them"), "tagline headline claim"),
        "biography": Column(
            _("Biography"), "biography bio about shortbio vita kurzbio biografie profile cv biographie"
        ),
        "affiliation": Column(
            _("Institution"),
            "affiliation organisation organization company institution university employer firma institut institute "
            "organisationname companyname",
        ),
        "position": Column(_("Position there"), "position role jobtitle job occupation function funktion title"),
        "url": Column(_("Website"), "website url homepage web blog companywebsite site webseite"),
        "link": Column(
            _("A page about them"),
            "linkedin twitter x xtwitter mastodon orcid github bluesky facebook instagram youtube link links",
            may_repeat=True,
        ),
    },
    HOSTS: {
        "key": _KEY,
        "name": Column(
            _("Name"),
            "name organisation organization institution company host sponsor hostname organisationname partner",
        ),
        "short_name": Column(_("Short name"), "shortname abbreviation acronym abk kurzname short"),
        "role": Column(_("Role (host, co-host, sponsor, supporter)"), "role type kind level category rolle"),
        "rank": Column(_("Place in the order"), "rank order placeintheorder place sort position reihenfolge"),
        "country": Column(_("Country"), "country land pays pais countrycode nation"),
        "url": Column(_("Website"), "website url homepage web site webseite"),
        "words": Column(_("Words about it"), "words description about text profile beschreibung"),
        "consented": Column(
            _("Agrees to be listed (yes, no)"), "agreestobelisted consent consented listed public agrees"
        ),
    },
}
NEEDED = {SESSIONS: ({"title"},), SPEAKERS: ({"name"}, {"first_name"}, {"last_name"}), HOSTS: ({"name"},)}
# Headings that are of one kind alone.
_TELLING = {
    SESSIONS: {"start", "end", "room", "track", "people", "abstract", "duration", "day"},
    SPEAKERS: {"first_name", "last_name", "biography", "email", "form_of_address", "tagline"},
    HOSTS: {"role", "short_name", "country", "consented"},
}
_CALLED = {
    SESSIONS: ("session", "talk", "programm"),
    SPEAKERS: ("speaker", "people"),
    HOSTS: ("host", "sponsor", "organis", "partner"),
}
_FORMS = {"dr", "prof", "mr", "mrs", "ms", "sir", "dame", "prof dr", "professor"}


@dataclass(slots=True)
class Plan:
    """How one table is read: what its rows are, whether the first is headings, and what each column says."""

    kind: str
    has_headings: bool
    columns: list[str]
    headings: list[str]


def letters_of(text: str) -> str:
    """A heading as it is compared: 'E-Mail address:' is 'emailaddress'."""
    return "".join(letter for letter in fold(text) if letter.isalpha())


def guessed(sheet: Sheet) -> Plan:
    """By the headings, and the name of the sheet where they leave a doubt."""
    first = [as_text(cell) for cell in sheet.rows[0][1]]
    first += [""] * (sheet.width - len(first))
    heads = dict.fromkeys(COLUMNS, first) | {SPEAKERS: _told(sheet, first)}
    found = {kind: _named(kind, heads[kind]) for kind in COLUMNS}
    kind = max(COLUMNS, key=lambda kind: _score(kind, found[kind], sheet.name))
    has_headings = any(found[kind]) and not any("@" in cell for cell in first)
    if not has_headings:
        return Plan(kind, has_headings=False, columns=["", *[""] * (sheet.width - 1)], headings=[""] * sheet.width)
    return Plan(kind, has_headings=True, columns=found[kind], headings=first)


def _named(kind: str, headings: Sequence[str]) -> list[str]:
    """The columns that headings name, each of them once unless it may repeat."""
    by_spelling: dict[str, str] = {}
    for name, column in COLUMNS[kind].items():
        for spelling in (letters_of(str(column.label)), *column.spellings.split()):
            by_spelling.setdefault(spelling, name)
    named: list[str] = []
    for heading in headings:
        found = by_spelling.get(letters_of(heading), "")
        named.append(found if found and (found not in named or COLUMNS[kind][found].may_repeat) else "")
    return named


def _score(kind: str, named: Sequence[str], sheet_name: str) -> float:
    known = {name for name in named if name}
    name = letters_of(sheet_name)
    is_called_so = any(word in name for word in _CALLED[kind])
    can_be = any(needed <= known for needed in NEEDED[kind])
    return len(known) + 2 * len(known & _TELLING[kind]) + 4 * is_called_so + 3 * can_be


def _told(sheet: Sheet, headings: list[str]) -> list[str]:
    """The headings of people, 'Title' told apart: it is 'Dr' and 'Prof.', or what they are at their institution."""
    letters = list(map(letters_of, headings))
    if "title" not in letters:
        return headings
    place = letters.index("title")
    cells = [fold(as_text(_at(cells, place))).replace(".", "").strip() for _number, cells in sheet.rows[1:50]]
    filled = [cell for cell in cells if cell]
    is_form = bool(filled) and sum(cell in _FORMS for cell in filled) * 2 >= len(filled)
    return [*headings[:place], "salutation", *headings[place + 1 :]] if is_form else headings


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None
