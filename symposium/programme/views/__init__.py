"""Pages of programme, sessions, speakers and organisations."""

from symposium.programme.views.changes import ChangesFeed, ChangesPage
from symposium.programme.views.now import DisplayPage, NowPage
from symposium.programme.views.organisation import OrganisationPage
from symposium.programme.views.people import SpeakerPage, SpeakersPage
from symposium.programme.views.programme import ProgrammePage
from symposium.programme.views.session import SessionPage

__all__ = [
    "ChangesFeed",
    "ChangesPage",
    "DisplayPage",
    "NowPage",
    "OrganisationPage",
    "ProgrammePage",
    "SessionPage",
    "SpeakerPage",
    "SpeakersPage",
]
