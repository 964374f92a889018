"""What programs and other sites read."""

from symposium.api.views.docs import Description, DocsPage, Nowhere
from symposium.api.views.embed import EmbedScript, ProgrammeFragment, RegistrationFragment
from symposium.api.views.guests import GuestDetail, Guests, TokenDetail
from symposium.api.views.oembed import OEmbed
from symposium.api.views.public import (
    EventDetail,
    Events,
    NewsList,
    OrganisationDetail,
    Organisations,
    Rooms,
    SessionDetail,
    Sessions,
    SpeakerDetail,
    Speakers,
    Start,
    Tracks,
)

__all__ = [
    "Description",
    "DocsPage",
    "EmbedScript",
    "EventDetail",
    "Events",
    "GuestDetail",
    "Guests",
    "NewsList",
    "Nowhere",
    "OEmbed",
    "OrganisationDetail",
    "Organisations",
    "ProgrammeFragment",
    "RegistrationFragment",
    "Rooms",
    "SessionDetail",
    "Sessions",
    "SpeakerDetail",
    "Speakers",
    "Start",
    "TokenDetail",
    "Tracks",
]
