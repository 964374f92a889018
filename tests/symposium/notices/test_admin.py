"""Notices at the desk: from an empty page to the last recipient, with everything that can be wrong on the way."""

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.urls import reverse
from django.utils import timezone

from registrations import services as registered
from symposium.events.dashboard import todos_at
from symposium.mail import dns
from symposium.mail.dns import Finding, Verdict
from symposium.mail.models import Letterhead, OutgoingMail
from symposium.mail.sending import deliver_due
from symposium.notices import sending, services
from symposium.notices.models import Notice, NoticeTemplate
from tests import factories as make
from tests.factories.forms import filled, sign_in
from tests.factories.guests import come, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_desk(name="Space", capacity=500)


@pytest.fixture
def desk(event):
    return sign_in(make.make_member(event, "organiser", email="organiser@example.org"))


def draft(event, **more):
    given = {"audience": "guests", "subject": "About {event}", "text": "Dear {name},\n\n{their page}", "by": None}
    return services.draft_notice(event, **given | more)


def page(notice, name):
    return reverse(f"admin:notices_notice_{name}", args=[notice.pk])


def send_form(client, notice, **changes):
    """What a browser would send from the last look, with changes."""
    return client.post(page(notice, "check"), filled(client.get(page(notice, "check")), send="yes", **changes))


# --- writing -------------------------------------------------------------------------------------------------------


def test_it_begins_with_an_audience_and_a_text_of_the_house_or_of_the_event(event, desk):
    kept = NoticeTemplate.objects.create(event=event, name="Ours", subject="Ours: {event}", text="<p>Hello {name}</p>")
    address = f"{reverse('admin:notices_notice_add')}?event={event.pk}"
    assert b"practical information" in desk.get(address).content
    made = desk.post(address, {"event": event.pk, "audience": "guests", "start": f"kept-{kept.pk}"})
    notice = Notice.objects.get()
    assert made.url == page(notice, "change")
    assert (notice.subject, notice.text, notice.state) == ("Ours: {event}", "<p>Hello {name}</p>", "draft")
    assert notice.created_by.email == "organiser@example.org"
    desk.post(address, {"event": event.pk, "audience": "guests", "start": "practical"})
    assert "{their page}" in Notice.objects.latest("pk").text
    wrong = desk.post(address, {"event": event.pk, "audience": "nobody", "start": "kept-999"})
    assert wrong.status_code == 422


def test_a_wrong_placeholder_is_said_by_its_field_and_nothing_that_was_typed_is_lost(event, desk):
    notice = draft(event)
    data = filled(desk.get(page(notice, "change")), subject="For {nmae}", text="<p>Go to {thier page} now.</p>")
    response = desk.post(page(notice, "change"), data)
    said = response.content.decode()
    assert "“{nmae}” at character 5 is no placeholder. The nearest is {name}." in said
    assert "“{thier page}” in paragraph 1 is no placeholder. The nearest is {their page}." in said
    assert "Go to {thier page} now." in said
    notice.refresh_from_db()
    assert notice.subject == "About {event}"


def test_filters_are_kept_and_counted_as_they_are_ticked(event, desk):
    for name in ("Ada", "Bea"):
        come(event, name)
    registered.register(event, name="Cid", email="cid@example.org", by=registered.By("staff"))
    notice = draft(event)
    assert b"<strong>3</strong> people would get it now" in desk.get(page(notice, "change")).content
    ticked = desk.get(page(notice, "audience"), {"to_ways": "staff", "purpose": "place"}).content.decode()
    assert "<strong>1</strong> person would get it now" in ticked
    assert "Cid" in ticked
    assert "Ada" not in ticked
    assert b"Nobody would get it now" in desk.get(page(notice, "audience"), {"purpose": "news"}).content
    saved = desk.post(page(notice, "change"), filled(desk.get(page(notice, "change")), to_ways="staff", _look="yes"))
    assert saved.url == page(notice, "check")
    notice.refresh_from_db()
    assert notice.filters == {"ways": ["staff"]}


