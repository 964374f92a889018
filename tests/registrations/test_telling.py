"""Guests are told that their event moved or is off, by mails that replace each other in a calendar (RFC 5546)."""

from datetime import timedelta

import icalendar
import pytest
from django.core import mail
from django.utils import timezone

from registrations import services
from registrations.models import Deed, Registration
from registrations.services import tell_changed, to_be_told
from symposium.events.models import Event
from symposium.kit.revisions import publishing
from symposium.mail.models import OutgoingMail
from symposium.mail.sending import deliver_due
from tests import factories as make
from tests.factories.forms import sign_in

pytestmark = pytest.mark.django_db

STAFF = services.By("staff")


@pytest.fixture
def event():
    with publishing():
        event = make.make_event(name="Space", slug="space", capacity=9)
        make.make_venue(event)
    return event


def register(event: Event, name: str, **more) -> Registration:
    return services.register(event, name=name, email=f"{name.lower()}@example.org", by=STAFF, **more)


def move(event: Event) -> Event:
    event = Event.objects.get(pk=event.pk)
    event.starts_at += timedelta(hours=1)
    event.save()
    return event


def sent_calendars() -> list[icalendar.Calendar]:
    mail.outbox.clear()
    deliver_due()
    found = []
    for message in mail.outbox:
        for part in message.message().walk():
            if part.get_content_type() == "text/calendar" and not part.get_filename():
                calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
                assert part.get_param("method") == str(calendar["METHOD"])
                found.append(calendar)
    return found


def test_nobody_is_to_be_told_of_an_event_that_never_moved_or_is_no_longer_to_come(event, time_machine):
    register(event, "Ada")
    assert not to_be_told(event).exists()
    event = move(event)
    assert [one.name for one in to_be_told(event)] == ["Ada"]
    time_machine.move_to(event.ends_at + timedelta(hours=1))
    assert not to_be_told(event).exists()


def test_those_who_have_a_place_from_before_the_change_are_told_once(event, time_machine):
    for name in ("Ada", "Bea", "Cid"):
        register(event, name)
    services.cancel(Registration.objects.get(name="Bea"))
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    event = move(event)
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    register(event, "Dora")
    assert [one.name for one in to_be_told(event)] == ["Ada", "Cid"]
    assert tell_changed(event, by=STAFF) == 2
    assert tell_changed(event, by=STAFF) == 0
    assert set(OutgoingMail.objects.filter(kind="registration_changed").values_list("to_name", flat=True)) == {
        "Ada",
        "Cid",
    }
    assert Deed.objects.get(verb="told").after == "2"
    event = move(event)
    assert to_be_told(event).count() == 3


def test_companions_without_an_address_are_told_with_whoever_brought_them(event):
    head = register(event, "Ada")
    services.add_companion(head, services.Person("Tom"), by=services.By("staff", reason="A guide."))
    event = move(event)
    assert tell_changed(event, by=STAFF) == 1
    assert not to_be_told(event).exists()


def test_invitation_update_and_cancellation_replace_each_other(event, time_machine):
    register(event, "Ada")
    (asked,) = sent_calendars()
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    event = move(event)
    tell_changed(event, by=STAFF)
    (updated,) = sent_calendars()
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    event.state, event.state_reason = Event.State.CANCELLED, "Fire in the dome."
    event.save()
    assert tell_changed(event, by=STAFF) == 1
    (off,) = sent_calendars()
    entries = [one.walk("VEVENT")[0] for one in (asked, updated, off)]
    assert len({str(one["UID"]) for one in entries}) == 1
    assert [one["SEQUENCE"] for one in entries] == [0, 1, 2]
    assert [str(one["METHOD"]) for one in (asked, updated, off)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert entries[1]["DTSTART"].dt - entries[0]["DTSTART"].dt == timedelta(hours=1)
    assert entries[2]["STATUS"] == "CANCELLED"
    assert {str(one["ATTENDEE"]) for one in entries} == {"mailto:ada@example.org"}
    message = mail.outbox[0]
    assert message.subject == "Cancelled: Space"
    assert "Fire in the dome." in message.body
    assert "Observatory Hall" in message.body


def test_rule_15_the_mail_itself_repeats_day_place_zone_and_link(event):
    guest = register(event, "Ada")
    event = move(event)
    tell_changed(event, by=STAFF, words="We wait for the moon.")
    sent_calendars()
    body = next(one.body for one in mail.outbox if one.subject == "Changed: Space")
    for said in (event.when_in_words, "Observatory Hall", guest.get_absolute_url(), "We wait for the moon."):
        assert said in body


# --- the page ---------------------------------------------------------------------------------------------------


def test_the_page_shows_whom_and_the_mail_and_sends_it_at_a_press(event):
    guest = register(event, "Ada")
    desk = sign_in(make.make_member(event, "organiser"))
    page = f"/admin/registrations/registration/telling/?event={event.pk}"
    assert "there is nothing to tell" in desk.get(page).content.decode()
    event = move(event)
    shown = desk.post(page, {"words": "<b>Later</b>"}).content.decode()
    assert "&lt;b&gt;Later&lt;/b&gt;" in shown
    assert "Tell 1 guest" in " ".join(shown.split())
    assert guest.token not in shown
    assert not OutgoingMail.objects.filter(kind="registration_changed").exists()
    answer = desk.post(page, {"words": "Later", "sure": "yes"}, follow=True).content.decode()
    assert "1 mail is on its way." in answer
    assert "Everybody who has a place has been told" in answer
    assert OutgoingMail.objects.get(kind="registration_changed").about["words"] == "Later"
    assert "Tell guests of a change" in desk.get(f"/admin/events/event/{event.pk}/change/").content.decode()


@pytest.mark.parametrize("role", ["editor", "door", "coordinator"])
def test_only_organisers_tell(event, role):
    register(event, "Ada")
    event = move(event)
    host = make.make_organisation() if role == "coordinator" else None
    desk = sign_in(make.make_member(event, role, host))
    page = f"/admin/registrations/registration/telling/?event={event.pk}"
    assert desk.post(page, {"sure": "yes"}).status_code == 403
    assert not OutgoingMail.objects.filter(kind="registration_changed").exists()
