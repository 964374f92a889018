"""Signing in, second factors, passwords and one's own account, through the door."""

import base64
import hashlib
import hmac
import re
import struct
import time
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import CommandError, call_command
from django.test import Client

from symposium.accounts import services
from symposium.accounts.models import Role, User
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet night"
WRONG = "Address and password do not belong together"


@pytest.fixture
def event() -> Event:
    return factories.make_event()


@pytest.fixture
def editor(event: Event) -> User:
    return factories.make_member(event, Role.EDITOR, email="editor@example.org", password=PASSWORD)


def browser() -> Any:
    """One that was never here before."""
    return Client()


def enter(user: str = "editor@example.org", password: str = PASSWORD, **more: Any) -> tuple[Any, Any]:
    """A browser in which somebody has sent the form, and the answer."""
    client = browser()
    return client, client.post("/admin/login/", {"username": user, "password": password}, **more)


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows (RFC 6238), some half minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    number = struct.unpack(">I", digest[digest[-1] & 15 :][:4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def set_up_app(client: Any) -> Any:
    """The secret of an app that is set up now."""
    [secret] = re.findall(r'account-key"[^>]*>(\w+)<', client.get("/admin/account/app/").content.decode())
    assert client.post("/admin/account/app/", {"code": code_of(secret)}).status_code == 302
    return secret


def test_whoever_signs_in_is_led_where_they_wanted(editor: User) -> None:
    client = browser()
    asked = client.get("/admin/speakers/speaker/", follow=True)
    assert asked.redirect_chain[-1][0] == "/admin/login/?next=/admin/speakers/speaker/"
    data = {"username": "EDITOR@example.org", "password": PASSWORD, "next": "/admin/speakers/speaker/"}
    assert client.post("/admin/login/", data).url == "/admin/speakers/speaker/"
    assert client.post("/admin/login/", data | {"next": "https://elsewhere.example/"}).url == "/admin/"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(editor: User) -> None:
    answers = [enter(password="wrong")[1], enter("nobody@example.org")[1]]
    said = [re.sub(r'value="[^"]*"|nonce="[^"]*"', "", a.content.decode()) for a in answers]
    assert said[0] == said[1]
    assert WRONG in said[0]
    assert [a.status_code for a in answers] == [200, 200]


def test_an_unknown_address_costs_as_much_as_a_wrong_password(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def noted(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    for address in ("editor@example.org", "nobody@example.org"):
        hashed.clear()
        enter(address, "wrong")
        assert hashed == ["wrong"]


def test_guessing_ends_for_an_address_and_goes_on_elsewhere(editor: User, event: Event) -> None:
    factories.make_member(event, Role.DOOR, email="door@example.org", password=PASSWORD)
    for _n in range(6):
        enter(password="wrong")
    assert "tried too often" in enter()[1].content.decode()
    assert enter("door@example.org")[1].status_code == 302


def test_behind_a_proxy_guessing_is_counted_by_what_the_proxy_saw(editor: User, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/10m/ip"}
    for n in range(4):
        forged = {"HTTP_X_FORWARDED_FOR": f"10.0.0.{n}, 192.0.2.1"}
        enter(f"somebody-{n}@example.org", "wrong", **forged)
    assert "tried too often" in enter(HTTP_X_FORWARDED_FOR="10.9.9.9, 192.0.2.1")[1].content.decode()
    assert enter(HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2")[1].status_code == 302


def test_an_app_is_set_up_then_asked_for_and_no_code_is_good_twice(editor: User) -> None:
    client, _answer = enter()
    secret = set_up_app(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data), "kept under a key"
    client, answer = enter()
    assert answer.url == "/admin/login/factor/"
    assert client.get("/admin/").status_code == 302, "the password alone opens nothing"
    assert client.post("/admin/login/factor/", {"code": "000000"}).status_code == 200
    code = code_of(secret, 1)
    assert client.post("/admin/login/factor/", {"code": code}).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    again, _answer = enter()
    assert "used already" in again.post("/admin/login/factor/", {"code": code}).content.decode()


def test_a_recovery_code_opens_once(editor: User) -> None:
    client, _answer = enter()
    set_up_app(client)
    codes = client.get("/admin/account/codes/download/").content.decode().split()
    assert len(codes) == 10
    for expected in (302, 200):
        client, _answer = enter()
        assert client.post("/admin/login/factor/", {"code": codes[0]}).status_code == expected


def test_where_the_team_is_asked_nothing_opens_before_a_factor_is_set_up(event: Event, editor: User) -> None:
    client, _answer = enter()
    assert client.get("/admin/speakers/speaker/").status_code == 200
    services.ask_for_second_factor(event.pk, asks=True)
    for closed in ("/admin/", "/admin/speakers/speaker/", "/preview/events/x/", "/admin/autocomplete/"):
        assert client.get(closed).url == "/admin/account/"
    assert client.post("/admin/speakers/speaker/add/", {"name": "X"}).url == "/admin/account/"
    assert "you have none yet" in client.get("/admin/account/").content.decode()
    set_up_app(client)
    assert client.get("/admin/speakers/speaker/").status_code == 200
    gone = client.post("/admin/account/app/remove/", {})
    assert "Set up another one first" in gone.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_another_events_team_is_asked_for_nothing(editor: User) -> None:
    services.ask_for_second_factor(factories.make_event().pk, asks=True)
    assert enter()[0].get("/admin/").status_code == 200


def test_a_server_may_ask_everybody(editor: User, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    assert enter()[0].get("/admin/").url == "/admin/account/"


def test_a_forgotten_password_is_set_by_a_link_that_is_good_once(editor: User, outbox: Any) -> None:
    client = browser()
    assert client.post("/admin/password/", {"email": "Editor@example.org"}).url == "/admin/password/sent/"
    [link] = re.findall(r"http://testserver(/admin/password/reset/\S+)", outbox()[0].body)
    page = client.get(link, follow=True)
    new = "another long and quiet night"
    assert client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}).status_code == 302
    assert enter(password=new)[1].url == "/admin/"
    assert "opens nothing any more" in browser().get(link, follow=True).content.decode()
    assert "was set with a link" in outbox()[1].body


def test_who_has_an_account_is_not_found_out_by_forgetting(editor: User, outbox: Any) -> None:
    answers = [browser().post("/admin/password/", {"email": a}) for a in ("editor@example.org", "nobody@example.org")]
    assert {(a.status_code, a.url) for a in answers} == {(302, "/admin/password/sent/")}
    assert [m.to for m in outbox()] == [["editor@example.org"], ["nobody@example.org"]]
    assert "nobody with this address has an account" in outbox()[1].body
    for _n in range(3):
        last = browser().post("/admin/password/", {"email": "nobody@example.org"})
    assert last.status_code == 429


def test_mails_of_accounts_are_in_no_events_list(event: Event, editor: User) -> None:
    browser().post("/admin/password/", {"email": "editor@example.org"})
    assert OutgoingMail.objects.get().event_id is None


def test_a_changed_password_is_told_and_ends_other_sessions(editor: User, outbox: Any) -> None:
    here, there = enter()[0], enter()[0]
    data = {"oldpassword": PASSWORD, "password1": "stars above the sea", "password2": "stars above the sea"}
    assert here.post("/admin/password_change/", data).url == "/admin/account/"
    assert here.get("/admin/").status_code == 200
    assert "twelve hours are over" in there.get("/admin/", follow=True).content.decode()
    assert "password of your account was changed" in outbox()[0].body


def test_sessions_are_listed_and_ended_elsewhere(editor: User) -> None:
    here, there = enter(HTTP_USER_AGENT="Telescope/1")[0], enter(HTTP_USER_AGENT="Kettle/2")[0]
    page = here.get("/admin/account/sessions/", HTTP_USER_AGENT="Telescope/1").content.decode()
    assert "Telescope/1" in page
    assert "Kettle/2" in page
    here.post("/admin/account/sessions/")
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200
    assert UserSession.objects.count() == 1


def test_the_desk_speaks_the_language_and_zone_of_whoever_reads(editor: User) -> None:
    client, _answer = enter()
    data = {"name": "王 小明", "language": "en-us", "timezone": "Asia/Tokyo"}
    assert client.post("/admin/account/", data).url == "/admin/account/"
    page = client.get("/admin/account/").content.decode()
    assert 'lang="en-us"' in page
    assert 'data-admin-server-timezone="Asia/Tokyo"' in page
    assert client.post("/admin/account/", data | {"timezone": "Moon/Crater"}).status_code == 422
    editor.refresh_from_db()
    assert (editor.name, editor.timezone, editor.email) == ("王 小明", "Asia/Tokyo", "editor@example.org")


def test_how_somebody_signs_in_is_changed_only_by_whoever_just_showed_who_they_are(editor: User) -> None:
    client, _answer = enter()
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    asked = client.get("/admin/account/app/")
    assert asked.url.startswith("/admin/account/again/")
    assert "not your password" in client.post(asked.url, {"password": "wrong"}).content.decode()
    assert client.post(asked.url, {"password": PASSWORD}).url == "/admin/account/app/"
    assert client.get("/admin/account/app/").status_code == 200


def test_nobody_signs_up() -> None:
    for address in ("/admin/signup/", "/accounts/signup/", "/admin/account/signup/"):
        assert browser().get(address, follow=True).status_code in {200, 404}
        assert browser().post(address, {"email": "x@example.org", "password1": PASSWORD}).status_code != 200
    assert not User.objects.exists()


def test_pages_of_the_door_hold_to_the_policy(editor: User) -> None:
    client, _answer = enter()
    for address in ("/admin/login/", "/admin/account/", "/admin/account/app/", "/admin/account/passkeys/add/"):
        page = (browser() if "login" in address else client).get(address)
        assert "unsafe" not in page["Content-Security-Policy"]
        assert not re.search(r"\son\w+=|style=|<script(?![^>]*(src=|application/json))", page.content.decode())


def test_broken_answers_of_a_passkey_are_refused_in_words(editor: User) -> None:
    for sent in ("", "{}", "[]", "nonsense", '{"id": "x", "response": {}}', "null", '{"response": {"userHandle": 1}}'):
        answer = browser().post("/admin/login/passkey/", {"credential": sent}, follow=True)
        assert answer.status_code == 200
    client, _answer = enter()
    for sent in ("", "{}", "nonsense", "[1]"):
        assert client.post("/admin/account/passkeys/add/", {"credential": sent, "name": "x"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_whoever_lost_their_factor_gets_in_again_by_whoever_runs_the_server(editor: User, outbox: Any) -> None:
    client, _answer = enter()
    set_up_app(client)
    call_command("forget_second_factor", "Editor@example.org", stdout=StringIO())
    assert client.get("/admin/").status_code == 302
    assert enter()[1].url == "/admin/"
    assert "removed the second factor" in outbox()[-1].body
    with pytest.raises(CommandError):
        call_command("forget_second_factor", "nobody@example.org")


def test_a_key_that_was_replaced_still_knows_apps_set_up_under_it(editor: User, settings: Any) -> None:
    client, _answer = enter()
    secret = set_up_app(client)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret-" * 5
    client, _answer = enter()
    assert client.post("/admin/login/factor/", {"code": code_of(secret, 1)}).url == "/admin/"
