"""An event with one of everything that travels, valid as its own pages would have it, and its way out and in."""

import io
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from registrations.models import Question, RegistrationRules
from registrations.services import CLOCK, remove_block
from speakers.models import Link
from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.exchange import services, working
from symposium.exchange.archive import archive_of
from symposium.exchange.gathering import Gathering
from symposium.exchange.models import Import
from symposium.kit.revisions import publishing
from symposium.organisations.models import Organisation
from symposium.programme.models import Material
from tests import factories
from tests.factories.awkward import ARABIC, ARABIC_TITLE, CHINESE, CHINESE_TITLE, LONG_NAME


@publishing()
def make_whole_event(**fields: Any) -> Event:
    """Its guests stay where they are."""
    event = factories.make_event(
        **{"slug": "night", "name": f"Night of {LONG_NAME}", "description": '<p>See <a href="https://x.org">x</a>.</p>'}
        | {"attendance": "both", "stream_url": "https://example.org/live", "accent": "#055dd8", "hue": 260}
        | fields
    )
    factories.make_venue(event, latitude="34.137700", longitude="-118.125300", access="<p>Lifts.</p>")
    hall = factories.make_room(event, name="Hall", slug="hall", capacity=300, is_step_free=True)
    track = factories.make_track(event, name="Science", slug="science")
    host = factories.make_organisation(name=ARABIC_TITLE, slug="host", logo=factories.make_picture(80, 20, "teal"))
    factories.make_hosting(event, host, role="host", rank=2)
    factories.make_hosting(event, factories.make_organisation(name="ESA", slug="esa"), rank=2, consented=False)
    speaker = factories.make_speaker(
        event, name=CHINESE, slug="wang", email="wang@example.org", biography="<p>Looks <em>up</em>.</p>",
        portrait=factories.make_picture(50, 50, "olive"), portrait_alternative_text="A face",
    )  # fmt: skip
    factories.make_affiliation(speaker, organisation=host, position="Director", rank=3)
    factories.make_affiliation(speaker, name="A club", rank=1)
    Link.objects.create(speaker=speaker, label="ORCID", url="https://orcid.org/0000")
    talk = factories.make_session(event, title=CHINESE_TITLE, slug="talk", room=hall, track=track, abstract="<p>α</p>")
    factories.make_appearance(talk, speaker, part="keynote")
    factories.make_appearance(talk, None, rank=2)
    Material.objects.create(session=talk, kind="slides", title="Slides", url="https://example.org/slides.pdf")
    factories.make_session(event, title="Some time", slug="some-time", at=None, state="draft")
    factories.make_bookable(event, title="Workshop", slug="workshop", at=3, places=7, line=False)
    photograph = factories.make_photograph(event, image=factories.make_picture(120, 80), caption=ARABIC)
    factories.make_milestone(event, when="1997/2017", title="Cassini", photograph=photograph)
    factories.make_milestone(event, when="1997/2017", title="Cassini", when_in_words="long ago")
    factories.make_announcement(event, title="News", words="<p>Come.</p>")
    block = factories.make_block(event, host, seats=5, releases_at=event.starts_at - timedelta(days=9))
    RegistrationRules.objects.create(event=event, party_size=4, offer_hours=12, asks_diet=True)
    first = Question.objects.create(event=event, label="Will you dine?", kind="yes_no", position=1)
    Question.objects.create(
        event=event, label="What?", kind="choice", choices="Fish\nPeas", position=2, shown_after=first, shown_if="yes"
    )
    Question.objects.create(event=event, label="Whom do you know?", position=3, allocation=block, mode="in_person")
    return event


def exported(event: Event) -> bytes:
    """The event as its ZIP."""
    return b"".join(archive_of(Gathering(event)))


def remove(event: Event) -> None:
    """The event and what only it knew are gone, as on another site."""
    event.questions.all().delete()
    for block in event.allocations.all():
        remove_block(block, by=CLOCK)
    event.delete()
    Organisation.objects.all().delete()
    for folder in ("photographs", "portraits", "logos"):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")


def bring(data: bytes, *, event: Event | None = None, name: str = "event.zip", user: User | None = None) -> Import:
    """A file that was brought and read."""
    user = user or User.objects.filter(email="brings@example.org").first()
    user = user or User.objects.create_superuser("brings@example.org", "x" * 12)
    kept = services.bring(ContentFile(data, name=name), event=event, user=user)
    return worked(kept)


def worked(kept: Import) -> Import:
    """What the worker makes of it."""
    working.work(kept.pk)
    kept.refresh_from_db()
    return kept


def imported(data: bytes, **options: Any) -> Import:
    """A file that was brought, looked at, and written."""
    kept = bring(data, **options)
    assert kept.state == Import.State.READY, kept.problems
    services.go_on(kept)
    return worked(kept)


def packed(files: dict[str, bytes], **options: Any) -> bytes:
    """A ZIP of one's own making."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()
