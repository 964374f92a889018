"""A notice reaches each address once, whatever happens on the way."""

from datetime import timedelta

import pytest
from django.core import mail as outbox_of_tests
from django.db import IntegrityError
from django.utils import timezone

from registrations import services as desk
from symposium.mail.models import Letterhead, OutgoingMail
from symposium.mail.sending import deliver_due
from symposium.notices import sending, services
from symposium.notices.exceptions import (
    BrokenWordsError,
    CountChangedError,
    DraftEventError,
    NobodyError,
    NotADraftError,
    NotPossibleNowError,
)
from symposium.notices.looking import progress_of
from symposium.notices.models import Notice, NoticeRecipient, NoticeText
from tests import factories as make
from tests.factories.guests import come, make_desk, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_desk(name="Space", capacity=200)


def draft(event, **more):
    given = {"audience": "guests", "subject": "About {event}", "text": "Dear {name},\n\n{their page}", "by": None}
    return services.draft_notice(event, **given | more)


def approved(event, **more):
    notice = draft(event, **more)
    return services.approve(notice, by=make.make_user(), count=services.reach(notice))


def send_all(notice, *, most=50):
    """What the worker does until nothing is left; how many steps it took."""
    steps = 0
    while sending.send_due() and steps < most:
        steps += 1
    deliver_due(most=1000)
    notice.refresh_from_db()
    return steps


def addresses(kind="notice"):
    return sorted(OutgoingMail.objects.filter(kind=kind).values_list("to_address", flat=True))


# --- approving -----------------------------------------------------------------------------------------------------


def test_a_draft_goes_to_nobody_until_it_is_approved(event):
    come(event, "Ada")
    draft(event)
    assert sending.send_due() == 0
    assert addresses() == []


def test_it_is_approved_for_the_number_that_was_seen_and_for_no_other(event):
    come(event, "Ada")
    notice = draft(event)
    come(event, "Bea")
    with pytest.raises(CountChangedError) as found:
        services.approve(notice, by=None, count=1)
    assert (found.value.confirmed, found.value.now) == (1, 2)
    notice.refresh_from_db()
    assert notice.is_draft
    assert services.approve(notice, by=None, count=2).expected == 2


def test_a_second_press_finds_it_approved_already(event):
    come(event, "Ada")
    notice = draft(event)
    services.approve(notice, by=None, count=1)
    with pytest.raises(NotADraftError):
        services.approve(notice, by=None, count=1)


def test_a_notice_to_nobody_is_refused(event):
    with pytest.raises(NobodyError):
        services.approve(draft(event), by=None, count=0)


def test_a_wrong_placeholder_in_any_language_stops_it(event):
    come(event, "Ada")
    notice = draft(event)
    NoticeText.objects.create(notice=notice, language="en-us", subject="Hi {nmae}", text="<p>Hi</p>")
    with pytest.raises(BrokenWordsError, match=r"English \(US\): “{nmae}” at character 4"):
        services.approve(notice, by=None, count=1)


def test_guests_of_a_draft_event_are_written_to_by_nobody_its_team_is(event):
    come(event, "Ada")
    make.make_member(event, "owner")
    event.state = "draft"
    event.save()
    with pytest.raises(DraftEventError):
        services.approve(draft(event), by=None, count=1)
    services.approve(draft(event, audience="team"), by=None, count=1)


# --- sending -------------------------------------------------------------------------------------------------------


def test_everybody_with_a_place_gets_it_once_with_their_name_and_their_page(event):
    ada, _bea = come(event, "Ada"), come(event, "Bea")
    desk.cancel(come(event, "Cid"))
    notice = approved(event)
    send_all(notice)
    assert notice.state == Notice.State.DONE
    assert addresses() == ["ada@example.org", "bea@example.org"]
    sent = OutgoingMail.objects.get(kind="notice", to_address="ada@example.org")
    assert sent.subject == "About Space"
    assert "Dear Ada," in sent.text
    assert f"http://testserver{ada.get_absolute_url()}" in sent.text
    assert ada.get_absolute_url() in sent.html
    assert "You get this mail because you have a place at this event." in sent.text
    assert progress_of(notice) | {"all": 2, "sent": 2, "waiting": 0} == progress_of(notice)


