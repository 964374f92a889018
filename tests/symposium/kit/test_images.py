import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from symposium.kit.images import clean_image


def upload(picture, kind="JPEG", name="x.jpg", **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue())


def test_a_picture_is_written_anew_without_where_it_was_taken():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (34.0, 8.0, 12.0)
    exif[0x010E] = "a secret"
    sent = upload(Image.new("RGB", (60, 40), "navy"), exif=exif)
    assert b"a secret" in sent.read()
    kept = clean_image(sent)
    assert b"a secret" not in kept.read()
    with Image.open(kept) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (60, 40), {})


def test_a_picture_that_lies_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(clean_image(upload(Image.new("RGB", (60, 40)), exif=exif))) as picture:
        assert picture.size == (40, 60)


def test_a_large_picture_is_made_smaller_and_a_transparent_one_stays_so():
    with Image.open(clean_image(upload(Image.new("RGBA", (4000, 100)), "PNG"), longest_side=1000)) as picture:
        assert (picture.size, picture.mode) == ((1000, 25), "RGBA")


def test_what_was_appended_to_a_picture_does_not_stay():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("run.exe", b"MZ evil")
    sent = upload(Image.new("RGB", (8, 8)))
    polyglot = SimpleUploadedFile("x.jpg", sent.read() + buffer.getvalue())
    assert b"run.exe" not in clean_image(polyglot).read()


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04 a zip named png", b"", b"GIF89a" + b"\0" * 40, b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_refused_with_words(body):
    with pytest.raises(ValidationError, match="not a picture that we can read"):
        clean_image(SimpleUploadedFile("x.png", body or b" "))


@pytest.mark.parametrize("side", [8_000, 24_000])
def test_a_bomb_is_refused_before_it_is_decoded(side):
    bomb = upload(Image.new("1", (side, 8_000)), "PNG", "bomb.png")
    assert len(bomb.read()) < 100_000
    with pytest.raises(ValidationError, match="more than 50 million pixels"):
        clean_image(bomb)


def test_a_file_over_the_limit_is_refused_with_the_limit(settings):
    settings.IMAGE_UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        clean_image(SimpleUploadedFile("x.jpg", b"x" * 1024 * 1025))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_file_is_refused_with_words(kind):
    whole = upload(Image.effect_noise((300, 200), 60).convert("RGB"), kind).read()
    with pytest.raises(ValidationError, match="not a picture that we can read"):
        clean_image(SimpleUploadedFile("x", whole[: len(whole) // 2]))


@pytest.mark.parametrize("profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"no profile"])
def test_colours_are_applied_and_no_profile_is_kept(profile):
    kept = clean_image(upload(Image.new("RGB", (60, 40), (200, 30, 30)), "PNG", icc_profile=profile))
    with Image.open(kept) as picture:
        assert "icc_profile" not in picture.info
        assert picture.convert("RGB").getpixel((9, 9)) == pytest.approx((200, 30, 30), abs=6)


def test_a_profile_of_other_colours_than_the_picture_has_is_left_out():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB", 5000)).tobytes()
    for mode in ("L", "P", "LA", "RGB"):
        kept = clean_image(upload(Image.new("RGB", (60, 40), "teal").convert(mode), "PNG", icc_profile=lab))
        with Image.open(kept) as picture:
            assert picture.size == (60, 40)
            assert "icc_profile" not in picture.info
