"""Who is told of what: written with what happened, signed, tried again, and never more than its owner may know."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from registrations import services
from registrations.models import Registration
from symposium.accounts.models import Membership
from symposium.api import posting, sending, signatures
from symposium.api.models import Delivery, Webhook
from symposium.api.services import webhooks
from symposium.events.models import Event
from symposium.events.services import release_announcements
from symposium.kit import sweeps
from symposium.kit.revisions import publishing
from tests import factories
from tests.factories.guests import come
from tests.symposium.api.receiver import receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return factories.make_event(slug="night")


@pytest.fixture
def organiser(event):
    return factories.make_member(event, "organiser")


@pytest.fixture
def hook(event, organiser):
    return factories.make_webhook(event, organiser)


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_PRIVATE = True
    with receiving() as receiver:
        yield receiver


def told(hook, *kinds):
    rows = hook.deliveries.order_by("pk")
    return [(row.kind, row.data) for row in rows if not kinds or row.kind in kinds]


def kinds(hook):
    return [kind for kind, _data in told(hook)]


# --- what is published ----------------------------------------------------------------------------------------------


def test_what_changes_of_the_programme_is_told_by_slugs(event, hook):
    session = factories.make_session(event, slug="talk")
    assert told(hook) == [
        ("programme.changed", {"event": ABOUT, "added": ["talk"]}),
    ]
    Delivery.objects.update(state="sent")
    session.title = "Renamed"
    session.save()
    factories.make_session(event, slug="hidden", state="draft")
    session.delete()
    assert told(hook)[1:] == [("programme.changed", {"event": ABOUT, "changed": ["talk"], "removed": ["talk"]})]


ABOUT = {"slug": "night", "url": "http://testserver/api/v1/events/night/"}


def test_many_changes_are_one_message_while_none_was_sent(event, hook):
    for number in range(5):
        factories.make_session(event, slug=f"talk-{number}")
    assert told(hook) == [("programme.changed", {"event": ABOUT, "added": [f"talk-{n}" for n in range(5)]})]
    assert hook.deliveries.get().due_at > timezone.now()
    with publishing():
        for number in range(200):
            factories.make_session(event, slug=f"more-{number}")
    data = hook.deliveries.get().data
    assert (len(data["added"]), data["is_more"]) == (100, True)


def test_speakers_news_and_the_event_itself_are_told_apart(event, hook):
    factories.make_speaker(event, slug="ada")
    factories.make_announcement(event, slug="news")
    event.name = "Renamed"
    event.save()
    assert {kind: data.get("added") for kind, data in told(hook)} == {
        "speakers.changed": ["ada"],
        "news.changed": ["news"],
        "event.changed": None,
    }


def test_what_nobody_can_see_is_not_told(event, hook):
    factories.make_session(event, state="draft")
    factories.make_speaker(event, state="draft")
    factories.make_announcement(event, published_at=timezone.now() + timedelta(hours=1))
    with publishing() as touch:
        touch(Event, event.pk)
    Event.objects.filter(pk=event.pk).update(seats_taken=9)
    assert told(hook) == []


def test_news_that_waited_for_its_time_is_told_then(event, hook):
    factories.make_announcement(event, slug="later", published_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        release_announcements()
    assert told(hook) == [("news.changed", {"event": ABOUT, "added": ["later"]})]


def test_a_draft_is_told_of_when_it_is_published_and_when_it_is_taken_back():
    event = factories.make_event(slug="night", state="draft")
    hook = factories.make_webhook(event, factories.make_member(event, "owner"))
    factories.make_session(event)
    assert told(hook) == []
    for state in ("published", "draft"):
        event.state = state
        event.save()
    assert told(hook) == [("event.published", {"event": ABOUT}), ("event.withdrawn", {"event": ABOUT})]


def test_nothing_of_before_is_told_to_who_begins_or_begins_again(event, organiser):
    factories.make_session(event)
    hook = factories.make_webhook(event, organiser)
    with publishing() as touch:
        touch(Event, event.pk)
    Webhook.objects.update(is_active=False)
    factories.make_session(event)
    Webhook.objects.update(is_active=True)
    webhooks.begin(hook)
    with publishing() as touch:
        touch(Event, event.pk)
    assert told(hook) == []


def test_only_what_was_asked_for_is_told(event, organiser):
    hook = factories.make_webhook(event, organiser, kinds=["news.changed"])
    factories.make_session(event)
    come(event, "Guest 1")
    assert told(hook) == []


def test_a_change_that_fails_is_told_to_nobody(event, hook):
    with transaction.atomic():
        factories.make_session(event)
        come(event, "Guest 2")
        assert told(hook)
        transaction.set_rollback(True)
    assert told(hook) == []


# --- guests' places -------------------------------------------------------------------------------------------------


def test_a_place_is_followed_from_its_beginning_to_its_end(event, hook):
    event.capacity = 1
    event.save()
    Delivery.objects.all().delete()
    first, second = come(event, "Ada"), come(event, "Bob")
    services.cancel(first)
    services.erase(Registration.objects.get(pk=second.pk))
    assert [(kind, data["registration"]["id"]) for kind, data in told(hook)] == [
        ("registration.confirmed", str(first.public_id)),
        ("registration.waiting", str(second.public_id)),
        ("registration.cancelled", str(first.public_id)),
        ("registration.confirmed", str(second.public_id)),
        ("registration.cancelled", str(second.public_id)),
        ("registration.erased", str(second.public_id)),
    ]


def test_messages_name_nobody(event, hook):
    guest = come(event, "Ada")
    said = json.dumps(told(hook)).lower()
    assert str(guest.public_id) in said
    for word in ("ada", "example.org", guest.token.lower(), guest.reference.lower()):
        assert word not in said


def test_whoever_has_not_confirmed_their_address_is_not_told_of(event, hook):
    guest = factories.make_registration(event, state="unverified")
    services.cancel(guest)
    assert told(hook) == []


def test_a_booked_session_is_no_place_at_the_event(event, hook):
    guest = come(event, "Guest 3")
    Delivery.objects.all().delete()
    services.book(guest, factories.make_bookable(event))
    assert [kind for kind in kinds(hook) if kind.startswith("registration")] == []


def test_a_second_registration_with_an_address_tells_nothing(event, hook):
    come(event, "Ada")
    before = hook.deliveries.count()
    come(event, "Ada")
    assert hook.deliveries.count() == before


def test_a_coordinator_is_told_of_their_own_guests_alone(event, organiser):
    host, neighbour = factories.make_organisation(), factories.make_organisation()
    blocks = [factories.make_block(event, one) for one in (host, neighbour)]
    hook = factories.make_webhook(event, factories.make_member(event, "coordinator", host))
    Delivery.objects.all().delete()
    own = factories.make_registration(event, allocation=blocks[0], state="pending")
    others = [factories.make_registration(event, allocation=block, state="pending") for block in (blocks[1], None)]
    for guest in (own, *others):
        services.decline(guest, by=services.By.of(organiser))
    assert [data["registration"]["id"] for _kind, data in told(hook)] == [str(own.public_id)]


def test_whose_role_ends_is_told_nothing_more_not_even_what_waits(event, organiser, hook, receiver):
    Webhook.objects.update(url=receiver.url)
    come(event, "Guest 4")
    Membership.objects.filter(user=organiser).update(role="door")
    come(event, "Guest 5")
    (waiting,) = hook.deliveries.all()
    assert not sending.deliver(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, receiver.came) == ("failed", [])


def test_where_nobody_listens_hearing_costs_one_query(event, django_assert_num_queries):
    from symposium.api.hearing import hear_deeds, hear_event, listening

    guest = factories.make_registration(event)
    services.decline(factories.make_registration(event, state="pending"), by=services.CLOCK)
    deeds = list(event.deeds.select_related("registration"))
    with django_assert_num_queries(1):
        hear_event(event.pk)
    with django_assert_num_queries(1):
        hear_deeds(event, deeds, listening.all(event.pk))
    assert guest.pk


# --- on the way -----------------------------------------------------------------------------------------------------


def verify(secret, headers, body):
    """As a receiver does it (standardwebhooks.com): nothing of ours in it."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mine = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{mine}" in headers["webhook-signature"].split(" ")