def test_one_that_has_its_time_waits_for_it(event, time_machine):
    come(event, "Ada")
    notice = draft(event)
    services.approve(notice, by=None, count=1, at=timezone.now() + timedelta(hours=2))
    assert sending.send_due() == 0
    time_machine.move_to(timezone.now() + timedelta(hours=2, minutes=1))
    send_all(notice)
    assert addresses() == ["ada@example.org"]


def test_who_comes_after_it_began_does_not_get_it_and_who_left_before_their_turn_does_not_either(event):
    come(event, "Ada")
    bea = come(event, "Bea")
    notice = approved(event)
    sending.send_due()
    come(event, "Cid")
    desk.cancel(named(event, "Bea"))
    send_all(notice)
    assert addresses() == ["ada@example.org"]
    assert notice.recipients.get(key=bea.pk).state == NoticeRecipient.State.LEFT


def test_confirmations_go_first(event):
    for name in ("Ada", "Bea"):
        come(event, name)
    OutgoingMail.objects.all().delete()
    approved(event)
    sending.send_due()
    sending.send_due()
    come(event, "Cid")
    outbox_of_tests.outbox.clear()
    deliver_due()
    assert outbox_of_tests.outbox[0].to == ["Cid <cid@example.org>"]


def test_whoever_brought_a_companion_without_an_address_gets_one_mail_not_two(event):
    come(event, "Ada", "Tom*")
    notice = approved(event)
    assert notice.expected == 1
    send_all(notice)
    assert addresses() == ["ada@example.org"]


def test_an_address_never_stands_twice_among_the_recipients(event):
    notice = approved_for(event, "Ada")
    send_all(notice)
    with pytest.raises(IntegrityError):
        NoticeRecipient.objects.create(notice=notice, key=99, address="ADA@example.org", address_key="ada@example.org")


def approved_for(event, *names):
    for name in names:
        come(event, name)
    return approved(event)


# --- whatever happens on the way -----------------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("moment", ["bulk_create", "queue_mails", "bulk_update"])
def test_a_process_that_is_killed_leaves_nobody_out_and_writes_to_nobody_twice(event, monkeypatch, moment):
    monkeypatch.setattr(sending, "GATHERED", 2)
    monkeypatch.setattr(sending, "HANDED", 2)
    notice = approved_for(event, "Ada", "Bea", "Cid", "Dora", "Eve")
    where = sending if moment == "queue_mails" else type(NoticeRecipient.objects)
    real, calls = getattr(where, moment), [0]

    def dies_after_its_work(*args, **kwargs):
        done = real(*args, **kwargs)
        calls[0] += 1
        if calls[0] % 2:
            raise Killed
        return done

    monkeypatch.setattr(where, moment, dies_after_its_work)
    for _round in range(40):
        try:
            if not sending.send_due():
                break
        except Killed:
            continue
    deliver_due(most=100)
    notice.refresh_from_db()
    assert notice.state == Notice.State.DONE
    names = ["ada", "bea", "cid", "dora", "eve"]
    assert addresses() == [f"{name}@example.org" for name in names]
    assert notice.recipients.filter(mail__state="sent").count() == 5
    assert calls[0] > 2


def test_no_more_go_in_a_minute_than_the_letterhead_says(event, time_machine, settings):
    Letterhead.objects.create(event=event, per_minute=2)
    notice = approved_for(event, "Ada", "Bea", "Cid")
    send_all(notice)
    assert len(addresses()) == 2
    assert notice.state == Notice.State.SENDING
    time_machine.move_to(timezone.now() + timedelta(seconds=61))
    send_all(notice)
    assert len(addresses()) == 3


def test_no_more_go_in_a_minute_than_the_server_says_of_all_events_together(event, settings):
    settings.NOTICES_PER_MINUTE = 3
    other = make_desk()
    for name in ("Ada", "Bea"):
        come(other, name)
    approved(other)
    send_all(approved_for(event, "Cid", "Dora"))
    assert len(addresses()) == 3


