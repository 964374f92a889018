"""How the tests of readers read: files beside them, bytes, and a good file that something has gone through."""

import io
import random
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from symposium.exchange.document import Document
from symposium.exchange.readers import Options, Problem, Reader, Reading, ReadingError, reader_for

FILES = Path(__file__).parents[1] / "files"
ZONE = "Europe/London"
# Enough to find what a reader forgot, within a second or two.
fuzzing = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def sample(name: str) -> bytes:
    return (FILES / name).read_bytes()


def read(reader: Reader, data: bytes, name: str = "", zone: str = ZONE, **choices: str) -> Reading:
    return reader.read(io.BytesIO(data), Options(file_name=name, timezone=zone, choices=choices))


def document(reader: Reader, data: bytes, **options: Any) -> Document:
    """What a file says in which nothing is wrong."""
    reading = read(reader, data, **options)
    assert mistakes(reading) == []
    return reading.document


def mistakes(reading: Reading) -> list[str]:
    return [say(problem) for problem in reading.problems if not problem.is_warning]


def warnings(reading: Reading) -> list[str]:
    return [say(problem) for problem in reading.problems if problem.is_warning]


def say(problem: Problem) -> str:
    return f"{problem.where} {problem.field}: {problem.words}".strip()


def refused(reader: Reader, data: bytes, **options: Any) -> str:
    """The words with which a file is refused as a whole."""
    try:
        read(reader, data, **options)
    except ReadingError as error:
        return str(error)
    raise AssertionError("it was read")


def survives(reader: Reader, data: bytes, **options: Any) -> None:
    """Whatever it is: it is read, with problems, or refused."""
    reader.sniff(data[:65_536], "file")
    try:
        reading = read(reader, data, **options)
    except ReadingError as error:
        if not str(error):
            raise AssertionError("it was refused without a word") from error
        return
    assert isinstance(reading, Reading)
    assert all(problem.words for problem in reading.problems)
    # What a database or a page cannot bear is not handed on.
    assert "\0" not in repr(reading.document)
    repr(reading).encode()


def known_as(data: bytes, name: str) -> str:
    found = reader_for(data[:65_536], name)
    return found.name if found else ""


@st.composite
def spoiled(draw: st.DrawFn, good: bytes) -> bytes:
    """The bytes of a good file after an accident: cut, doubled, swapped, with strangers in it."""
    data = bytearray(good)
    for _time in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, max(len(data) - 1, 0)))
        last = min(first + draw(st.integers(0, 200)), len(data))
        match draw(st.sampled_from(["cut", "double", "replace", "end"])):
            case "cut":
                del data[first:last]
            case "double":
                data[first:first] = data[first:last]
            case "replace":
                data[first:last] = draw(st.sampled_from(STRANGERS) | st.binary(max_size=20))
            case "end":
                del data[first:]
    return bytes(data)


STRANGERS = [
    b"",
    b"\0",
    b"\xff",
    b"null",
    b"-1",
    b"1e999",
    b"NaN",
    b'"',
    b"<",
    b"&x;",
    b"]]>",
    b"{}",
    b"[]",
    b"0",
    b"\r",
]
STRANGERS += [
    b"9" * 30,
    b"2027-02-30",
    b"0001-01-01T00:00:00",
    b"9999-12-31T23:59:59-12:00",
    b"\\ud800",
    "\u202e".encode(),
]
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    "x",
    "12",
    "2027-13-01",
    "\ud800",
    [],
    {},
    [None],
    [1],
    {"en": "x"},
]
ODD += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "25:61", "😀" * 300, {"": None}, [[[]]], "\0", "P1D"]


def shuffled(value: Any, seed: int) -> Any:
    """A value of JSON of which some parts are something else, or gone."""
    chance = random.Random(seed)

    def change(value: Any) -> Any:
        if chance.random() < 0.03:
            return chance.choice(ODD)
        if isinstance(value, dict):
            return {name: change(held) for name, held in value.items() if chance.random() > 0.03}
        return (
            [change(one) for one in value for _time in range(1 + (chance.random() < 0.05))]
            if isinstance(value, list)
            else value
        )

    return change(value)
