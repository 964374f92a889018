"""Which guests a notice reaches: those who fit, never shadows, never whoever is gone; news only to who agreed."""

import pytest
from django.test import Client
from django.urls import reverse

from registrations import services as desk
from registrations.audiences import GUESTS, INVITEES, guests_form, news_mark
from registrations.held import held_about
from registrations.models import Answer, Consent, Question, Registration
from symposium.mail.models import OutgoingMail
from symposium.mail.sending import deliver_due
from symposium.notices import sending, services
from symposium.notices.audiences import audience
from symposium.notices.models import Notice, NoticeRecipient
from tests import factories as make
from tests.factories.guests import come, make_block, make_desk, named, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_desk(name="Space", capacity=3, attendance="both", has_waiting_list=True)


def reached(event, filters=None, *, key=GUESTS, purpose="place"):
    """The names of those whom it would reach, in order."""
    found = audience(key)
    rows = found.rows(event, filters or {}, purpose == "news")
    return sorted(one.name for one in found.recipients(event, list(rows)))


def notice_to(event, filters=None, **more):
    given = {"audience": GUESTS, "subject": "About {event}", "text": "{name}\n\n{their page}", "by": None}
    return services.draft_notice(event, filters=filters, **given | more)


def send(notice):
    services.approve(notice, by=None, count=services.reach(notice))
    while sending.send_due():
        pass
    deliver_due(most=100)


def test_without_filters_it_is_everybody_who_has_a_place(event):
    for name in ("Ada", "Bea", "Cid", "Dora"):
        come(event, name)
    assert reached(event) == ["Ada", "Bea", "Cid"]
    assert reached(event, {"states": ["waiting"]}) == ["Dora"]
    assert reached(event, {"states": ["waiting", "confirmed"]}) == ["Ada", "Bea", "Cid", "Dora"]
    assert reached(event, {"states": ["cancelled", "nonsense"]}) == ["Ada", "Bea", "Cid"]
    assert guests_form(event).words_of({}) == ["How they stand: confirmed"]


def test_by_mode_way_host_and_what_they_booked(event):
    block = make_block(event, 1)
    host = make.make_member(event, "organiser")
    come(event, "Ada", mode="online")
    desk.register(event, name="Bea", email="bea@example.org", by=desk.By.of(host, "x"), block=block)
    cid = come(event, "Cid", "Tom*")
    workshop = make.make_bookable(event)
    make.make_booking(cid, workshop)
    assert reached(event, {"modes": ["online"]}) == ["Ada"]
    assert reached(event, {"ways": ["staff"]}) == ["Bea"]
    assert reached(event, {"ways": ["companion"]}) == ["Cid"]
    assert reached(event, {"hosts": [str(block.pk)]}) == ["Bea"]
    assert reached(event, {"hosts": ["none"]}) == ["Ada", "Cid", "Cid"]
    assert reached(event, {"sessions": [workshop.pk]}) == ["Cid"]
    assert reached(event, {"sessions": ["999999"]}) == []
    assert reached(event, {"sessions": ["x"], "ways": ["nonsense"]}) == []


def test_by_what_they_answered(event):
    poster = Question.objects.create(event=event, label="Poster?", kind="yes_no")
    day = Question.objects.create(event=event, label="Day?", kind="choice", choices="Tuesday\nWednesday")
    said = {"Ada": (True, "Tuesday"), "Bea": (False, "Wednesday"), "Cid": (True, None)}
    for name, (yes, when) in said.items():
        guest = come(event, name)
        Answer.objects.create(registration=guest, question=poster, asked="Poster?", kind="yes_no", value=yes)
        if when:
            Answer.objects.create(registration=guest, question=day, asked="Day?", kind="choice", value=when)
    assert reached(event, {"answers": [f"{poster.pk}:true"]}) == ["Ada", "Cid"]
    assert reached(event, {"answers": [f"{poster.pk}:false"]}) == ["Bea"]
    assert reached(event, {"answers": [f"{day.pk}:Wednesday"]}) == ["Bea"]
    assert reached(event, {"answers": [str(day.pk)]}) == ["Ada", "Bea"]
    offered = [value for value, _words in guests_form(event).base_fields["answers"].choices]
    assert f"{day.pk}:Tuesday" in offered


def test_a_shadow_gets_nothing(event):
    come(event, "Ada")
    desk.register(event, name="Somebody", email="ada@example.org")
    assert Registration.objects.exclude(shadow_of=None).exists()
    assert reached(event) == ["Ada"]


def test_of_a_companion_without_an_address_whoever_brought_them_reads_why(event):
    come(event, "Ada", "Tom*")
    rows = audience(GUESTS).rows(event, {"ways": ["companion"]}, False)
    (found,) = audience(GUESTS).recipients(event, list(rows))
    assert (found.name, found.address) == ("Ada", "ada@example.org")
    assert found.reason == "You get this mail because you registered Tom for this event."
    assert services.reach(notice_to(event)) == 1


def test_nobody_of_another_event_is_reached(event):
    come(make_desk(), "Theirs")
    come(event, "Ours")
    assert reached(event) == ["Ours"]


