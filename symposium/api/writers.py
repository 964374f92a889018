"""From rows to answers: objects in, answers out, no query. What is said of one thing is said here alone."""

from collections.abc import Iterable
from datetime import UTC, datetime

from speakers.models import Affiliation, Speaker
from symposium.api import schemas
from symposium.events.models import Announcement, Event, Hosting, Room, Venue
from symposium.events.structured import absolute
from symposium.kit import zones
from symposium.kit.renditions import rendition_url
from symposium.organisations.models import Organisation
from symposium.programme.models import Appearance, Session, Track

# Pixels of the pictures that are named.
PORTRAIT, LOGO = 640, 640


class Writer:
    """Writes what belongs to one event, in its zone; addresses are worked out once, because there may be thousands."""

    def __init__(self, event: Event, *, phase: str | None = None) -> None:
        self.event = event
        self.phase = str(event.registration_phase()) if phase is None else phase
        self.zone = zones.zone(event.timezone)
        self.api, self.programme = absolute("api-event", event.slug), absolute("programme", event.slug)
        self.speakers = absolute("speakers", event.slug)
        self.is_over = event.is_over()

    def moment(self, moment: datetime) -> datetime:
        """On the event's wall, to the second."""
        return moment.astimezone(self.zone).replace(microsecond=0)

    def maybe(self, moment: datetime | None) -> datetime | None:
        """The same, where it is known."""
        return None if moment is None else self.moment(moment)

    def whole(self, venue: Venue | None, hosts: Iterable[Hosting]) -> schemas.Event:
        """The event itself."""
        event = self.event
        return schemas.Event(
            slug=event.slug,
            url=self.api,
            page=absolute("event", event.slug),
            name=event.name,
            summary=event.summary,
            description=event.description,
            record=event.record if self.is_over else "",
            state=event.state,
            state_reason=event.state_reason,
            is_sample=event.is_sample,
            timezone=event.timezone,
            starts_at=self.moment(event.starts_at),
            ends_at=self.moment(event.ends_at),
            first_day=event.first_day,
            last_day=event.last_day,
            hours_announced=event.hours_announced,
            attendance=event.attendance,
            stream_url=event.stream_url,
            contact_name=event.contact_name,
            contact_email=event.contact_email,
            venue=_venue(venue) if venue else None,
            hosts=[_host(hosting) for hosting in hosts],
            registration=schemas.Registration(
                phase=self.phase,
                opens_at=self.maybe(event.registration_opens_at),
                closes_at=self.moment(event.registration_ends_at),
                page=absolute("register", event.slug),
            ),
            revised_at=event.revised_at.astimezone(UTC),
            sessions_url=f"{self.api}sessions/",
            calendar=absolute("programme-feed", event.slug),
        )

    def session(self, session: Session) -> schemas.Session:
        """One that was fetched with its room, its track, who appears, and what it left behind."""
        return schemas.Session(
            slug=session.slug,
            url=f"{self.api}sessions/{session.slug}/",
            page=f"{self.programme}{session.slug}/",
            title=session.title,
            kind=session.kind,
            state=session.state,
            state_reason=session.state_reason if session.is_cancelled else "",
            is_plenary=session.is_plenary,
            abstract=session.abstract,
            record=session.record if self.is_over else "",
            starts_at=self.maybe(session.starts_at),
            ends_at=self.maybe(session.ends_at),
            room=_ref(session.room),
            track=_ref(session.track),
            people=[_appearance(appearance) for appearance in session.appearances.all()],
            materials=[
                schemas.Material(kind=one.kind, title=one.title, url=one.url) for one in session.materials.all()
            ],
            stream_url=session.stream_url,
        )

    def speaker(self, speaker: Speaker) -> schemas.Speaker:
        """One that was fetched with institutions, links and public appearances (``reading.full_speakers``)."""
        return schemas.Speaker(
            slug=speaker.slug,
            url=f"{self.api}speakers/{speaker.slug}/",
            page=f"{self.speakers}{speaker.slug}/",
            name=speaker.name,
            form_of_address=speaker.form_of_address,
            sort_name=speaker.sort_name,
            pronunciation=speaker.pronunciation,
            biography=speaker.biography,
            portrait=_portrait(speaker),
            website=speaker.url,
            affiliations=[_affiliation(affiliation) for affiliation in speaker.affiliations.all()],
            links=[schemas.Link(label=link.label, url=link.url) for link in speaker.links.all()],
            sessions=list(dict.fromkeys(part.session.slug for part in speaker.appearances.all())),
        )

    def news(self, announcement: Announcement) -> schemas.News:
        """One that is published."""
        published_at = announcement.published_at or announcement.changed_at
        return schemas.News(
            slug=announcement.slug,
            page=f"{absolute('news', self.event.slug)}#{announcement.slug}",
            title=announcement.title,
            words=announcement.words,
            published_at=self.moment(published_at),
            changed_at=self.moment(max(announcement.changed_at, published_at)),
        )