def test_a_message_arrives_signed(event, hook, receiver):
    Webhook.objects.update(url=receiver.url)
    guest = come(event, "Guest 6")
    assert sending.deliver_due() == 1
    ((path, headers, body),) = receiver.came
    said = json.loads(body)
    assert (path, headers["content-type"]) == ("/hook?from=symposium", "application/json")
    assert (said["type"], said["data"]["registration"]["id"]) == ("registration.confirmed", str(guest.public_id))
    assert said["data"]["registration"]["url"].endswith(f"/api/v1/events/night/registrations/{guest.public_id}/")
    secret = signatures.secret(hook)
    assert verify(secret, headers, body)
    assert not verify(secret, headers, body + b" ")
    assert not verify(secret, headers | {"webhook-timestamp": "1"}, body)
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    row = hook.deliveries.get()
    assert (row.state, row.status, row.attempts) == ("sent", 204, 1)
    assert sending.deliver_due() == 0


def test_the_worker_looks_for_them_every_second(event, hook, receiver):
    Webhook.objects.update(url=receiver.url)
    come(event, "Guest 7")
    assert sweeps._watches["webhooks sent"]() == 1


def test_the_secret_is_kept_nowhere_and_a_new_one_takes_over_in_a_day(event, hook, receiver, settings):
    Webhook.objects.update(url=receiver.url)
    old = signatures.secret(hook)
    assert old.removeprefix("whsec_") not in str(Webhook.objects.values().get())
    new = signatures.secret(webhooks.rotate_secret(hook))
    assert new != old
    webhooks.send_trial(hook)
    sending.deliver_due()
    _path, headers, body = receiver.came[-1]
    assert verify(old, headers, body)
    assert verify(new, headers, body)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        webhooks.send_trial(hook)
        sending.deliver_due()
    _path, headers, body = receiver.came[-1]
    assert not verify(old, headers, body)
    assert verify(new, headers, body)


