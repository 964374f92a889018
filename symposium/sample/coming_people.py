"""The speakers of the coming edition. None of them exists; between them they have every difficulty that names have."""

from typing import Any

from speakers.models import Affiliation, Link, Speaker
from symposium.events.models import Event
from symposium.organisations.models import Organisation
from symposium.sample.making import keep
from symposium.sample.portraits import portrait

# 'at' holds (name of an institution, position), 'links' (what it is, address); the name is that of an organisation
# of the sample where there is one.
PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "slug": "imogen-fairweather",
        "form_of_address": "Dr",
        "name": "Imogen Fairweather",
        "sort_name": "Fairweather, Imogen",
        "at": [
            ("Thistledown Observatory", "Head of Joint Missions"),
            ("Bureau of Shared Skies", "Adviser"),
            ("University of Little Wexcombe (made up)", "Visiting Professor of Patience"),
            ("Society of Evening Astronomers", "Honorary member"),
        ],
        "seed": 1,
        "links": [
            ("ORCID (made up)", "https://example.org/orcid"),
            ("Book: One Mission, Four Desks", "https://example.org/book"),
        ],
        "biography": "<p>Imogen Fairweather has kept four institutions on one mission for eleven years, and still "
        "has four "
        "affiliations to show for it. She does not exist.</p>",
    },
    {
        "slug": "aurelian",
        "name": "Aurelian",
        "at": [("Pacific Institute of Slow Orbits", "Orbit keeper")],
        "seed": 4,
        "biography": "<p>Aurelian has one name and uses it. He calculates orbits that take centuries, and is made "
        "up.</p>",
    },
    {
        "slug": "tsukishima-tamaki",
        "form_of_address": "Prof.",
        "name": "月島 環",
        "sort_name": "Tsukishima Tamaki",
        "pronunciation": "tsu-ki-shi-ma ta-ma-ki",
        "at": [("Halcyon Bay Laboratory", "Principal instrument scientist")],
        "seed": 3,
        "links": [("研究室のページ", "https://example.org/tsukishima")],
        "biography": "<p>月島 環 builds spectrometers no larger than a loaf of bread. A person of this sample, not of "
        "this world.</p>",
    },
    {
        "slug": "najma-alsamawi",
        "form_of_address": "Dr",
        "name": "نجمة السماوي",
        "sort_name": "Alsamawi, Najma",
        "pronunciation": "naj-ma as-sa-MAA-wi",
        "at": [("Pacific Institute of Slow Orbits", "Deputy director")],
        "seed": 6,
        "biography": "<p>نجمة السماوي leads the group that listens for the faintest of radio signals. She is made "
        "up.</p>",
    },
    {
        "slug": "maximiliane-featherstonehaugh",
        "name": "Maximiliane Theodorina Bartholomea Featherstonehaugh-Cranborough",
        "sort_name": "Featherstonehaugh-Cranborough, Maximiliane Theodorina Bartholomea",
        "pronunciation": "the family says FAN-shaw",
        "at": [("Bureau of Shared Skies", "Commissioner for the Abbreviation of Long Names and Related Matters")],
        "seed": 5,
        "biography": "<p>Her name has sixty letters, so that you can see how this site sets it. She has no other "
        "purpose.</p>",
    },
    {
        "slug": "rowan-ashgrove",
        "form_of_address": "Maj. Gen.",
        "name": "Rowan Ashgrove",
        "sort_name": "Ashgrove, Rowan",
        "at": [("Bureau of Shared Skies", "Director of Safe Distances")],
        "seed": 2,
        "biography": "<p>Rowan Ashgrove makes sure that what flies close together does so on purpose. Made up, like "
        "the rank.</p>",
    },
    {
        "slug": "tobias-quill",
        "form_of_address": "Prof.",
        "name": "Tobias Quill",
        "sort_name": "Quill, Tobias",
        "at": [("University of Little Wexcombe (made up)", "Professor of the History of Instruments")],
        "biography": "<p>Tobias Quill has sent no portrait. He is made up and would rather not be seen.</p>",
    },
    {
        "slug": "siobhan-nunez-angstrom",
        "name": "Siobhán Núñez-Ångström",
        "sort_name": "Núñez-Ångström, Siobhán",
        "pronunciation": "shi-VAWN NOO-nyez ONG-strem",
        "at": [("Halcyon Bay Laboratory", "Flight software engineer")],
        "seed": 8,
        "biography": "<p>Siobhán Núñez-Ångström writes software that is read more often than it is changed. She is "
        "made up.</p>",
    },
    {
        "slug": "tara-vyom",
        "name": "तारा व्योम",
        "sort_name": "Vyom, Tara",
        "pronunciation": "TAA-raa vyohm",
        "at": [("Thistledown Observatory", "Doctoral student")],
        "seed": 9,
        "biography": "<p>तारा व्योम looks for moons of planets that nobody has seen. She is made up; the moons may "
        "be real.</p>",
    },
    # Not confirmed yet: no page may name them.
    {"slug": "undisclosed-guest", "name": "An Undisclosed Guest", "at": [], "state": Speaker.State.DRAFT},
)


def make(event: Event) -> dict[str, Speaker]:
    """The people, by slug."""
    return {person["slug"]: _make_one(event, **person) for person in PEOPLE}


def _make_one(
    event: Event,
    *,
    at: list[tuple[str, str]],
    seed: int = 0,
    links: tuple[tuple[str, str], ...] = (),
    **fields: Any,
) -> Speaker:
    if seed:
        fields |= {
            "portrait": keep(portrait(seed), "portraits"),
            "portrait_alternative_text": "Drawing: a head and shoulders made of stars and fine lines.",
            "portrait_credit": "Drawn for this sample",
        }
    speaker = Speaker.objects.create(event=event, **{"state": Speaker.State.PUBLISHED} | fields)
    for rank, (name, position) in enumerate(at, start=1):
        known = Organisation.objects.filter(name=name).first()
        Affiliation.objects.create(
            speaker=speaker, organisation=known, name="" if known else name, position=position, rank=rank
        )
    for rank, (label, url) in enumerate(links, start=1):
        Link.objects.create(speaker=speaker, label=label, url=url, rank=rank)
    return speaker