def test_a_text_in_another_language_is_checked_too(event, desk):
    notice = draft(event)
    more = {
        "texts-TOTAL_FORMS": "1",
        "texts-0-language": "en-us",
        "texts-0-subject": "The {center}",
        "texts-0-text": "<p>Dear {name}</p>",
        "texts-0-notice": notice.pk,
    }
    wrong = desk.post(page(notice, "change"), filled(desk.get(page(notice, "change"))) | more)
    assert "“{center}” at character 5 is no placeholder" in wrong.content.decode()
    desk.post(page(notice, "change"), filled(desk.get(page(notice, "change"))) | more | {"texts-0-subject": "Center"})
    assert notice.texts.get().subject == "Center"


def test_what_was_approved_in_another_tab_is_not_changed_and_that_is_said(event, desk):
    come(event, "Ada")
    notice = draft(event)
    data = filled(desk.get(page(notice, "change")), subject="Changed")
    services.approve(notice, by=None, count=1)
    said = desk.post(page(notice, "change"), data, follow=True).content.decode()
    assert "The notice was approved meanwhile: what you changed is not in it." in said
    notice.refresh_from_db()
    assert notice.subject == "About {event}"
    assert desk.get(page(notice, "delete")).status_code == 403


# --- the last look -------------------------------------------------------------------------------------------------


def test_the_mail_is_seen_as_a_named_person_reads_it_without_what_opens_their_page(event, desk):
    ada, bea = come(event, "Ada"), come(event, "Bea")
    notice = draft(event)
    shown = desk.get(page(notice, "check"), {"as": bea.pk}).content.decode()
    assert "Dear Bea," in shown
    frame = desk.get(page(notice, "mail"), {"as": bea.pk})
    assert "Dear Bea," in frame.content.decode()
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    for guest in (ada, bea):
        assert guest.token not in shown + frame.content.decode()


def test_a_test_goes_to_whoever_asks_for_it_and_to_nobody_else(event, desk):
    ada = come(event, "Ada")
    OutgoingMail.objects.all().delete()
    desk.post(page(draft(event), "check"), {"test": "yes", "as": ada.pk})
    deliver_due()
    (message,) = sent.outbox
    assert message.to == ["organiser@example.org"]
    assert message.subject == "Test: About Space"
    assert "Dear Ada," in message.body
    assert ada.token not in message.body
    assert Notice.objects.get().is_draft


def test_to_everybody_the_number_is_typed_first(event, desk):
    for name in ("Ada", "Bea"):
        come(event, name)
    notice = draft(event)
    refused = send_form(desk, notice)
    assert refused.status_code == 422
    assert "Type 2, the number of people who get it." in refused.content.decode()
    assert send_form(desk, notice, typed="3").status_code == 422
    notice.refresh_from_db()
    assert notice.is_draft
    assert send_form(desk, notice, typed=" 2 ").url == page(notice, "progress")
    notice.refresh_from_db()
    assert (notice.state, notice.expected, notice.approved_by.email) == ("approved", 2, "organiser@example.org")


def test_to_few_of_many_one_press_is_enough_to_more_than_fifty_it_is_not(event, desk, monkeypatch):
    for name in ("Ada", "Bea", "Cid"):
        come(event, name)
    few = draft(event, filters={"ways": ["form"]})
    assert b"Type the number" not in desk.get(page(few, "check")).content
    assert send_form(desk, few).status_code == 302
    monkeypatch.setattr("symposium.notices.admin.confirming.MANY", 2)
    many = draft(event, filters={"ways": ["form"]})
    assert b"Type the number" in desk.get(page(many, "check")).content


def test_when_the_audience_changed_meanwhile_it_says_so_and_sends_nothing(event, desk):
    come(event, "Ada")
    notice = draft(event, filters={"ways": ["form"]})
    data = filled(desk.get(page(notice, "check")), send="yes")
    come(event, "Bea")
    response = desk.post(page(notice, "check"), data)
    assert response.status_code == 422
    assert "it was 1, and now 2 people would get the notice" in response.content.decode()
    assert filled(response)["count"] == "2"
    notice.refresh_from_db()
    assert notice.is_draft


def test_a_notice_to_nobody_cannot_be_sent_and_says_why(event, desk):
    notice = draft(event)
    shown = desk.get(page(notice, "check")).content.decode()
    assert "Nobody would get this notice, so it cannot be sent." in shown
    pressed = {"send": "yes", "when": "now", "count": "0", "typed": "0"}
    assert desk.post(page(notice, "check"), pressed).status_code == 422
    notice.refresh_from_db()
    assert notice.is_draft


