"""The programme: sessions, their tracks, who appears in them, and what was published of them."""

from symposium.programme.models.parts import Appearance, Material
from symposium.programme.models.publications import Publication, PublicationItem
from symposium.programme.models.sessions import Session
from symposium.programme.models.tracks import Track

__all__ = ["Appearance", "Material", "Publication", "PublicationItem", "Session", "Track"]
