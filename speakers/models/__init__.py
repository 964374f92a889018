"""People who are presented, and what they say of themselves."""

from speakers.models.consents import SpeakerConsent
from speakers.models.links import PersonalLink, Stage
from speakers.models.needs import Help, SpeakerNeeds
from speakers.models.speakers import Affiliation, Link, Speaker, SpeakerQuerySet, public_organisations
from speakers.models.suggestions import Suggestion

__all__ = [
    "Affiliation",
    "Help",
    "Link",
    "PersonalLink",
    "Speaker",
    "SpeakerConsent",
    "SpeakerNeeds",
    "SpeakerQuerySet",
    "Stage",
    "Suggestion",
    "public_organisations",
]
