"""The pictures of the pages: all that are promised, small enough, shown in a table."""

import io

import pytest
from PIL import Image

from deploy import screenshots


def png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def test_every_page_is_shown_at_both_widths_by_day_and_by_night():
    names = [picture.name for picture in screenshots.pictures()]
    assert len(set(names)) == 7 * 2 * 2
    readme = screenshots.readme()
    assert [name for name in names if f'src="{name}"' not in readme] == []
    assert "| programme, grid |" in readme


def test_a_picture_is_made_to_fit_and_keeps_its_size():
    fitted = screenshots.shrunk(png(Image.effect_noise((390, 400), 40)))
    assert len(fitted) < screenshots.MOST_BYTES
    assert Image.open(io.BytesIO(fitted)).size == (390, 400)


def test_a_page_that_fits_into_no_quality_is_said(monkeypatch):
    monkeypatch.setattr(screenshots, "MOST_BYTES", 10)
    with pytest.raises(RuntimeError, match="cut it sooner"):
        screenshots.shrunk(png(Image.new("RGB", (40, 40))))