def test_those_who_have_not_answered_their_invitation(event):
    make.make_invitation(event, name="Ada")
    make.make_invitation(event, name="Bea", state="accepted")
    make.make_invitation(event, name="Cid", state="draft")
    assert reached(event, key=INVITEES) == ["Ada"]


# --- news ----------------------------------------------------------------------------------------------------------


def agrees(guest):
    return desk.consent(guest, Consent.Kind.NEWS)


def test_news_goes_only_to_those_who_agreed_and_ends_with_one_press(event):
    ada, bea = come(event, "Ada"), come(event, "Bea")
    agrees(ada)
    notice = notice_to(event, purpose="news")
    assert services.reach(notice) == 1
    send(notice)
    mail = OutgoingMail.objects.get(kind="notice")
    assert mail.to_address == "ada@example.org"
    assert "because you agreed to get news" in mail.text
    address = reverse("registration-news", args=[news_mark(ada.public_id)])
    assert f"No more news: http://testserver{address}" in mail.text
    from django.core import mail as sent

    headers = sent.outbox[-1].extra_headers
    assert headers["List-Unsubscribe"] == f"<http://testserver{address}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # A mail program presses without having seen the page, and without a cookie.
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(address).status_code == 200
    assert services.reach(notice_to(event, purpose="news")) == 1
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert services.reach(notice_to(event, purpose="news")) == 0
    assert b"no more news" in browser.get(address).content
    assert reached(event) == ["Ada", "Bea"]
    bea.refresh_from_db()
    assert browser.get(reverse("registration-news", args=[bea.token])).status_code == 404


def test_who_withdraws_while_news_is_being_sent_gets_none(event):
    ada = come(event, "Ada")
    agrees(ada)
    notice = notice_to(event, purpose="news")
    services.approve(notice, by=None, count=1)
    sending.send_due()
    sending.send_due()
    desk.withdraw(ada, Consent.Kind.NEWS)
    deliver_due(most=50)
    mail = OutgoingMail.objects.get(kind="notice")
    assert (mail.state, mail.text) == ("failed", "")


def test_what_concerns_a_place_has_no_way_to_end_it(event):
    come(event, "Ada")
    send(notice_to(event))
    from django.core import mail as sent

    assert "List-Unsubscribe" not in sent.outbox[-1].extra_headers


def test_the_link_that_ends_news_also_answers_for_somebody_who_was_erased(event):
    ada = come(event, "Ada")
    address = reverse("registration-news", args=[news_mark(ada.public_id)])
    desk.erase(ada)
    assert Client().post(address).status_code == 200


# --- what is held --------------------------------------------------------------------------------------------------


def test_a_guests_own_data_lists_the_notices_that_they_got(event):
    ada = come(event, "Ada")
    send(notice_to(event))
    assert "About Space" in [mail["subject"] for mail in held_about(ada)["mails"]]


def test_erasing_a_guest_covers_what_was_and_what_was_not_sent(event):
    ada, bea = come(event, "Ada"), come(event, "Bea")
    send(notice_to(event))
    waiting = notice_to(event)
    services.approve(waiting, by=None, count=2)
    sending.send_due()
    OutgoingMail.objects.filter(to_address="ada@example.org").update(bounce_reason="550 ada@example.org")
    receipt = desk.erase(ada, by=staff("wish"))
    assert receipt.mails == 2
    assert not NoticeRecipient.objects.filter(address__contains="ada").exists()
    assert not NoticeRecipient.objects.filter(address_key__contains="ada").exists()
    assert not NoticeRecipient.objects.filter(name="Ada").exists()
    for mail in OutgoingMail.objects.exclude(to_address="bea@example.org"):
        assert (
            "ada"
            not in f"{mail.to_address}{mail.to_name}{mail.subject}{mail.text}{mail.html}{mail.bounce_reason}".lower()
        )
    while sending.send_due():
        pass
    deliver_due(most=50)
    assert OutgoingMail.objects.filter(kind="notice", to_address="bea@example.org", state="sent").count() == 2
    assert Notice.objects.get(pk=waiting.pk).state == "done"
    assert bea.pk == named(event, "Bea").pk


def test_an_erased_companion_leaves_the_notices_of_whoever_brought_them(event):
    ada = come(event, "Ada", "Tom*")
    send(notice_to(event))
    desk.erase(named(event, "Tom"), by=staff("wish"))
    assert NoticeRecipient.objects.get(key=ada.pk).address == "ada@example.org"


def test_what_a_shadow_takes_along_names_the_notices_that_any_guest_got(event):
    come(event, "Ada")
    double = desk.register(event, name="Somebody", email="ada@example.org")
    if not double.shadow_of_id:
        double = Registration.objects.get(shadow_of__isnull=False)
    real = come(event, "Bea")
    send(notice_to(event))
    send(notice_to(event, {"states": ["waiting", "confirmed"]}, subject="All"))
    told = [[mail["subject"] for mail in held_about(one)["mails"]] for one in (double, real)]
    assert told[0] == told[1]
    assert desk.erase(double).mails == desk.erase(real).mails