def test_none_are_added_while_the_mail_server_takes_none(event, monkeypatch):
    monkeypatch.setattr(sending, "MOST_WAITING", 1)
    notice = approved_for(event, "Ada", "Bea")
    sending.send_due()
    assert (sending.send_due(), sending.send_due()) == (1, 0)
    send_all(notice)
    send_all(notice)
    assert len(addresses()) == 2


def test_paused_it_stands_still_and_resumed_it_goes_on(event):
    notice = approved_for(event, "Ada", "Bea")
    sending.send_due()
    services.pause(notice)
    assert sending.send_due() == 0
    assert addresses() == []
    with pytest.raises(NotPossibleNowError):
        services.pause(notice)
    services.resume(notice)
    send_all(notice)
    assert len(addresses()) == 2


def test_stopped_it_goes_to_nobody_else_not_even_out_of_the_outbox(event, monkeypatch):
    monkeypatch.setattr(sending, "HANDED", 2)
    notice = approved_for(event, "Ada", "Bea", "Cid")
    OutgoingMail.objects.exclude(kind="notice").delete()
    sending.send_due()
    sending.send_due()
    deliver_due(most=1)
    assert services.stop(notice) == 1
    send_all(notice)
    assert addresses() == ["ada@example.org"]
    assert notice.state == Notice.State.STOPPED
    assert progress_of(notice)["waiting"] == 2
    with pytest.raises(NotPossibleNowError):
        services.resume(notice)


def test_taken_back_before_its_time_it_is_a_draft_again(event):
    come(event, "Ada")
    notice = services.approve(draft(event), by=None, count=1, at=timezone.now() + timedelta(days=1))
    services.take_back(notice)
    notice.refresh_from_db()
    assert notice.is_draft
    assert notice.expected is None
    with pytest.raises(NotPossibleNowError):
        services.take_back(notice)


def test_what_was_given_up_is_tried_again(event):
    notice = approved_for(event, "Ada")
    send_all(notice)
    OutgoingMail.objects.filter(kind="notice").update(state="failed", attempts=20)
    assert progress_of(notice)["failed"] == 1
    assert services.retry(notice) == 1
    deliver_due()
    assert progress_of(notice)["sent"] == 1


# --- words ---------------------------------------------------------------------------------------------------------


def test_each_reads_it_in_their_language_where_it_has_a_text_for_it(event):
    come(event, "Ada", language="en-us")
    come(event, "Bea", language="en-gb")
    notice = draft(event, subject="Programme", text="The centre opens {when}.")
    NoticeText.objects.create(notice=notice, language="en-us", subject="Program", text="<p>The center: {when}.</p>")
    services.approve(notice, by=None, count=2)
    send_all(notice)
    american = OutgoingMail.objects.get(kind="notice", to_address="ada@example.org")
    british = OutgoingMail.objects.get(kind="notice", to_address="bea@example.org")
    assert (american.subject, british.subject) == ("Program", "Programme")
    assert "The center: " in american.text
    assert "AM" in american.text
    assert "The centre opens " in british.text


def test_every_mail_of_an_event_has_its_letterhead(event, settings):
    settings.FROM_DOMAINS = ["observatory.example"]
    Letterhead.objects.create(
        event=event,
        from_name="Space, the symposium",
        from_address="space@observatory.example",
        reply_to="office@observatory.example",
        signature="The office\nRoom 4",
    )
    outbox_of_tests.outbox.clear()
    send_all(approved_for(event, "Ada"))
    confirmation, notice = outbox_of_tests.outbox
    for message in (confirmation, notice):
        assert message.from_email == '"Space, the symposium" <space@observatory.example>'
        assert message.reply_to == ["office@observatory.example"]
        assert "The office\nRoom 4" in message.body
        assert "Questions go to office@observatory.example." in message.body
        assert "The office<br>Room 4" in message.alternatives[0].content


def test_an_address_of_a_domain_that_is_no_longer_allowed_is_not_used(event, settings):
    Letterhead.objects.create(event=event, from_name="Space", from_address="space@elsewhere.example")
    outbox_of_tests.outbox.clear()
    send_all(approved_for(event, "Ada"))
    assert outbox_of_tests.outbox[0].from_email == "Space <symposium@testserver>"
