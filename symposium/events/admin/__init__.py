"""The desk's pages of an event and what is its own; also institutions and mails, whose apps do not know the roles."""

from symposium.events.admin.event import EventAdmin
from symposium.events.admin.history import EditAdmin
from symposium.events.admin.hosts import HostingAdmin, OrganisationAdmin
from symposium.events.admin.mails import OutgoingMailAdmin
from symposium.events.admin.place import RoomAdmin, VenueAdmin
from symposium.events.admin.story import AnnouncementAdmin, MilestoneAdmin, PhotographAdmin

__all__ = [
    "AnnouncementAdmin",
    "EditAdmin",
    "EventAdmin",
    "HostingAdmin",
    "MilestoneAdmin",
    "OrganisationAdmin",
    "OutgoingMailAdmin",
    "PhotographAdmin",
    "RoomAdmin",
    "VenueAdmin",
]
