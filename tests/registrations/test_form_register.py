"""The form for a place, through the front door."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from registrations import services
from registrations.exceptions import PartyTooLargeError
from registrations.forms import RegistrationForm
from registrations.models import Allocation, Invitation, Question, Registration, RegistrationRules
from registrations.sealing import unseal
from registrations.views import register
from symposium.kit import uploads
from tests.factories import make_event, make_hosting, make_invitation, make_organisation
from tests.registrations.test_form_questions import PDF

pytestmark = pytest.mark.django_db

PATH = "/events/night/register/"
ADA = {"name": "Ada Lovelace", "email": "ada@example.org", "affiliation": "Analytical Society", "consent": "on"}
BEA = {"companion": "1", "c1-name": "Bea", "c1-email": "bea@example.org", "c1-affiliation": ""}


@pytest.fixture
def event():
    return make_event(slug="night", capacity=20)


def rule(event, **rules):
    return RegistrationRules.objects.update_or_create(event=event, defaults=rules)[0]


def page(response):
    return unescape(response.content.decode())


def post(data, status=302):
    response = Client().post(PATH, data)
    assert response.status_code == status, page(response)
    return response


def guest(email="ada@example.org"):
    return Registration.objects.get(email=email)


def links(response):
    """Where the summary of mistakes leads, by what it says."""
    summary = page(response).partition('<div class="errors"')[2].partition("</div>")[0]
    return {words: href for href, words in re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)}


# --- policies ---


def test_where_places_are_given_on_request_the_button_asks_for_one(event):
    event.policy = "approval"
    event.save()
    shown = page(Client().get(PATH))
    assert shown.count("Ask for a place") >= 2
    assert "The organisers decide about each request" in shown
    post(ADA)
    assert guest().state == "pending"


def test_by_invitation_only_the_page_says_so_and_has_no_form(event):
    event.policy = "invitation"
    event.save()
    shown = page(Client().get(PATH))
    assert "by invitation" in shown
    assert 'name="email"' not in shown
    post(ADA, 409)


def test_each_way_of_taking_part_says_how_it_stands_and_is_taken_as_chosen(event):
    event.attendance, event.capacity, event.online_capacity = "both", 10, 30
    event.save()
    for number in range(9):
        services.register(event, name="X", email=f"x{number}@example.org")
    assert "1 place left." in page(Client().get(PATH))
    assert "mode" in links(post(ADA, 422))["How do you take part? Choose how you take part."]
    post(ADA | {"mode": "online"})
    assert guest().mode == "online"
    services.register(event, name="X", email="last@example.org", mode="in_person")
    shown = page(Client().get(PATH))
    assert "you would join the waiting list" in shown
    assert 'name="accepts_waiting" value="in_person"' in shown
    post(ADA | {"email": "b@example.org", "mode": "in_person", "accepts_waiting": "in_person"})
    assert guest("b@example.org").is_waiting


def test_who_chooses_a_way_that_has_just_become_full_is_told_and_loses_nothing(event):
    event.attendance, event.capacity, event.has_waiting_list = "both", 1, False
    event.save()
    services.register(event, name="X", email="x@example.org", mode="in_person")
    response = post(ADA | {"mode": "in_person"}, 422)
    assert "Every place of this kind is taken." in page(response)
    assert 'value="ada@example.org"' in page(response)


def test_the_language_of_the_page_is_that_of_the_mails(event):
    Client().post("/en-us/events/night/register/", ADA)
    assert guest().language == "en-us"


# --- what the event asks ---


def test_answers_needs_and_consents_come_with_the_registration(event):
    asks = ("form_of_address", "badge_name", "pronouns", "diet", "access", "photographs", "news")
    rule(event, **{f"asks_{name}": True for name in asks})
    question = Question.objects.create(event=event, label="Why?", kind="text")
    said = {
        "form_of_address": "Countess",
        "badge_name": "Ada",
        "pronouns": "she/her",
        f"q{question.pk}": "Fun",
        "diet": ["vegan", "no_nuts"],
        "diet_words": "No kiwi",
        "please_call": "on",
        "telephone": "+44 20 7946 0000",
        "consent_news": "on",
    }
    post(ADA | said)
    registration = guest()
    assert registration.full_name == "Countess Ada Lovelace"
    assert (registration.badge_name, registration.pronouns) == ("Ada", "she/her")
    assert registration.answers.get().value == "Fun"
    assert registration.needs.diet == ["vegan", "no_nuts"]
    assert registration.needs.telephone == "+44 20 7946 0000"
    assert [consent.kind for consent in registration.consents.all()] == ["news"]


def test_nothing_is_ticked_before_the_guest_ticks_it(event):
    rule(event, asks_photographs=True, asks_recording=True, asks_participants=True, asks_news=True, asks_diet=True)
    assert " checked" not in page(Client().get(PATH)).partition("<form")[2].partition("</form>")[0]
    post(ADA)
    assert not guest().consents.exists()
    assert not hasattr(guest(), "needs")


def test_who_wants_to_be_called_says_where(event):
    rule(event, asks_access=True)
    response = post(ADA | {"please_call": "on"}, 422)
    assert "Tell us the number" in page(response)
    assert re.search(r"<details[^>]* open>", page(response)), "the fold with the mistake stands open"
    post(ADA | {"telephone": "nonsense"})
    assert not hasattr(guest(), "needs"), "a number without the wish to be called is not kept"


def test_what_the_gate_must_know_is_sealed_and_explained(event, settings):
    settings.SITE_ACCESS_KEYS = ["a secret of the tests, thirty-two letters long"]
    rule(event, site_access_fields=["official_name", "birth_date", "nationality", "document"], site_access_days=3)
    shown = page(Client().get(PATH))
    assert "kept encrypted" in shown
    assert 'autocomplete="bday"' in shown
    missing = post(ADA, 422)
    assert "id_site_document" in links(missing).values()
    said = {"site_official_name": "Augusta Ada King", "site_nationality": "GB", "site_document": "X 123"}
    assert "can have been born" in page(post(ADA | said | {"site_birth_date": "1815-12-10"}, 422))
    post(ADA | said | {"site_birth_date": "1985-12-10"})
    sealed = guest().site_access.sealed
    assert "Augusta" not in sealed
    assert unseal(sealed)["birth_date"] == "1985-12-10"


def test_who_takes_part_online_neither_eats_here_nor_passes_the_gate(event, settings):
    settings.SITE_ACCESS_KEYS = ["a secret of the tests, thirty-two letters long"]
    rule(event, site_access_fields=["document"], asks_diet=True, asks_access=True)
    event.attendance = "both"
    event.save()
    assert "id_site_document" in links(post(ADA | {"mode": "in_person"}, 422)).values()
    post(ADA | {"mode": "online", "diet": "vegan", "access": "captions", "site_document": "X"})
    assert not hasattr(guest(), "site_access")
    assert (guest().needs.diet, guest().needs.access) == ([], ["captions"])
    event.attendance = "online"
    event.save()
    shown = page(Client().get(PATH))
    assert 'name="diet"' not in shown
    assert "site_document" not in shown


def test_without_a_key_nothing_is_asked_for_the_gate(event, settings):
    settings.SITE_ACCESS_KEYS = []
    rule(event, site_access_fields=["document"])
    assert "site_document" not in page(Client().get(PATH))
    post(ADA)


def test_suggested_are_institutions_that_pages_show_and_none_of_guests(event):
    make_hosting(event, make_organisation(name="Institute of Slow Orbits"))
    make_hosting(event, make_organisation(name="Secret Sponsor"), consented=False)
    services.register(event, name="X", email="x@example.org", affiliation="Private Club")
    shown = page(Client().get(PATH))
    assert '<option value="Institute of Slow Orbits">' in shown
    assert "Secret Sponsor" not in shown
    assert "Private Club" not in shown


def test_a_file_is_kept_while_the_rest_is_mended(event):
    question = Question.objects.create(event=event, label="CV?", kind="file", is_required=True)
    field = f"q{question.pk}"
    assert 'enctype="multipart/form-data"' in page(Client().get(PATH))
    shown = page(post(ADA | {"name": "", field: SimpleUploadedFile("cv.pdf", PDF)}, 422))
    mark = re.search(rf'name="{field}-kept" value="([^"]+)"', shown)[1]
    post(ADA | {f"{field}-kept": mark})
    assert guest().answers.get().value["name"] == "cv.pdf"


# --- parties ---


def test_a_companion_is_added_and_removed_without_javascript_and_nothing_is_lost(event):
    rule(event, party_size=3)
    assert 'name="add_companion"' in page(Client().get(PATH))
    typed = {"name": "Ada", "email": "not yet", "add_companion": "yes"}
    shown = page(post(typed, 200))
    assert 'name="companion" value="1"' in shown
    assert 'value="not yet"' in shown
    assert 'class="error"' not in shown, "nobody is judged before they are done"
    shown = page(post(typed | {"companion": "1", "c1-name": "Bea"}, 200))
    assert 'name="companion" value="2"' in shown
    shown = page(post({"companion": ["1", "2"], "c1-name": "Bea", "c2-name": "Cy", "remove_companion": "1"}, 200))
    assert 'value="Cy"' in shown
    assert 'value="Bea"' not in shown
    assert not Registration.objects.exists()


def test_no_more_companions_than_the_event_allows(event):
    rule(event, party_size=2)
    shown = page(post(ADA | {"companion": "1", "add_companion": "yes"}, 200))
    assert 'name="companion" value="2"' not in shown
    post(ADA | {"companion": ["1", "2", "x", "", "9" * 50], "c1-name": "Bea", "c2-name": "Cy"})
    assert set(Registration.objects.values_list("name", flat=True)) == {"Ada Lovelace", "Bea"}


def test_companions_have_places_answers_and_needs_of_their_own(event):
    rule(event, party_size=3, asks_diet=True)
    question = Question.objects.create(event=event, label="Size?", kind="choice", choices="S\nM", is_required=True)
    field = f"q{question.pk}"
    people = BEA | {field: "S", f"c1-{field}": "M", "c1-diet": "vegan"}
    people = people | {"companion": ["1", "4"], "c4-name": "Little One", f"c4-{field}": "S"}
    post(ADA | people)
    bea, child = guest("bea@example.org"), guest("")
    assert {one.state for one in Registration.objects.all()} == {"confirmed"}
    assert bea.party == child.party == guest().party
    assert (bea.answers.get().value, bea.needs.diet, child.answers.get().value) == ("M", ["vegan"], "S")
    assert not hasattr(child, "needs")


def test_mistakes_of_companions_are_named_and_linked(event):
    rule(event, party_size=3)
    response = post(ADA | BEA | {"c1-name": "", "c1-email": "ADA@example.org"}, 422)
    found = links(response)
    assert found["Companion 1. Name: Tell us their name, or remove this companion."] == "id_c1-name"
    double = next(words for words in found if "Somebody else in this form has this address" in words)
    assert found[double] == "id_c1-email"
    for target in found.values():
        assert f'id="{target}"' in page(response)


def test_a_party_stays_together_or_is_split_as_it_says(event):
    rule(event, party_size=3)
    event.capacity = 1
    event.save()
    response = post(ADA | BEA, 409)
    assert "not room for all of you" in page(response)
    waiting = re.search(r'name="accepts_waiting" value="([^"]*)"', page(response))[1]
    post(ADA | BEA | {"accepts_waiting": waiting, "may_split": "yes"})
    assert guest().is_confirmed
    assert guest("bea@example.org").is_waiting


# --- sending it ---


def test_two_tabs_and_a_double_click_make_one_registration(event):
    rule(event, party_size=3)
    data = ADA | BEA | {"submission": uuid4().hex}
    assert len({post(data).headers["Location"] for _ in range(3)}) == 1
    post(data | {"submission": uuid4().hex})
    event.refresh_from_db()
    assert event.seats_taken == 2


def test_without_its_cookie_the_form_keeps_companions_and_answers(event):
    rule(event, party_size=3, asks_diet=True)
    response = Client(enforce_csrf_checks=True).post(PATH, ADA | BEA | {"diet": "vegan"})
    assert response.status_code == 403
    assert 'value="Bea"' in page(response)
    assert re.search(r'value="vegan"[^>]* checked', page(response))


def test_files_are_refused_by_their_length_before_they_are_read(event, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    response = Client().post(PATH, ADA | {"x": SimpleUploadedFile("x.pdf", b"x" * 2000)})
    assert response.status_code == 400
    assert "too large" in page(response)


def test_whoever_fills_the_storage_with_forms_that_fail_chooses_files_again(event, monkeypatch):
    field = f"q{Question.objects.create(event=event, label='CV?', kind='file').pk}"
    monkeypatch.setattr(register, "MOST_KEPT", 1)
    shown = [page(post({field: SimpleUploadedFile("cv.pdf", PDF)}, 422)) for _twice in range(2)]
    assert [f"{field}-kept" in one for one in shown] == [True, False]


def test_a_companion_costs_no_file(event):
    rule(event, party_size=2)
    field = f"q{Question.objects.create(event=event, label='CV?', kind='file').pk}"
    assert f"{field}-kept" in page(post({field: SimpleUploadedFile("cv.pdf", PDF), "add_companion": "yes"}, 200))


def test_a_form_with_too_many_fields_is_refused_with_words(event):
    response = Client().post(PATH, {f"x{number}": "" for number in range(1100)})
    assert response.status_code == 400
    assert "too large" in page(response)


def test_the_page_costs_few_queries_and_sending_it_twelve(event, django_assert_max_num_queries):
    rule(event, asks_photographs=True, asks_diet=True)
    for number in range(5):
        Question.objects.create(event=event, label=f"Q{number}?", kind="text")
    for most in (4, 1):
        with django_assert_max_num_queries(most):
            Client().get(PATH)
    Question.objects.all().delete()
    with django_assert_max_num_queries(12):
        post(ADA)


# --- invitations ---


@pytest.fixture
def invitation(event):
    host = make_hosting(event, make_organisation()).organisation
    block = Allocation.objects.create(event=event, organisation=host, seats=2)
    return Invitation.objects.create(
        event=event, allocation=block, name="Ada", email="ada@example.org", companions=1, state="sent"
    )


def test_an_invitation_fixes_the_address_and_brings_its_companions(event, invitation):
    form = RegistrationForm(event=event, invitation=invitation)
    assert "email" not in form.fields
    assert form["name"].value() == "Ada"
    assert (form.most, form.deed) == (1, "Accept the invitation")
    form = RegistrationForm({"name": "Ada", "affiliation": "", "consent": "on"}, event=event, invitation=invitation)
    assert form.is_valid(), form.errors
    wish = form.wish()
    assert (wish["email"], wish["invitation"], wish["mode"]) == ("ada@example.org", invitation, "in_person")


def test_somebody_else_asks_for_a_place_by_an_ordinary_form(event, invitation):
    form = RegistrationForm(event=event, invitation=invitation, somebody_else=True)
    assert "email" in form.fields
    assert form["name"].value() in {None, ""}
    assert form.deed == "Ask for a place"


def test_guests_of_a_host_are_asked_its_own_questions(event, invitation):
    question = Question.objects.create(event=event, label="Dinner?", kind="yes_no", allocation=invitation.allocation)
    assert f"q{question.pk}" in RegistrationForm(event=event, invitation=invitation).fields
    assert f"q{question.pk}" not in RegistrationForm(event=event).fields


@pytest.mark.parametrize("hours", [-1, 1])
def test_the_form_is_there_between_opening_and_closing(event, hours):
    event.registration_opens_at = timezone.now() + timedelta(hours=hours)
    event.save()
    assert ('name="email"' in page(Client().get(PATH))) == (hours < 0)


@pytest.mark.parametrize("key", ["0" + "9" * 5000, "9" * 5000, "1000", "-1", "²"])
def test_a_companion_with_no_number_of_ours_is_none(event, key):
    rule(event, party_size=3)
    shown = page(post(ADA | {"companion": key, "add_companion": "yes"}, 200))
    assert 'name="c1-name"' in shown
    assert shown.count('name="companion"') == 2  # and the one that JavaScript copies


def test_a_companion_is_added_beside_the_last_number(event):
    rule(event, party_size=3)
    shown = page(post(ADA | {"companion": "999", "add_companion": "yes"}, 200))
    assert 'name="c999-name"' in shown
    assert 'name="c1-name"' in shown


def test_the_number_of_an_invitation_decides_alone_how_many_come(event):
    rule(event, party_size=5)
    invitation = make_invitation(event, companions=1)
    assert RegistrationForm(event=invitation.event, invitation=invitation).most == 1
    place = services.register(event, name="Ada", email=invitation.email, invitation=invitation)
    services.add_companion(place, services.Person("Bea"))
    assert "Bring somebody" not in page(Client().get(place.get_absolute_url()))
    with pytest.raises(PartyTooLargeError):
        services.add_companion(place, services.Person("Cyd"))
