"""What search engines may find of the programme."""

from django.db.models import QuerySet

from speakers.models import Speaker
from symposium.events.models import Hosting
from symposium.kit.sitemaps import Section
from symposium.organisations.models import Organisation
from symposium.programme.models import Session


class SessionSection(Section):
    """Sessions."""

    def items(self) -> QuerySet[Session]:
        return Session.objects.public().select_related("event").order_by("pk")


class SpeakerSection(Section):
    """Speakers."""

    def items(self) -> QuerySet[Speaker]:
        return Speaker.objects.public().select_related("event").order_by("pk")


class OrganisationSection(Section):
    """Hosts."""

    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(pk__in=Hosting.objects.public().values("organisation")).order_by("pk")