def test_it_can_wait_for_a_time_on_the_events_wall_that_has_not_passed(event, desk):
    come(event, "Ada")
    notice = draft(event, filters={"ways": ["form"]})
    past = send_form(desk, notice, when="later", at_0="2020-01-01", at_1="09:00")
    assert "This moment has passed." in past.content.decode()
    assert "Write a day and a time" in send_form(desk, notice, when="later").content.decode()
    assert send_form(desk, notice, when="later", at_0="nonsense", at_1="25:99").status_code == 422
    day = (timezone.now() + timedelta(days=30)).date()
    send_form(desk, notice, when="later", at_0=day.isoformat(), at_1="09:00")
    notice.refresh_from_db()
    # America/Los_Angeles, as the event.
    assert notice.send_at.strftime("%H:%M") in {"16:00", "17:00"}
    assert "It is approved, and begins at" in desk.get(page(notice, "progress")).content.decode()
    desk.post(page(notice, "deed"), {"deed": "take_back"})
    notice.refresh_from_db()
    assert notice.is_draft


def test_pressed_twice_it_goes_once(event, desk):
    come(event, "Ada")
    notice = draft(event, filters={"ways": ["form"]})
    data = filled(desk.get(page(notice, "check")), send="yes")
    assert desk.post(page(notice, "check"), data).url == page(notice, "progress")
    again = desk.post(page(notice, "check"), data, follow=True).content.decode()
    assert "approved already. It goes out once, whoever pressed first." in again
    while sending.send_due():
        pass
    assert OutgoingMail.objects.filter(kind="notice").count() == 1


def test_rights_that_were_taken_away_in_an_open_tab_send_nothing(event):
    come(event, "Ada")
    user = make.make_member(event, "organiser")
    make.make_member(event, "editor", email="x@example.org")
    client, notice = sign_in(user), draft(event, filters={"ways": ["form"]})
    data = filled(client.get(page(notice, "check")), send="yes")
    user.memberships.update(role="editor")
    assert client.post(page(notice, "check"), data).status_code in {403, 404}
    assert client.get(page(notice, "mail")).status_code in {403, 404}
    notice.refresh_from_db()
    assert notice.is_draft


# --- on its way ----------------------------------------------------------------------------------------------------


def approved(event, *names):
    for name in names:
        come(event, name)
    notice = draft(event)
    return services.approve(notice, by=None, count=services.reach(notice))


def test_its_page_says_how_far_it_is_and_who_got_it(event, desk):
    notice = approved(event, "Ada", "Bea")
    while sending.send_due():
        pass
    part = desk.get(page(notice, "progress"), {"part": "progress"}).content.decode()
    assert "The last mails are on their way." in part
    deliver_due(most=50)
    assert desk.get(page(notice, "progress"), {"part": "progress"}).status_code == 204
    OutgoingMail.objects.filter(kind="notice", to_address="bea@example.org").update(
        bounced_at=timezone.now(), bounced_for_good=True, bounce_reason="5.1.1 no such user"
    )
    shown = desk.get(page(notice, "progress")).content.decode()
    assert "It has been sent." in shown
    assert "5.1.1 no such user" in shown
    only = desk.get(page(notice, "progress"), {"show": "bounced", "p": "x"}).content.decode()
    assert "bea@example.org" in only
    assert "ada@example.org" not in only


def test_it_can_be_held_up_set_going_and_stopped(event, desk):
    notice = approved(event, "Ada")
    sending.send_due()
    for deed, state, words in (
        ("pause", "paused", "It is held up."),
        ("resume", "sending", "It goes on."),
        ("stop", "stopped", "It goes to nobody else."),
    ):
        assert words in desk.post(page(notice, "deed"), {"deed": deed}, follow=True).content.decode()
        notice.refresh_from_db()
        assert notice.state == state
    assert "no longer possible" in desk.post(page(notice, "deed"), {"deed": "resume"}, follow=True).content.decode()
    assert desk.post(page(notice, "deed"), {"deed": "nonsense"}).status_code == 404


