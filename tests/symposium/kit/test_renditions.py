"""What visitors get of a picture, and what nobody gets."""

import io
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from symposium.kit import renditions
from symposium.kit.images import clean_image
from symposium.kit.renditions import (
    FOLDERS,
    KINDS,
    Rendition,
    find_rendition,
    make_rendition,
    rendition_path,
    rendition_url,
    renditions_of,
    srcset,
)


def sent(picture, kind="JPEG", **options):
    body = io.BytesIO()
    picture.save(body, kind, **options)
    return SimpleUploadedFile("sent", body.getvalue())


def keep(picture, folder="photographs", kind="PNG", **options):
    file = clean_image(sent(picture, kind, **options))
    return default_storage.save(f"{folder}/{file.name}", file)


def body_at(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content)


def shown(client, master, width, kind="webp"):
    with Image.open(io.BytesIO(body_at(client, rendition_path(master, width, kind)))) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", FOLDERS["photographs"].widths)
def test_a_photograph_comes_in_each_width_at_its_own_ratio(client, kind, width):
    picture = shown(client, keep(Image.new("RGB", (2000, 1000), "navy")), width, kind)
    assert (picture.format, picture.size) == (kind.upper(), (width, width // 2))


def test_nothing_is_blown_up(client):
    assert shown(client, keep(Image.new("RGB", (300, 200))), 960).size == (300, 200)
    assert shown(client, keep(Image.new("RGB", (90, 400)), "portraits"), 320).size == (90, 90)


def test_a_portrait_is_square_and_keeps_what_is_above_the_middle(client):
    tall = Image.new("RGB", (400, 1200), "navy")
    tall.paste("white", (0, 280, 400, 680))
    picture = shown(client, keep(tall, "portraits"), 320)
    assert picture.size == (320, 320)
    assert min(picture.convert("L").getextrema()) > 240


def test_a_logo_stays_transparent(client):
    for kind in KINDS:
        picture = shown(client, keep(Image.new("RGBA", (600, 200), (0, 0, 90, 0)), "logos"), 320, kind)
        assert picture.convert("RGBA").getpixel((10, 10))[3] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_no_rendition_knows_where_when_or_with_what_it_was_taken(client, kind):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (34.0, 8.0, 12.0)}
    exif[0x0110] = "A camera of somebody's"
    picture = Image.effect_noise((900, 600), 60).convert("RGB")
    master = keep(picture, kind="JPEG", exif=exif, comment=b"A camera of somebody's", xmp=b"<x>A camera of</x>")
    for width in FOLDERS["photographs"].widths:
        body = body_at(client, rendition_path(master, width, kind))
        assert b"camera of" not in body
        with Image.open(io.BytesIO(body)) as read:
            assert not read.getexif()
            assert not {"icc_profile", "xmp", "exif"} & read.info.keys()


def test_what_lay_on_its_side_stands_upright_in_every_width(client):
    exif = Image.Exif()
    exif[0x0112] = 6
    master = keep(Image.new("RGB", (1200, 600)), kind="JPEG", exif=exif)
    assert shown(client, master, 480).size == (480, 960)


def test_inks_become_light(client):
    red = Image.new("CMYK", (600, 400), (0, 255, 255, 0))
    picture = shown(client, keep(red, kind="JPEG"), 480)
    assert picture.mode == "RGB"
    assert picture.getpixel((50, 50)) == pytest.approx((255, 0, 0), abs=12)


def test_of_what_moves_the_first_picture_is_kept(client):
    frames = [Image.new("RGB", (600, 400), colour) for colour in ("navy", "white")]
    for kind in ("WEBP", "PNG"):
        picture = shown(client, keep(frames[0], kind=kind, save_all=True, append_images=frames[1:]), 480)
        assert getattr(picture, "n_frames", 1) == 1
        assert picture.convert("L").getpixel((9, 9)) < 60


def test_it_is_served_to_be_kept_and_as_nothing_but_a_picture(client):
    master = keep(Image.new("RGB", (600, 400)))
    for kind, content_type in KINDS.items():
        for _again in range(2):
            headers = client.get(rendition_path(master, 480, kind)).headers
            assert headers["Content-Type"] == content_type
            assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Content-Security-Policy"] == "default-src 'none'"


def test_the_master_is_nobodys(client):
    master = keep(Image.new("RGB", (2400, 1600)))
    assert client.get(f"/media/{master}").status_code == 404
    assert client.get(f"/media/{master}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "photographs/0123456789abcdef01234567-480.webp",
        "photographs/{stem}-481.webp",
        "photographs/{stem}-0480.webp",
        "photographs/{stem}-2400.webp",
        "photographs/{stem}-99999.webp",
        "photographs/{stem}--480.webp",
        "photographs/{stem}-٤٨٠.webp",
        "photographs/{stem}-480.png",
        "photographs/{stem}-480.svg",
        "photographs/{stem}-480.webp.avif",
        "photographs/{stem}-480.webp%00",
        "photographs/{stem}-480.webp%0A",
        "photographs/{upper}-480.webp",
        "portraits/{stem}-160.webp",
        "mails/{stem}-480.webp",
        "/photographs/{stem}-480.webp",
        "photographs//{stem}-480.webp",
        "photographs/../photographs/{stem}-480.webp",
        "photographs/%2e%2e/photographs/{stem}-480.webp",
        "photographs%5C{stem}-480.webp",
        "../symposium.sqlite3",
        "%2e%2e/secret-key",
        "photographs/",
        "",
    ],
)
def test_no_other_address_leads_to_a_file(client, address):
    stem = keep(Image.new("RGB", (900, 600), "teal")).removeprefix("photographs/").removesuffix(".webp")
    before = set(default_storage.listdir("photographs")[1])
    assert client.get(f"/media/{address.format(stem=stem, upper=stem.upper())}").status_code == 404
    assert set(default_storage.listdir("photographs")[1]) == before


