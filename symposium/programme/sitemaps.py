"""What search engines may find of the programme."""

from datetime import datetime

from django.db.models import QuerySet

from speakers.models import Speaker, public_organisations
from symposium.kit.revisions import site_counter
from symposium.kit.sitemaps import Section
from symposium.organisations.models import Organisation
from symposium.programme.models import Session


class SessionSection(Section):
    """Sessions."""

    def items(self) -> QuerySet[Session]:
        return Session.objects.public().select_related("event").order_by("pk")

    def lastmod(self, item: Session) -> datetime:
        return item.event.revised_at


class SpeakerSection(Section):
    """Speakers."""

    def items(self) -> QuerySet[Speaker]:
        return Speaker.objects.public().select_related("event").order_by("pk")

    def lastmod(self, item: Speaker) -> datetime:
        return item.event.revised_at


class OrganisationSection(Section):
    """Institutions that have a page."""

    def __init__(self) -> None:
        self.changed_at = site_counter().changed_at

    def items(self) -> QuerySet[Organisation]:
        return public_organisations().order_by("pk")

    def lastmod(self, item: Organisation) -> datetime:
        return self.changed_at
