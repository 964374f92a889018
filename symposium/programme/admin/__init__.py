"""The programme at the desk."""

from symposium.programme.admin.sessions import SessionAdmin
from symposium.programme.admin.tracks import TrackAdmin

__all__ = ["SessionAdmin", "TrackAdmin"]
