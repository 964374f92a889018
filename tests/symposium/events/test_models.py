from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from symposium.events.models import Event, Milestone, Photograph, RegistrationPhase
from tests.factories import make_event, make_milestone, make_organisation, make_photograph, make_venue

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refused_by_database(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_an_event_ends_after_it_begins():
    event = make_event()
    event.ends_at = event.starts_at
    with pytest.raises(ValidationError, match="must end after it begins"):
        event.full_clean()
    refused_by_database(lambda: Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at))


def test_seats_taken_are_never_above_seats_there_are():
    event = make_event(capacity=2)
    refused_by_database(lambda: Event.objects.filter(pk=event.pk).update(seats_taken=3))


def test_registration_closes_after_it_opens():
    event = make_event()
    event.registration_opens_at = event.starts_at
    event.registration_closes_at = event.starts_at - HOUR
    with pytest.raises(ValidationError, match="must close after it opens"):
        event.full_clean()


def test_guests_can_read_a_privacy_notice_before_registration_opens():
    event = make_event(privacy_notice="")
    with pytest.raises(ValidationError, match="privacy notice"):
        event.full_clean()


def test_an_organisation_hosts_an_event_once():
    event, organisation = make_event(), make_organisation()
    event.hostings.create(organisation=organisation)
    refused_by_database(lambda: event.hostings.create(organisation=organisation))


def test_an_event_without_hours_takes_whole_days_in_its_zone():
    starts = datetime(2026, 3, 7, 20, tzinfo=UTC)
    event = make_event(starts_at=starts, ends_at=starts + timedelta(days=1), hours_announced=False)
    event.full_clean()
    # Summer time begins in Los Angeles on the second of these days: they last 47 hours together.
    assert (event.starts_at, event.ends_at) == (
        datetime(2026, 3, 7, 8, tzinfo=UTC),
        datetime(2026, 3, 9, 7, tzinfo=UTC),
    )
    assert event.when_in_words == "7–8 March 2026"


@pytest.mark.parametrize(
    ("fields", "taken", "waiting", "phase"),
    [
        ({}, 0, 0, RegistrationPhase.OPEN),
        ({"capacity": None}, 900, 0, RegistrationPhase.OPEN),
        ({"capacity": 10}, 9, 0, RegistrationPhase.FEW),
        ({"capacity": 10}, 10, 0, RegistrationPhase.WAITING),
        # A party waits that one place is too few for; who comes alone may have it.
        ({"capacity": 10}, 9, 3, RegistrationPhase.FEW),
        ({"capacity": 10, "seats_held": 2}, 8, 0, RegistrationPhase.WAITING),
        ({"capacity": 10, "attendance": "both", "online_capacity": 4}, 10, 0, RegistrationPhase.OPEN),
        ({"capacity": 10, "attendance": "both", "online_capacity": 0}, 10, 0, RegistrationPhase.WAITING),
        ({"capacity": 10, "attendance": "online"}, 10, 0, RegistrationPhase.OPEN),
        ({"policy": "approval", "capacity": 0}, 0, 0, RegistrationPhase.REQUEST),
        ({"policy": "invitation"}, 0, 0, RegistrationPhase.INVITED),
        ({"capacity": 10, "has_waiting_list": False}, 10, 0, RegistrationPhase.FULL),
        ({"capacity": 0}, 0, 0, RegistrationPhase.WAITING),
        ({"policy": "closed"}, 0, 0, RegistrationPhase.NONE),
        ({"state": "draft"}, 0, 0, RegistrationPhase.NONE),
        ({"state": "cancelled"}, 0, 0, RegistrationPhase.CLOSED),
        ({"state": "postponed"}, 0, 0, RegistrationPhase.CLOSED),
    ],
)
def test_registration_stands_as_seats_and_state_have_it(fields, taken, waiting, phase):
    event = make_event(**fields)
    event.seats_taken, event.guests_waiting = taken, waiting
    assert event.registration_phase() == phase


def test_registration_stands_as_the_clock_has_it():
    event = make_event()
    event.registration_opens_at = event.starts_at - 10 * HOUR
    event.registration_closes_at = event.starts_at - HOUR
    assert [event.registration_phase(event.starts_at - hours * HOUR) for hours in (11, 10, 2, 1, -1)] == [
        RegistrationPhase.NOT_YET,
        RegistrationPhase.OPEN,
        RegistrationPhase.OPEN,
        RegistrationPhase.CLOSED,
        RegistrationPhase.CLOSED,
    ]