def test_a_new_key_of_the_site_signs_beside_the_former(event, hook, receiver, settings):
    Webhook.objects.update(url=receiver.url)
    old = signatures.secret(hook)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-0123456789-" * 3
    webhooks.send_trial(hook)
    sending.deliver_due()
    assert verify(old, *receiver.came[-1][1:])


def test_what_does_not_arrive_is_tried_again_with_the_same_id_and_longer_waits(event, hook, receiver):
    Webhook.objects.update(url=receiver.url)
    receiver.status = 500
    webhooks.send_trial(hook)
    now, waits = timezone.now(), []
    for _ in range(sending.MOST_ATTEMPTS):
        sending.deliver_due(now=now)
        row = hook.deliveries.get()
        waits.append(row.due_at - now)
        now = row.due_at
    assert (row.state, row.status, row.last_error) == ("failed", 500, "The other side answered 500.")
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert waits[-1] == timedelta(hours=6)
    assert sum(waits, timedelta()) > timedelta(days=1)
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.came}) == 1
    assert len({body for _path, _headers, body in receiver.came}) == 1
    receiver.status = 200
    webhooks.send_again(row)
    assert sending.deliver_due() == 1
    hook.refresh_from_db()
    assert (hook.failures, hook.paused_until) == (0, None)


def test_a_system_that_is_down_costs_one_attempt_at_a_time_and_is_left_alone_in_the_end(event, hook, receiver):
    Webhook.objects.update(url=receiver.url)
    receiver.status = 503
    for _ in range(30):
        Delivery.objects.create(webhook=hook, kind="ping")
    assert sending.deliver_due() == 0
    assert sending.deliver_due() == 0
    assert len(receiver.came) == 1
    now = timezone.now()
    for _ in range(sending.MOST_FAILURES - 1):
        now += sweeps.LONGEST_PAUSE
        sending.deliver_due(now=now)
    hook.refresh_from_db()
    assert (hook.is_active, hook.ended_because) == (False, "The other side answered 503.")
    assert len(receiver.came) == sending.MOST_FAILURES


def test_who_is_gone_for_good_is_switched_off(event, hook, receiver):
    Webhook.objects.update(url=receiver.url)
    receiver.status = 410
    webhooks.send_trial(hook)
    sending.deliver_due()
    hook.refresh_from_db()
    assert (hook.is_active, hook.deliveries.get().state) == (False, "failed")


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://example.org/", "https://localhost/"])
def test_an_address_that_was_let_in_once_is_looked_at_again_when_something_is_sent(event, hook, url):
    Webhook.objects.update(url=url)
    webhooks.send_trial(hook)
    assert sending.deliver_due() == 0
    row = hook.deliveries.get()
    assert row.state == "failed"
    assert row.last_error


def test_two_workers_send_it_once(event, hook, receiver, monkeypatch):
    Webhook.objects.update(url=receiver.url)
    trial = webhooks.send_trial(hook)
    post = posting.post

    def while_another_tries(*args):
        assert not sending.deliver(trial.pk)
        return post(*args)

    monkeypatch.setattr(posting, "post", while_another_tries)
    assert sending.deliver(trial.pk)
    assert len(receiver.came) == 1


def test_the_log_is_forgotten_after_a_month_but_not_what_waits(event, hook):
    old = timezone.now() - timedelta(days=31)
    for state in ("sent", "failed", "queued"):
        Delivery.objects.create(webhook=hook, kind="ping", state=state, created_at=old)
    Delivery.objects.create(webhook=hook, kind="ping", state="sent")
    assert sending.forget_deliveries() == 2