@pytest.fixture
def on_disk(tmp_path, monkeypatch):
    storage = FileSystemStorage(location=tmp_path, base_url="/media/")
    monkeypatch.setattr(renditions, "default_storage", storage)
    return storage


def test_many_who_ask_at_once_get_one_file_whole(on_disk, monkeypatch):
    file = clean_image(sent(Image.effect_noise((1800, 1200), 60), "PNG"))
    rendition = Rendition(on_disk.save(f"photographs/{file.name}", file), 960, "webp")
    monkeypatch.setattr(renditions, "_making", threading.Semaphore(8))
    start = threading.Barrier(8)

    def ask():
        start.wait()
        make_rendition(rendition)
        with on_disk.open(rendition.name) as made, Image.open(made) as picture:
            picture.load()

    failures = []
    monkeypatch.setattr(threading, "excepthook", failures.append)
    visitors = [threading.Thread(target=ask) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert failures == []
    assert len(on_disk.listdir("photographs")[1]) == 2


def test_a_file_has_its_name_only_when_it_is_whole(on_disk, monkeypatch):
    file = clean_image(sent(Image.effect_noise((900, 600), 60), "PNG"))
    rendition = Rendition(on_disk.save(f"photographs/{file.name}", file), 480, "webp")
    rename, seen = Path.replace, []

    def look(written, target):
        with Image.open(written) as picture:
            picture.load()
        seen.append(on_disk.exists(rendition.name))
        return rename(written, target)

    monkeypatch.setattr(Path, "replace", look)
    make_rendition(rendition)
    assert seen == [False]
    assert on_disk.exists(rendition.name)


def test_a_file_is_readable_by_a_web_server_as_uploads_are(on_disk, settings):
    settings.FILE_UPLOAD_PERMISSIONS = 0o640
    file = clean_image(sent(Image.new("RGB", (600, 400)), "PNG"))
    rendition = Rendition(on_disk.save(f"photographs/{file.name}", file), 480, "webp")
    make_rendition(rendition)
    assert Path(on_disk.path(rendition.name)).stat().st_mode & 0o777 == 0o640


def test_a_storage_that_keeps_a_second_copy_under_another_name_is_left_with_one(monkeypatch):
    storage = InMemoryStorage()
    file = clean_image(sent(Image.new("RGB", (600, 400)), "PNG"))
    rendition = Rendition(storage.save(f"photographs/{file.name}", file), 480, "webp")
    monkeypatch.setattr(renditions, "default_storage", storage)
    encode = renditions._encode

    def while_another_process_does(rendition):
        body = encode(rendition)
        storage.save(rendition.name, ContentFile(body))
        return body

    monkeypatch.setattr(renditions, "_encode", while_another_process_does)
    make_rendition(rendition)
    assert sorted(storage.listdir("photographs")[1]) == sorted(
        name.removeprefix("photographs/") for name in (rendition.master, rendition.name)
    )


def test_candidates_end_with_the_pictures_own_width_and_none_is_offered_twice():
    master = f"photographs/{'a' * 24}.webp"

    def widths(**limits):
        return [candidate.split()[1] for candidate in srcset(master, "avif", **limits).split(", ")]

    assert widths() == ["480w", "960w", "1600w"]
    assert widths(own_width=960) == ["480w", "960w"]
    assert widths(own_width=700) == ["480w", "700w"]
    assert widths(own_width=60) == ["60w"]
    assert widths(at_most=500) == ["480w", "960w"]


def test_addresses_are_of_the_nearest_width_and_absolute_where_they_leave_the_site():
    master = f"photographs/{'a' * 24}_Ab3dE5g.webp"
    assert rendition_path(master, 500, "avif") == f"/media/photographs/{'a' * 24}_Ab3dE5g-960.avif"
    assert rendition_url(master) == f"http://testserver/media/photographs/{'a' * 24}_Ab3dE5g-1600.webp"
    for rendition in renditions_of(master):
        assert find_rendition(rendition.name) == rendition