def test_without_a_closing_time_registration_closes_when_the_event_begins():
    event = make_event()
    assert event.registration_phase(event.starts_at - HOUR) == RegistrationPhase.OPEN
    assert event.registration_phase(event.starts_at) == RegistrationPhase.CLOSED


def test_an_event_comes_runs_and_is_over():
    event = make_event()
    moments = (event.starts_at - HOUR, event.starts_at, event.ends_at)
    assert [event.phase(moment).split(".")[0] for moment in moments] == ["coming", "running", "over"]


def test_milestones_of_every_precision_stand_in_order():
    event = make_event()
    for title, when, words in [
        ("IMAP", "2025-10/2025-12", "late 2025"),
        ("Ariel 1", "1962-04-26", ""),
        ("Cooperation begins", "1957/1959", "late 1950s"),
        ("Cassini-Huygens", "1997/2017", ""),
        ("Solar Orbiter", "2020", ""),
    ]:
        make_milestone(event, title=title, when=when, when_in_words=words)
    assert [(m.title, m.date_in_words) for m in event.milestones.all()] == [
        ("Cooperation begins", "late 1950s"),
        ("Ariel 1", "26 April 1962"),
        ("Cassini-Huygens", "1997–2017"),
        ("Solar Orbiter", "2020"),
        ("IMAP", "late 2025"),
    ]


def test_a_milestone_without_a_readable_date_is_refused_by_its_field():
    with pytest.raises(ValidationError) as caught:
        Milestone(event=make_event(), title="x", when="some day").full_clean()
    assert "when" in caught.value.message_dict


@pytest.mark.parametrize("missing", ["alternative_text", "caption", "credit", "licence"])
def test_no_photograph_is_published_without_all_that_belongs_beside_it(missing):
    photograph = make_photograph(make_event(), is_published=False, **{missing: ""})
    assert photograph.missing() == [missing.replace("_", " ")]
    photograph.is_published = True
    with pytest.raises(ValidationError, match="can be published when"):
        photograph.full_clean()
    refused_by_database(lambda: Photograph.objects.filter(pk=photograph.pk).update(is_published=True))


def test_coordinates_come_together_or_not_at_all():
    venue = make_venue(make_event())
    venue.latitude = 34
    with pytest.raises(ValidationError, match="both latitude and longitude"):
        venue.full_clean()


def test_an_address_is_written_without_holes():
    venue = make_venue(make_event(), postal_code="CA 91125")
    assert venue.one_line == "Observatory Hall, 1 Star Way, Pasadena, California CA 91125"
    venue.street = venue.locality = venue.region = venue.postal_code = ""
    assert venue.one_line == "Observatory Hall"


def test_a_postponed_event_is_not_over_when_its_old_day_goes_by():
    event = make_event(state="postponed")
    assert not event.is_over(event.ends_at + HOUR)
    assert event.phase(event.ends_at + HOUR).startswith("coming")


@pytest.mark.parametrize("year", [1, 202, 1899, 2200, 9999])
@pytest.mark.parametrize("hours_announced", [True, False])
def test_a_year_that_no_calendar_knows_is_refused_by_its_field(year, hours_announced):
    event = make_event(hours_announced=hours_announced)
    event.starts_at, event.ends_at = datetime(year, 12, 30, tzinfo=UTC), datetime(year, 12, 31, tzinfo=UTC)
    with pytest.raises(ValidationError) as caught:
        event.full_clean()
    assert "Write a year between 1900 and 2199." in caught.value.message_dict["starts_at"]


@pytest.mark.parametrize(
    ("accent", "words"),
    [("#ffcc00", "too faint: its contrast on the page is 1.3 to 1"), ("red", "Write the colour as #")],
)
def test_a_colour_that_nobody_can_read_is_refused_with_the_reason(accent, words):
    event = make_event()
    event.accent = accent
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert words in str(refused.value.message_dict["accent"])


def test_the_refusal_names_the_nearest_colour_that_is_accepted():
    event = make_event()
    event.accent = "#ffcc00"
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    event.accent = refused.value.message_dict["accent"][0].split()[-1].rstrip(".")
    event.full_clean()


def test_an_exact_colour_sets_the_hue():
    event = make_event(hue=30)
    event.accent = "#1A3A8A"
    event.full_clean()
    assert (event.accent, event.hue // 20) == ("#1a3a8a", 13)
