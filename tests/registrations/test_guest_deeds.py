"""What guests do on their own page: looked at it changes nothing, done twice it is done once, too late it explains."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registrations import services
from registrations.models import Answer, Consent, Needs, Question, Registration, RegistrationRules, SiteAccess
from registrations.sealing import unseal
from registrations.services import Details, Person
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests.factories import make_event, make_session

pytestmark = pytest.mark.django_db
RULES = {
    "party_size": 3,
    "asks_form_of_address": True,
    "asks_badge_name": True,
    "asks_pronouns": True,
    "asks_diet": True,
    "asks_access": True,
    "asks_photographs": True,
    "asks_participants": True,
    "site_access_fields": ["official_name"],
}
# Every deed by its address, with what is sent to do it.
DEEDS = {
    "accept/": {},
    "address/": {"email": "new@example.org"},
    "answers/": {},
    "cancel/": {},
    "companions/": {"name": "Bea"},
    "consents/": {"consent_photographs": "on"},
    "details/": {"name": "Ada King"},
    "erase/": {},
    "mail/": {},
    "mode/": {"mode": "online"},
    "needs/": {"diet": ["vegan"]},
    "return/": {},
    "site-access/": {"site_official_name": "Augusta Ada"},
}


@pytest.fixture
def event(settings):
    settings.SITE_ACCESS_KEYS = ["k" * 40]
    event = make_event(slug="night", attendance="both", online_capacity=5)
    RegistrationRules.objects.create(event=event, **RULES)
    Question.objects.create(event=event, label="Dinner?", kind="yes_no")
    return event


@pytest.fixture
def ada(event):
    return services.register(event, name="Ada", email="ada@example.org", mode="in_person")


def go(guest, deed, client=None):
    return (client or Client()).get(guest.get_absolute_url() + deed)


def do(guest, deed, data=None, **options):
    return Client(**options).post(guest.get_absolute_url() + deed, DEEDS[deed] if data is None else data)


def page(response):
    return response.content.decode()


def everything(event):
    """All that is written about the event's guests."""
    rows = Registration.objects.filter(event=event).order_by("pk").values()
    return [list(rows), *(model.objects.count() for model in (Answer, Needs, Consent, SiteAccess, OutgoingMail))]


@pytest.mark.parametrize("deed", DEEDS)
def test_looking_changes_nothing(event, ada, deed):
    before = everything(event)
    assert go(ada, deed).status_code in {200, 302}
    assert everything(event) == before