def test_its_pages_ask_no_more_of_the_database_for_a_thousand_recipients(event, desk, django_assert_max_num_queries):
    make.Registration.objects.bulk_create(
        make.Registration(
            event=event, name=f"G {n}", email=f"g{n}@example.org", email_key=f"g{n}@example.org", state="confirmed"
        )
        for n in range(1000)
    )
    notice = draft(event)
    with django_assert_max_num_queries(24):
        assert b"1000" in desk.get(page(notice, "check")).content
    services.approve(notice, by=None, count=1000)
    for _step in range(4):
        sending.send_due()
    with django_assert_max_num_queries(18):
        assert desk.get(page(notice, "progress")).status_code == 200
    with django_assert_max_num_queries(12):
        desk.get(page(notice, "progress"), {"part": "progress"})


# --- whose -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "door", "care"])
def test_others_of_the_team_find_no_notice_and_no_guest_in_one(event, role):
    come(event, "Ada")
    notice, client = draft(event), sign_in(make.make_member(event, role))
    for name in ("change", "check", "mail", "audience", "progress"):
        assert client.get(page(notice, name)).status_code in {302, 403, 404}
    assert client.post(page(notice, "deed"), {"deed": "stop"}).status_code in {403, 404}
    assert client.get(f"{reverse('admin:notices_notice_add')}?event={event.pk}").status_code == 403


def test_an_organiser_of_another_event_cannot_reach_guests_by_a_notice_of_their_own(event):
    come(event, "Ada")
    other = make_desk(name="Theirs")
    client = sign_in(make.make_member(other, "organiser"))
    address = f"{reverse('admin:notices_notice_add')}?event={event.pk}"
    assert client.get(address).status_code == 403
    assert client.post(address, {"event": event.pk, "audience": "guests", "start": "empty"}).status_code == 403
    assert not Notice.objects.exists()
    assert client.get(page(draft(event), "check")).status_code == 404


# --- what stands over mails, and what is to be done ------------------------------------------------------------------


def test_a_letterhead_is_for_domains_that_the_server_may_send_for(event, desk, settings):
    settings.FROM_DOMAINS = ["observatory.example"]
    address = f"{reverse('admin:mail_letterhead_add')}?event={event.pk}"
    data = filled(desk.get(address), from_address="space@gmail.example")
    refused = desk.post(address, data)
    assert "This server may not send for gmail.example" in refused.content.decode()
    assert "testserver, observatory.example" in refused.content.decode()
    assert desk.post(address, data | {"from_address": "space@OBSERVATORY.example"}).status_code == 302
    assert Letterhead.objects.get().from_address.lower() == "space@observatory.example"


def test_the_dns_is_asked_only_for_domains_of_the_server_and_when_told_to(event, desk, monkeypatch):
    asked = []

    def look(domain, selector, _host):
        asked.append((domain, selector))
        return [Finding("SPF", domain, Verdict.UNKNOWN, "Nobody answered.")]

    monkeypatch.setattr(dns, "look", look)
    address = reverse("admin:mail_letterhead_check")
    assert desk.get(f"{address}?event={event.pk}").status_code == 200
    assert asked == []
    shown = desk.get(address, {"event": event.pk, "domain": "intranet.example", "selector": "<b>"}).content.decode()
    assert asked == [("testserver", "<b>")]
    assert "Nobody answered." in shown
    assert sign_in(make.make_member(event, "editor")).get(address).status_code == 403


def test_what_is_to_be_done_about_mails_is_said_to_organisers(event, rf):
    draft(event)
    mail = {"event": event, "kind": "notice", "subject": "x", "to_address": "ada@example.org"}
    OutgoingMail.objects.create(**mail, state="failed")
    OutgoingMail.objects.create(**mail, state="sent", bounced_at=timezone.now(), bounced_for_good=True)
    request = rf.get("/")
    request.user = make.make_member(event, "organiser")
    found = [todo for todo in todos_at(request, event) if "mail" in todo.words or "notice" in todo.words]
    said, client = [todo.words for todo in found], sign_in(request.user)
    assert [client.get(todo.url).context["cl"].result_count for todo in found] == [1, 1, 1]
    for words in ("1 mail was given up", "1 mail came back: no such address", "1 notice is a draft"):
        assert words in said
    request.user = make.make_member(event, "editor")
    assert not [todo for todo in todos_at(request, event) if "mail" in todo.words or "notice" in todo.words]
