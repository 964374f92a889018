"""The empty form is rendered once: never stale, nobody else's, and cheap."""

import gzip
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import escape

from registrations import services
from registrations.models import Question, Registration, RegistrationRules
from registrations.services.registering import _standing_first
from symposium.events.models import Event
from symposium.kit.moulds import Mould, hole
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db
PATH = "/events/night/register/"


@pytest.fixture
def event():
    return make_event(slug="night", capacity=3)


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def form(client=None, **headers):
    return (client or Client()).get(PATH, headers=headers).content.decode()


def test_two_visitors_share_nothing_that_is_their_own(event):
    first, second = Client(), Client()
    one, other = hidden(form(first)), hidden(form(second))
    for name in ("csrfmiddlewaretoken", "submission"):
        assert one[name]
        assert one[name] != other[name]
    assert first.cookies["symposium_csrf"].value != second.cookies["symposium_csrf"].value
    assert re.sub("|".join(map(re.escape, one.values())), "", form(first)).count("csrfmiddlewaretoken") == 1


def test_the_token_of_a_kept_form_is_that_of_the_visitors_cookie(event):
    form()
    strict = Client(enforce_csrf_checks=True)
    fields = hidden(form(strict)) | {"name": "Ada", "email": "ada@example.org", "consent": "on"}
    assert strict.post(PATH, fields).status_code == 302
    assert Client(enforce_csrf_checks=True).post(PATH, fields).status_code == 403


def test_what_was_typed_by_one_is_never_seen_by_another(event):
    Client().post(PATH, {"name": "Very Secret", "email": "x"})
    assert "Very Secret" not in form()


def change_rules(event):
    RegistrationRules.objects.update_or_create(event=event, defaults={"asks_pronouns": True})


def ask_more(event):
    Question.objects.create(event=event, label="Which planet?")


def ask_less(event):
    Question.objects.filter(event=event).delete()


def ask_otherwise(event):
    Question.objects.filter(event=event).update(label="Which moon?")


@pytest.mark.parametrize("change", [change_rules, ask_more, ask_less, ask_otherwise])
def test_a_change_of_rules_or_questions_is_on_the_form_at_once(event, change):
    Question.objects.create(event=event, label="Which star?")
    before = sorted(re.findall(r"<label[^>]*>\s*([^<]+)", form()))
    change(event)
    assert sorted(re.findall(r"<label[^>]*>\s*([^<]+)", form())) != before


def test_the_form_says_how_many_places_are_left_as_they_go():
    event = make_event(slug="night", capacity=30, attendance="both")
    seen = set()
    for number in range(30):
        services.register(event, name="Guest", email=f"g{number}@example.org", mode="in_person")
        seen |= set(re.findall(r"(\d) places? left", form()))
    assert seen == {"1", "2", "3"}
    assert "you would join the waiting list" in form()


def test_languages_have_forms_of_their_own(event):
    assert 'lang="en-GB"' in form()
    assert 'lang="en-US"' in Client().get(f"/en-us{PATH}").content.decode()
    assert 'lang="en-US"' in form(accept_language="en-US")
    assert 'lang="en-GB"' in form()