@pytest.mark.parametrize("deed", DEEDS)
def test_without_its_cookie_each_form_shows_itself_again_with_a_word_why(event, ada, deed):
    before = everything(event)
    response = do(ada, deed, enforce_csrf_checks=True)
    assert response.status_code == 403 or deed == "mode/"
    assert response.status_code == 403
    assert "cookie" in page(response)
    for typed in ("Ada King", "new@example.org", "Augusta Ada"):
        if typed in DEEDS[deed].values():
            assert f'value="{typed}"' in page(response)
    assert everything(event) == before


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed not in {"erase/", "consents/"}])
def test_after_the_event_each_explains_and_does_nothing(event, ada, deed):
    past = timezone.now() - timedelta(days=3)
    Event.objects.filter(pk=event.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
    before = everything(event)
    response = do(ada, deed)
    assert response.status_code in {409, 302}
    if response.status_code == 409:
        assert "has taken place" in page(response)
    assert everything(event) == before


@pytest.mark.parametrize("deed", ["accept/", "return/", "nothing/"])
def test_what_does_not_apply_is_no_error(ada, deed):
    assert go(ada, deed).status_code == (404 if deed == "nothing/" else 200)


def test_details_are_changed_and_only_those_that_the_event_asks_for(event, ada):
    RegistrationRules.objects.filter(event=event).update(asks_pronouns=False)
    form = page(go(ada, "details/"))
    assert 'name="badge_name"' in form
    assert 'name="pronouns"' not in form
    response = do(ada, "details/", {"name": "Ada King", "badge_name": "Countess", "pronouns": "x"})
    assert response.headers["Location"] == f"{ada.get_absolute_url()}?done=details"
    ada.refresh_from_db()
    assert (ada.name, ada.badge_name, ada.pronouns) == ("Ada King", "Countess", "")
    assert do(ada, "details/", {"name": ""}).status_code == 422


def test_answers_are_changed_and_taken_back(event, ada):
    question = Question.objects.get()
    for said, held in (("yes", [True]), ("no", [False]), ("", [])):
        assert do(ada, "answers/", {f"q{question.pk}": said}).status_code == 302
        assert list(Answer.objects.values_list("value", flat=True)) == held


def test_needs_are_there_to_be_changed(ada):
    do(ada, "needs/", {"diet": ["vegan"], "please_call": "on", "telephone": "+44 20 7946 0000"})
    assert (Needs.objects.get().diet, Needs.objects.get().telephone) == (["vegan"], "+44 20 7946 0000")
    assert re.search(r'value="vegan"[^>]* checked', page(go(ada, "needs/")))
    assert do(ada, "needs/", {"please_call": "on"}).status_code == 422
    do(ada, "needs/", {"diet": []})
    assert not Needs.objects.exists()


def test_details_for_the_gate_are_kept_sealed_and_not_shown_again(ada):
    do(ada, "site-access/")
    assert unseal(SiteAccess.objects.get().sealed) == {"official_name": "Augusta Ada"}
    again = page(go(ada, "site-access/"))
    assert "Augusta" not in again
    assert "Given on" in again
    assert "Augusta" not in page(go(ada, ""))
    do(ada, "site-access/", {"site_official_name": "Augusta Ada King"})
    assert unseal(SiteAccess.objects.get().sealed) == {"official_name": "Augusta Ada King"}


def test_consents_are_given_and_withdrawn_each_by_itself(event, ada):
    for data, standing in (
        ({"consent_photographs": "on", "consent_participants": "on"}, {"photographs", "participants"}),
        ({"consent_participants": "on"}, {"participants"}),
        ({"consent_news": "on"}, set()),
    ):
        for _twice in range(2):
            do(ada, "consents/", data)
            assert set(Consent.objects.standing().values_list("kind", flat=True)) == standing
    assert Consent.objects.count() == 2


def test_what_was_agreed_to_can_be_withdrawn_after_the_event_and_nothing_new_given(event, ada):
    services.consent(ada, "photographs")
    past = timezone.now() - timedelta(days=3)
    Event.objects.filter(pk=event.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
    form = page(go(ada, "consents/"))
    assert 'name="consent_photographs"' in form
    assert 'name="consent_participants"' not in form
    do(ada, "consents/", {"consent_participants": "on"})
    assert not Consent.objects.standing().exists()


def test_companions_are_brought_and_removed_as_far_as_the_party_may_grow(event, ada):
    do(ada, "companions/", {"name": "Bea", "email": "bea@example.org"})
    do(ada, "companions/", {"name": "Cy"})
    assert do(ada, "companions/", {"name": "Di"}).status_code == 409
    cy = Registration.objects.get(name="Cy")
    remove = f"companions/{cy.public_id}/"
    assert "Cy" in page(go(ada, remove))
    for _twice in range(2):
        assert do(ada, remove, {}).status_code == 302
    cy.refresh_from_db()
    event.refresh_from_db()
    assert (cy.is_cancelled, event.seats_taken) == (True, 2)


def test_nobody_removes_who_is_not_of_their_party(event, ada):
    stranger = services.register(event, name="Eve", email="eve@example.org", companions=[Person("Bea")])
    bea = Registration.objects.get(name="Bea")
    for who in (ada, bea):
        for whom in (stranger, bea):
            assert do(who, f"companions/{whom.public_id}/", {}).status_code == 404


def test_a_party_is_cancelled_whole_or_not(event):
    people = [Person("Bea", "bea@example.org"), Person("Cy")]
    head = services.register(event, name="Ada", email="ada@example.org", companions=people, mode="in_person")
    assert do(head, "cancel/", {}).status_code == 422
    do(head, "cancel/", {"who": "me"})
    states = Registration.objects.order_by("pk").values_list("name", "state", "is_head")
    assert [one[1] for one in states] == ["cancelled", "confirmed", "confirmed"]
    do(Registration.objects.get(name="Bea"), "cancel/", {"who": "all"})
    assert {one[1] for one in states.all()} == {"cancelled"}


def test_the_other_way_to_take_part_says_what_is_lost(event, ada):
    workshop = services.change_places(make_session(event, title="Soldering"), capacity=3)
    services.book(ada, workshop)
    assert "Soldering" in page(go(ada, "mode/"))
    for _twice in range(2):
        assert do(ada, "mode/").status_code == 302
    ada.refresh_from_db()
    event.refresh_from_db()
    assert (ada.mode, event.seats_taken, event.online_taken) == ("online", 0, 1)


def test_the_other_way_is_explained_when_it_is_full(event, ada):
    Event.objects.filter(pk=event.pk).update(online_capacity=0)
    assert "Every place online is taken" in page(go(ada, "mode/"))
    assert do(ada, "mode/").status_code == 409
    ada.refresh_from_db()
    assert ada.mode == "in_person"


def test_who_cancelled_comes_back_while_places_last(event, ada):
    do(ada, "cancel/")
    for _twice in range(2):
        assert do(ada, "return/").status_code == 302
    ada.refresh_from_db()
    assert ada.is_confirmed
    do(ada, "cancel/")
    Event.objects.filter(pk=event.pk).update(capacity=0, has_waiting_list=False)
    assert do(ada, "return/").status_code == 409


def test_the_mail_is_sent_again_but_not_for_ever(event, ada):
    before = OutgoingMail.objects.count()
    answers = [do(ada, "mail/").status_code for _often in range(4)]
    assert answers == [302, 302, 302, 429]
    assert OutgoingMail.objects.count() == before + 3


def test_a_new_address_counts_once_its_own_mail_was_opened(event, ada, outbox):
    outbox().clear()
    do(ada, "address/")
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert "new@example.org" in page(go(ada, ""))
    (message,) = outbox()
    assert message.to == ["Ada <new@example.org>"]
    link = re.search(r"http://testserver(/registrations/address/\S+/)", message.body)[1]
    response = Client().post(link)
    ada.refresh_from_db()
    assert ada.email == "new@example.org"
    assert response.headers["Location"] == ada.get_absolute_url()


def test_all_that_is_held_can_be_taken_along(event, ada, outbox):
    services.change_details(ada, more=Details(needs={"diet": ["vegan"]}, site_access={"official_name": "Augusta"}))
    services.consent(ada, "photographs")
    outbox()
    response = go(ada, "data.json")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"
    held = json.loads(response.content)
    assert held["registration"]["email"] == "ada@example.org"
    assert held["needs"]["diet"] == ["vegan"]
    assert held["site_access"]["official_name"] == "Augusta"
    assert [one["kind"] for one in held["consents"]] == ["photographs"]
    assert "Your place" in held["mails"][0]["subject"]
    assert held["log"][0]["verb"] == "registered"


def test_whatever_hangs_on_a_registration_is_in_what_is_taken_along(ada):
    known = {"answers", "needs", "site_access", "consents", "bookings", "feed", "deeds", "site_access_looks", "shadows"}
    hanging = {one.name for one in Registration._meta.related_objects}
    assert hanging <= known, "say in registrations/held.py what is held there of a guest"


def test_erasing_shows_and_mails_a_receipt_and_forgets_the_address(event, ada, outbox):
    outbox().clear()
    response = do(ada, "erase/")
    assert response.status_code == 200
    assert ada.reference in page(response)
    assert not Registration.objects.exists()
    (message,) = outbox()
    assert message.to == ["Ada <ada@example.org>"]
    assert ada.reference in message.body
    assert not OutgoingMail.objects.exclude(to_address="", to_name="", text="", html="").exists()
    assert go(ada, "").status_code == 404
    event.refresh_from_db()
    assert event.seats_taken == 0
