"""Files that are broken, huge or made to harm: words that say what to do, nothing written, memory bounded."""

import io
import json
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from symposium.events.models import Event
from symposium.exchange import services
from symposium.exchange.models import Import
from symposium.exchange.readers import archive
from symposium.organisations.models import Organisation
from tests.factories import exchange as goods

pytestmark = pytest.mark.django_db
EVENT = {
    "key": "e",
    "name": "Night",
    "timezone": "Europe/London",
    "starts_at": "2027-05-11T09:00:00Z",
    "ends_at": "2027-05-11T19:00:00Z",
}
HEAD = {"format": "symposium-event", "version": 1, "event": EVENT}


def whole(**more) -> bytes:
    return goods.packed({"event.json": json.dumps(HEAD | more).encode()})


def of_text(text: str | bytes) -> bytes:
    return goods.packed({"event.json": text if isinstance(text, bytes) else text.encode()})


def with_member(name: str, data: bytes = b"x", mode: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("event.json", json.dumps(HEAD))
        member = zipfile.ZipInfo(name)
        member.external_attr = mode << 16
        package.writestr(member, data)
    return buffer.getvalue()


def lying(data: bytes, claimed: int) -> bytes:
    """A ZIP whose headers say that what unfolds to ``data`` is that long."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(data) + deflate.flush()
    name, crc = b"event.json", zlib.crc32(data)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), claimed, len(name), 0) + name
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(packed), claimed, len(name), 0, 0, 0, 0, 0, 0
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(name), len(local) + len(packed), 0)
    return local + packed + central + name + end


def many_members() -> bytes:
    return goods.packed({"event.json": b"{}"} | {f"photographs/{number}.webp": b"" for number in range(5_001)})


HOSTILE = {
    "no ZIP": (b"PK\x03\x04 but nothing more", "broken"),
    "cut short": (whole()[:-30], "broken"),
    "no event": (goods.packed({"photographs/a.webp": b"x"}), "no event.json"),
    "out of its folder": (with_member("../../etc/passwd"), "“../../etc/passwd”"),
    "absolute": (with_member("/etc/passwd"), "“/etc/passwd”"),
    "another system's": (with_member("..\\..\\windows.ini"), "no part of an event"),
    "a link": (with_member("photographs/a.webp", b"/etc/passwd", 0o120777), "is a link"),
    "another file": (with_member("run.exe"), "“run.exe”"),
    "many": (many_members(), "more than 5000 files"),
    "deflated zeros": (
        goods.packed({"event.json": b" " * 30_000_000}, compression=zipfile.ZIP_DEFLATED),
        "larger than any event",
    ),
    "says it is small": (lying(b" " * 60_000_000, 1_000), "broken"),
    "says it is huge": (lying(b"{}", 4_000_000_000), "larger than any event"),
    "Latin-1": (of_text(json.dumps(HEAD | {"x": "é"}, ensure_ascii=False).encode("latin-1")), "UTF-8"),
    "UTF-16": (of_text(json.dumps(HEAD).encode("utf-16")), "UTF-8"),
    "no JSON": (of_text("{"), "cannot be read"),
    "another's JSON": (of_text('{"a": 1}'), "does not say that it is one"),
    "a list": (of_text("[]"), "does not say that it is one"),
    "nested": (of_text("[" * 200_000), "nested too deeply"),
    "NaN": (of_text('{"format": NaN}'), "NaN is no number"),
    "a number without end": (of_text('{"format": %s}' % ("9" * 5_000)), "cannot be read"),
    "a key twice": (of_text('{"format": 1, "format": 2}'), "stands twice"),
    "from tomorrow": (of_text(json.dumps(HEAD | {"version": 2})), "Upgrade"),
    "too much of it": (whole(rooms=[{}] * 50_001), "the most that an event has"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_answered_with_what_to_do(name):
    data, words = HOSTILE[name]
    kept = goods.bring(data)
    assert kept.state == Import.State.WRONG
    assert words in kept.problems[0]["words"]
    assert not Event.objects.exists()


ROOM, OTHER = {"key": "r", "name": "Hall"}, {"key": "s", "name": "Attic"}
TALK = {"key": "t", "title": "Talk", "starts_at": "2027-05-11T10:00:00Z", "ends_at": "2027-05-11T11:00:00Z"}
PHOTOGRAPH = {"key": "p", "image": "photographs/a.webp"}
QUESTION = {"key": "1", "label": "One?", "kind": "yes_no", "shown_after": "2"}
WRONG = {
    "unknown zone": ({"event": EVENT | {"timezone": "Mars/Olympus"}}, "event", "Mars/Olympus"),
    "year": ({"event": EVENT | {"ends_at": "9999-12-31T23:59:59Z"}}, "event", "between 1900 and 2199"),
    "beyond time": ({"event": EVENT | {"ends_at": "9999-12-31T23:59:59-12:00"}}, "event", "A moment"),
    "no zone": ({"event": EVENT | {"ends_at": "2027-05-11T19:00:00"}}, "event", "A moment"),
    "text for a number": ({"rooms": [ROOM | {"capacity": "many"}]}, "rooms[1]", "whole number"),
    "true for a number": ({"rooms": [ROOM | {"capacity": True}]}, "rooms[1]", "whole number"),
    "endless number": ({"rooms": [ROOM | {"capacity": 10**30}]}, "rooms[1]", "less than or equal"),
    "number for a text": ({"rooms": [ROOM | {"name": 7}]}, "rooms[1]", "A text"),
    "something for a list": ({"rooms": "all"}, "", "A list"),
    "something for a room": ({"rooms": [ROOM, 7]}, "rooms[2]", "An object"),
    "unknown field": ({"rooms": [ROOM | {"floor": 1}]}, "rooms[1]", "No event has this"),
    "missing": ({"rooms": [{"key": "r"}]}, "rooms[1]", "missing"),
    "same key": ({"rooms": [ROOM, OTHER | {"key": "r"}]}, "rooms[2]", "twice"),
    "same address": ({"rooms": [ROOM | {"slug": "a"}, OTHER | {"slug": "a"}]}, "rooms[2]", "this address"),
    "outside": ({"sessions": [TALK | {"ends_at": "2027-05-11T20:00:00Z"}]}, "sessions[1]", "ends sooner"),
    "circle": ({"questions": [QUESTION, QUESTION | {"key": "2", "shown_after": "1"}]}, "questions[1]", "before it"),
    "itself": ({"questions": [QUESTION | {"shown_after": "1"}]}, "questions[1]", "before it"),
    "no picture": ({"photographs": [PHOTOGRAPH]}, "photographs[1]", "not a picture that we can read"),
    "lost picture": ({"photographs": [PHOTOGRAPH | {"image": "photographs/b.webp"}]}, "photographs[1]", "not in the"),
    "a file of the server": ({"photographs": [PHOTOGRAPH | {"image": "/etc/passwd"}]}, "photographs[1]", "not in the"),
    "no key": ({"rooms": [ROOM | {"key": ""}]}, "rooms[1]", "no key"),
    "gate without a key": ({"rules": {"key": "rules", "site_access_fields": ["document"]}}, "rules", "no key"),
    "unknown gate": ({"rules": {"key": "rules", "site_access_fields": ["dna"]}}, "rules", "Ask only for"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_where_it_stands(name):
    content, where, words = WRONG[name]
    files = {"event.json": json.dumps(HEAD | content).encode(), "photographs/a.webp": b"RIFF no picture"}
    kept = goods.bring(goods.packed(files))
    assert kept.state == Import.State.WRONG
    assert [one["words"] for one in kept.problems if one["where"] == where and words in one["words"]], kept.problems
    assert not Event.objects.exists()
    assert not Organisation.objects.exists()


def test_a_picture_that_is_not_as_we_keep_them_is_made_anew():
    png = io.BytesIO()
    from PIL import Image

    Image.new("RGB", (30, 20), "red").save(png, "PNG")
    files = {
        "event.json": json.dumps(HEAD | {"photographs": [PHOTOGRAPH | {"image": "photographs/Sky.PNG"}]}).encode(),
        "photographs/Sky.PNG": png.getvalue(),
        "__MACOSX/._event.json": b"litter",
    }
    kept = goods.imported(goods.packed(files))
    photograph = kept.event.photographs.get()
    assert (photograph.width, photograph.height) == (30, 20)
    with photograph.image.open() as file:
        assert file.read(4) == b"RIFF"


def test_metadata_does_not_come_in_with_a_picture():
    from PIL import Image

    webp = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (30, 20), "red").save(webp, "WEBP", exif=exif, lossless=True)
    assert b"secret place" in webp.getvalue()
    files = {
        "event.json": json.dumps(HEAD | {"photographs": [PHOTOGRAPH]}).encode(),
        "photographs/a.webp": webp.getvalue(),
    }
    kept = goods.imported(goods.packed(files))
    with kept.event.photographs.get().image.open() as file:
        assert b"secret place" not in file.read()


def test_a_file_of_no_known_kind_is_not_even_kept(db):
    with pytest.raises(services.NotReadableError):
        goods.bring(b"GIF89a", name="event.gif")
    assert not Import.objects.exists()


def test_a_bomb_takes_no_more_memory_than_an_event_may(monkeypatch):
    monkeypatch.setattr(archive, "MOST_OF_EVENT", 1024 * 1024)
    data = lying(b" " * 60_000_000, 1_000_000)
    tracemalloc.start()
    try:
        kept = goods.bring(data)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept.state == Import.State.WRONG
    assert peak < 20_000_000