def test_compressed_it_is_the_same_form(event):
    client = Client()
    plain = form(client)
    zipped = client.get(PATH, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["Vary"] == "Accept-Encoding, Cookie"
    other = gzip.decompress(zipped.content).decode()
    blank = [re.sub(r'(<input type="hidden" name="\w+" value=")[^"]*', r"\1", page) for page in (plain, other)]
    assert blank[0] == blank[1]


def test_a_kept_form_costs_one_query_and_a_registration_no_more_beside_many_guests(
    event, django_assert_num_queries, django_assert_max_num_queries
):
    for _guest in range(20):
        make_registration(event)
    client = Client()
    fields = hidden(form(client)) | {"name": "Ada", "email": "ada@example.org", "consent": "on"}
    with django_assert_num_queries(1):
        form(client)
    with django_assert_max_num_queries(12):
        response = client.post(PATH, fields)
    assert response.status_code == 302


@pytest.mark.parametrize("value", ["", "short", "ä" * 1000, "<b>" * 50_000])
def test_what_fills_a_hole_is_found_in_its_place(value):
    mould = Mould(f"{'before ' * 500}{hole('own')} and {hole('own')}{hole('other')}")
    values = {"own": value, "other": "x"}
    expected = f"{'before ' * 500}{value} and {value}x".encode()
    assert mould.filled(values) == expected
    assert gzip.decompress(mould.zipped(values)) == expected


def test_a_secret_is_not_compressed_with_anything_beside_it():
    mould = Mould(f"token=abcdefgh {hole('own')}")
    sizes = {len(mould._zipped[0]) + len(value) for value in ("abcdefgh", "ijklmnop")}
    assert len(sizes) == 1
    for value in ("abcdefgh", "ijklmnop"):
        assert value.encode() in mould.zipped({"own": value})


def test_what_an_address_did_before_is_found_by_indexes_and_not_among_all_guests(event):
    people = [f"guest-{number}@example.org" for number in range(2000)]
    Registration.objects.bulk_create(
        [Registration(event=event, name="Guest", email=one, email_key=one, state="confirmed") for one in people]
    )
    if connection.vendor == "postgresql":
        # Of a table that it has not counted, any index is as good to it as another.
        connection.cursor().execute(f"ANALYZE {Registration._meta.db_table}")
    plan = _standing_first(event.pk, ["ada@example.org"], uuid4()).explain()
    assert "registration_by_address" in plan
    assert "guests_by_change" not in plan


def shown_again(text, typed, **more):
    """The page that says that the last place has gone, without what is made anew each time."""
    client = Client()
    fields = hidden(form(client)) | typed | {"consent": "on", "register": "yes"}
    filled = Event.objects.filter(slug="night")
    filled.update(seats_taken=3)
    try:
        # Offered before the last place went.
        answer = client.post(PATH, fields | {"accepts_waiting": ""} | more)
    finally:
        filled.update(seats_taken=0)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert text in page
    assert hidden(page)["submission"] == fields["submission"]
    assert hidden(page)["mark"] == fields["mark"]
    assert hidden(page)["accepts_waiting"] == "in_person"
    return re.sub(r'name="(csrfmiddlewaretoken|submission|mark)" value="[^"]*"', "", page)


@pytest.mark.parametrize(
    "name", ["Ada", "<script>alert(1)</script>", "\" onfocus='x' &amp; {{ 7 }}", "عبد الله", "王小明", "x" * 160]
)
def test_a_form_that_comes_back_is_kept_for_all_and_shows_to_each_what_they_typed(event, name):
    Event.objects.filter(slug="night").update(has_waiting_list=True)
    typed = {"name": name, "email": "a.o'hara+1@example.org", "affiliation": f"Institute of {name}"[:160]}
    text = "The last place has just been taken"
    alike = [shown_again(text, typed) for _time in range(2)]
    # What no plain form has is rendered for this one alone; it shows nowhere on the page.
    own = shown_again(text, typed, unknown="1")
    assert alike == [own, own]
    assert escape(name) in own
    other = shown_again(text, typed | {"name": "Somebody Else"})
    assert other == own.replace(f'value="{escape(name)}"', 'value="Somebody Else"')


def test_a_form_that_comes_back_again_and_again_costs_few_queries(event, django_assert_max_num_queries):
    Event.objects.filter(slug="night").update(has_waiting_list=True, seats_taken=3)
    client = Client()
    fields = hidden(form(client)) | {"accepts_waiting": "", "name": "Ada", "email": "a@example.org", "consent": "on"}
    assert client.post(PATH, fields).status_code == 409
    with django_assert_max_num_queries(8):
        assert client.post(PATH, fields).status_code == 409


def test_who_comes_with_others_or_answers_more_gets_a_page_of_their_own(event):
    Event.objects.filter(slug="night").update(has_waiting_list=True)
    RegistrationRules.objects.update_or_create(event=event, defaults={"asks_pronouns": True})
    typed = {"name": "Ada", "email": "ada@example.org"}
    text = "The last place has just been taken"
    assert "they/them of Mars" in shown_again(text, typed, pronouns="they/them of Mars")
    assert "they/them of Mars" not in shown_again(text, typed)
