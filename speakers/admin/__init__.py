"""Speakers at the desk: how they are presented, their links, what they suggest and what they need."""

from speakers.admin.needs import SpeakerNeedsAdmin
from speakers.admin.speakers import SpeakerAdmin
from speakers.admin.suggestions import SuggestionAdmin

__all__ = ["SpeakerAdmin", "SpeakerNeedsAdmin", "SuggestionAdmin"]