def track(one: Track) -> schemas.Track:
    """A strand of the programme."""
    return schemas.Track(slug=one.slug, name=one.name, position=one.position)


def room(one: Room) -> schemas.Room:
    """A room of the venue."""
    return schemas.Room(
        slug=one.slug,
        name=one.name,
        capacity=one.capacity,
        is_step_free=one.is_step_free,
        position=one.position,
    )


def organisation(one: Organisation, hostings: Iterable[Hosting]) -> schemas.Organisation:
    """An institution with the public events that it is listed at, each fetched with its hosting."""
    return schemas.Organisation(
        slug=one.slug,
        url=absolute("api-organisation", one.slug),
        page=absolute("organisation", one.slug),
        name=one.name,
        short_name=one.short_name,
        words=one.words,
        country=one.country,
        website=one.url,
        logo=_logo(one),
        hostings=[
            schemas.Hosting(
                event=hosting.event.slug,
                name=hosting.event.name,
                role=hosting.role,
                url=absolute("api-event", hosting.event.slug),
            )
            for hosting in hostings
        ],
    )


def _venue(venue: Venue) -> schemas.Venue:
    return schemas.Venue(
        name=venue.name,
        street=venue.street,
        locality=venue.locality,
        region=venue.region,
        postal_code=venue.postal_code,
        country=venue.country,
        latitude=None if venue.latitude is None else float(venue.latitude),
        longitude=None if venue.longitude is None else float(venue.longitude),
        website=venue.url,
        directions=venue.directions,
        access=venue.access,
    )


def _host(hosting: Hosting) -> schemas.Host:
    slug = hosting.organisation.slug
    return schemas.Host(
        organisation=slug,
        name=hosting.organisation.name,
        role=hosting.role,
        url=absolute("api-organisation", slug),
    )


def _ref(part: Room | Track | None) -> schemas.Ref | None:
    return schemas.Ref(slug=part.slug, name=part.name) if part else None


def _appearance(appearance: Appearance) -> schemas.Appearance:
    speaker = appearance.speaker
    return schemas.Appearance(
        speaker=speaker.slug if speaker else None,
        name=speaker.full_name if speaker else None,
        part=appearance.part,
    )


def _affiliation(affiliation: Affiliation) -> schemas.Affiliation:
    return schemas.Affiliation(
        organisation=affiliation.organisation.slug if affiliation.organisation else None,
        name=affiliation.organisation_name,
        position=affiliation.position,
    )


def _portrait(speaker: Speaker) -> schemas.Picture | None:
    if not speaker.portrait:
        return None
    return schemas.Picture(
        url=rendition_url(str(speaker.portrait), PORTRAIT),
        alternative_text=speaker.portrait_alternative_text,
        credit=speaker.portrait_credit,
    )


def _logo(one: Organisation) -> schemas.Picture | None:
    if not one.logo:
        return None
    return schemas.Picture(
        url=rendition_url(str(one.logo), LOGO), alternative_text=one.logo_alternative_text or one.name, credit=""
    )
