"""No host looks lesser for the shape of its logo."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from symposium.organisations.templatetags.logos import AREA, LONGEST, logo_box


class Logo:
    def __init__(self, width, height):
        body = io.BytesIO()
        Image.new("RGB", (width, height)).save(body, "WEBP")
        self.name = default_storage.save(f"logos/{width}x{height}.webp", ContentFile(body.getvalue()))


@pytest.mark.parametrize("size", [(400, 400), (800, 400), (300, 500), (1200, 400)])
def test_logos_of_every_shape_cover_the_same_area(size):
    box = logo_box(Logo(*size))
    assert box.width * box.height == pytest.approx(AREA, rel=0.03)
    assert box.width / box.height == pytest.approx(size[0] / size[1], rel=0.03)


def test_a_very_long_logo_is_as_long_as_the_column_allows():
    assert max(logo_box(Logo(3000, 100))) == LONGEST


def test_a_logo_whose_file_is_gone_breaks_no_page():
    missing = Logo(10, 10)
    missing.name = "logos/gone.webp"
    width, height = logo_box(missing)
    assert width == height
