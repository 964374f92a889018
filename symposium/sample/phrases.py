"""Words for large made-up events: sentences of usual length, the same for the same seed."""

from random import Random

_GIVEN = ("Ada", "Ines", "Kwame", "Mira", "Oren", "Priya", "Rhys", "Saoirse", "Tomás", "Yuki", "Zoë", "Élodie")
_FAMILY = (
    "Alder",
    "Brightwater",
    "Castellan",
    "Dunmore",
    "Eastling",
    "Fernhollow",
    "Greenslade",
    "Hartwell",
    "Ivory",
    "Juniper",
    "Kestrel",
    "Larkspur",
    "Moorcroft",
    "Northway",
    "Oakes",
    "Pemberley",
    "Rowanberry",
    "Starling",
)
_SUBJECTS = (
    "The magnetometer",
    "A small spacecraft",
    "The ground station",
    "A shared archive",
    "The second orbit",
    "The radio link",
    "A joint team",
    "The heat shield",
    "An old photograph",
    "The star tracker",
)
_VERBS = ("measures", "explains", "outlives", "corrects", "remembers", "compares", "carries", "questions")
_OBJECTS = (
    "what the first survey missed",
    "the shape of the field",
    "two budgets in one currency",
    "the dust between the rings",
    "a signal that nobody expected",
    "the long way home",
    "the limits of its own clock",
    "a promise made between two agencies",
)
_ENDS = (
    "while the team sleeps",
    "for the third year in a row",
    "without a single spare part",
    "and asks for more time",
    "as nobody had planned",
    "with the patience of a glacier",
    "on both sides of the Atlantic",
)


def sentence(chance: Random) -> str:
    """About eighty characters."""
    return " ".join(chance.choice(words) for words in (_SUBJECTS, _VERBS, _OBJECTS, _ENDS)) + "."


def paragraph(chance: Random, sentences: int) -> str:
    """Sentences one after another."""
    return " ".join(sentence(chance) for _ in range(sentences))


def title(chance: Random) -> str:
    """A sentence without its end."""
    return " ".join(chance.choice(words) for words in (_SUBJECTS, _VERBS, _OBJECTS))


def person(chance: Random) -> tuple[str, str]:
    """A given name and a family name."""
    return chance.choice(_GIVEN), chance.choice(_FAMILY)
