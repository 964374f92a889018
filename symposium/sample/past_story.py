"""The story that the symposium of 2026 tells, and the drawings that stand where photographs would."""

from typing import Any

from symposium.events.models import Milestone

Kind = Milestone.Kind

PICTURES = (
    (
        "orbits",
        "Five fine orbits of different colours cross around one point of light; a small body travels on each.",
        "Five orbits around one light: five hosts, none above another.",
    ),
    (
        "small_satellite",
        "A small round satellite with four paddles hangs above thin shining layers over the edge of a world.",
        "A small satellite above layers of charged air, as Ariel 1 studied them.",
    ),
    (
        "ringed_planet",
        "A golden planet with wide rings, and the curved way of a small probe that comes closer.",
        "A probe on its long way to a planet with rings.",
    ),
    (
        "sun",
        "A large warm sun with loops of light at its edge; a spacecraft with two wings passes on a long orbit.",
        "A spacecraft on an orbit that dips close to the sun.",
    ),
    (
        "mirror",
        "Eighteen golden hexagons, set together as one mirror, against a dark sky.",
        "A mirror of eighteen hexagons, made to gather faint light.",
    ),
    (
        "two_satellites",
        "Two satellites with blue wings close to one another on the same high orbit, a blue world far below.",
        "Two satellites brought close together on a high orbit.",
    ),
    (
        "heliosphere",
        "Fine curved lines bend around a small bright sun, like water around a stone.",
        "The bubble that the sun’s wind blows into the space between the stars.",
    ),
    (
        "radar",
        "A pale dome on a dark moor at night; arcs go out from it towards a satellite.",
        "A radar dome listens for what passes above.",
    ),
)

# (scene of the picture or '', the milestone)
MILESTONES: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "",
        {
            "title": "UK-US space cooperation begins",
            "when": "1957/1959",
            "when_in_words": "late 1950s",
            "kind": Kind.HISTORY,
            "words": "<p>The United Kingdom and the United States begin to work together in space.</p>",
        },
    ),
    (
        "small_satellite",
        {
            "title": "Ariel 1, the first satellite of more than one nation",
            "when": "1962-04-26",
            "kind": Kind.MISSION,
            "words": "<p>Ariel 1 is launched: the first satellite that was conceived and run by more than one nation. "
            "NASA’s Goddard Space Flight Center built it. It carried six British experiments on the ionosphere and on "
            "what solar radiation does to it.</p>",
        },
    ),
    (
        "ringed_planet",
        {
            "title": "Cassini-Huygens at Saturn",
            "when": "1997/2017",
            "kind": Kind.MISSION,
            "words": "<p>Over twenty years, from 1997 to 2017, the Cassini-Huygens mission studies Saturn. British "
            "scientists and engineers have a pioneering part in it.</p>",
        },
    ),
    (
        "sun",
        {
            "title": "Solar Orbiter",
            "when": "2020",
            "kind": Kind.MISSION,
            "words": "<p>Solar Orbiter sets out for the sun, once more with a pioneering British part.</p>",
        },
    ),
    (
        "mirror",
        {
            "title": "James Webb Space Telescope",
            "when": "2021",
            "kind": Kind.MISSION,
            "words": "<p>The James Webb Space Telescope goes into space. The United Kingdom leads MIRI, one of its "
            "instruments.</p>",
        },
    ),
    (
        "two_satellites",
        {
            "title": "The first coordinated UK-US military operation in space",
            "when": "2025-09-04/2025-09-12",
            "kind": Kind.SECURITY,
            "words": "<p>Almost 36,000 km above the ground, two satellites are brought close together: a satellite of "
            "the United States checks SKYNET 5A, a British communications satellite. The rendezvous proximity "
            "operation "
            "takes place under Multinational Force – Operation Olympic Defender.</p>",
        },
    ),
    (
        "heliosphere",
        {
            "title": "IMAP sets out to map the heliosphere",
            # Vague on purpose: it begins after the operation above, so that the story reads in order.
            "when": "2025-09-13/2025-12-31",
            "when_in_words": "late 2025",
            "kind": Kind.MISSION,
            "words": "<p>NASA launches the Interstellar Mapping and Acceleration Probe to study the heliosphere, the "
            "bubble that the sun blows into the space between the stars.</p>",
        },
    ),
    (
        "",
        {
            "title": "Ten nations meet in Toulouse",
            "when": "2025-12",
            "kind": Kind.SECURITY,
            "words": "<p>The ten nations of the Combined Space Operations Initiative meet in Toulouse: Australia, "
            "Canada, "
            "France, Germany, Italy, Japan, New Zealand, Norway, the United Kingdom and the United States.</p>",
        },
    ),
)
