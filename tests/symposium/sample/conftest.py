import pytest
from PIL import Image

from symposium.sample import drawings
from symposium.sample.logos import LOGOS


@pytest.fixture
def quick_drawings(monkeypatch):
    """One small picture for all: what is drawn is tested by itself."""
    picture = Image.new("RGB", (160, 100), (9, 16, 38))
    for scene in drawings.SCENES:
        monkeypatch.setitem(drawings.SCENES, scene, lambda: picture)
    for module in ("bulk", "coming_people"):
        monkeypatch.setattr(f"symposium.sample.{module}.portrait", lambda seed: picture)
    for slug, (_draw, by_day, by_night) in list(LOGOS.items()):
        monkeypatch.setitem(LOGOS, slug, (lambda inks: picture, by_day, by_night))
