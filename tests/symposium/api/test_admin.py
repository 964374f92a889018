"""Tokens, webhooks and their messages at the desk."""

import re
from html import unescape

import pytest
from django.urls import reverse

from symposium.api import signatures
from symposium.api.models import AccessToken, Delivery, Webhook
from tests import factories
from tests.factories.forms import sign_in
from tests.factories.guests import come

pytestmark = pytest.mark.django_db
TOKENS, HOOKS, MESSAGES = "/admin/api/accesstoken/", "/admin/api/webhook/", "/admin/api/delivery/"


@pytest.fixture
def event():
    return factories.make_event(slug="night")


@pytest.fixture
def organiser(event):
    return factories.make_member(event, "organiser")


@pytest.fixture
def desk(organiser):
    return sign_in(organiser)


def shown(answer):
    """What the page has to be copied."""
    assert answer.status_code == 200
    assert "private, no-store" in answer.headers["Cache-Control"]
    (words,) = re.findall(r'<input id="made"[^>]*value="([^"]+)"', answer.content.decode())
    return unescape(words)


def act(client, path, action, *things):
    data = {"action": action, "_selected_action": [thing.pk for thing in things]}
    return client.post(path, data, follow=action != "renew_secret")


def test_a_token_is_shown_once_and_opens_what_was_chosen(desk, event, organiser, client):
    factories.make_registration(event, email="ada@example.org")
    form = {"event": event.pk, "name": "Printer", "scopes": ["addresses"], "lasts": "30"}
    words = shown(desk.post(f"{TOKENS}add/", form))
    row = AccessToken.objects.get()
    assert (row.user, row.event, row.scopes) == (organiser, event, ["addresses", "guests"])
    assert 29 <= (row.expires_at - row.created_at).days <= 30
    path = "/api/v1/events/night/registrations/"
    read = client.get(path, headers={"Authorization": f"Bearer {words}"})
    assert read.json()["items"][0]["email"] == "ada@example.org"
    for page in (TOKENS, f"{TOKENS}{row.pk}/change/", f"{TOKENS}{row.pk}/history/", "/admin/"):
        seen = desk.get(page).content.decode()
        assert words not in seen
        assert row.token_hash not in seen
    assert words not in str(desk.cookies)
    assert "1 token opens nothing any more" in act(desk, TOKENS, "revoke_tokens", row).content.decode()
    assert client.get(path, headers={"Authorization": f"Bearer {words}"}).status_code == 401
    assert "0 tokens" in act(desk, TOKENS, "revoke_tokens", row).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"lasts": "9999"}, "lasts"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"event": "x"}, "event"),
    ],
)
def test_what_is_wrong_with_a_new_token_is_said_by_its_field(desk, event, changes, field):
    form = {"event": event.pk, "name": "Printer", "scopes": ["guests"], "lasts": "30"} | changes
    answer = desk.post(f"{TOKENS}add/", form)
    assert field in answer.context["adminform"].form.errors
    assert not AccessToken.objects.exists()


def test_nobody_makes_a_token_for_an_event_that_is_not_theirs(desk):
    other = factories.make_event()
    form = {"event": other.pk, "name": "Printer", "scopes": ["guests"], "lasts": "30"}
    assert "event" in desk.post(f"{TOKENS}add/", form).context["adminform"].form.errors


def test_a_webhook_is_begun_with_a_secret_that_is_shown_once(desk, event, organiser):
    form = {"event": event.pk, "name": "Website", "url": "https://host.example/hook", "is_active": "on"}
    words = shown(desk.post(f"{HOOKS}add/", form | {"kinds": ["programme.changed"]}))
    hook = Webhook.objects.get()
    assert (hook.user, words) == (organiser, signatures.secret(hook))
    assert words not in desk.get(f"{HOOKS}{hook.pk}/change/").content.decode()
    factories.make_session(event)
    assert hook.deliveries.get().kind == "programme.changed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://host.example/"}, "url"),
        ({"url": "https://u:p@host.example/"}, "url"),
        ({"url": "nonsense"}, "url"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["ping"]}, "kinds"),
    ],
)
def test_what_is_wrong_with_a_webhook_is_said_by_its_field(desk, event, changes, field):
    form = {"event": event.pk, "name": "Website", "url": "https://host.example/", "kinds": ["news.changed"]}
    answer = desk.post(f"{HOOKS}add/", form | changes)
    assert field in answer.context["adminform"].form.errors
    assert not Webhook.objects.exists()


def test_a_webhook_that_was_switched_off_begins_anew(desk, event, organiser):
    hook = factories.make_webhook(event, organiser)
    Webhook.objects.update(is_active=False, failures=9, ended_because="Down.")
    factories.make_session(event)
    form = {"name": "Website", "url": hook.url, "kinds": ["programme.changed"], "is_active": "on"}
    assert desk.post(f"{HOOKS}{hook.pk}/change/", form).status_code == 302
    hook.refresh_from_db()
    assert (hook.failures, hook.ended_because, hook.deliveries.count()) == (0, "", 0)


def test_a_new_secret_is_made_of_one_at_a_time(desk, event, organiser):
    hook, other = (factories.make_webhook(event, organiser) for _ in range(2))
    before = signatures.secret(hook)
    assert act(desk, HOOKS, "renew_secret", hook, other).status_code == 302
    hook.refresh_from_db()
    assert signatures.secret(hook) == before
    words = shown(act(desk, HOOKS, "renew_secret", hook))
    hook.refresh_from_db()
    assert words == signatures.secret(hook) != before


def test_a_trial_is_sent_and_a_message_is_sent_again(desk, event, organiser):
    hook = factories.make_webhook(event, organiser)
    assert "1 trial is on its way" in act(desk, HOOKS, "try_webhooks", hook).content.decode()
    message = hook.deliveries.get()
    Delivery.objects.update(state="failed", attempts=14, status=500, last_error="The other side answered 500.")
    page = desk.get(f"{MESSAGES}{message.pk}/change/").content.decode()
    for words in ("The other side answered 500.", "&quot;ping&quot;", "/api/v1/events/night/"):
        assert words in page
    assert "1 message will be sent again" in act(desk, MESSAGES, "deliver_again", message).content.decode()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)


def test_a_webhook_that_is_off_is_not_tried(desk, event, organiser):
    hook = factories.make_webhook(event, organiser, is_active=False)
    assert "switch it on first" in act(desk, HOOKS, "try_webhooks", hook).content.decode()
    assert not hook.deliveries.exists()


def test_it_goes_with_all_its_messages(desk, event, organiser):
    hook = factories.make_webhook(event, organiser)
    Delivery.objects.bulk_create(Delivery(webhook=hook, kind="ping") for _ in range(50))
    page = desk.get(f"{HOOKS}{hook.pk}/delete/").content.decode()
    assert "50" in page
    assert page.count("a trial") < 3
    desk.post(f"{HOOKS}{hook.pk}/delete/", {"post": "yes"})
    assert not Webhook.objects.exists()


def test_what_an_event_lets_programs_do_stands_on_its_page(desk, event, organiser):
    factories.make_webhook(event, organiser)
    come(event, "Ada")
    page = desk.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    for words in ("Access tokens", "Webhooks", "Webhook messages", "On other sites"):
        assert words in page
