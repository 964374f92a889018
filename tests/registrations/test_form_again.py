"""A form that is sent again, by a double click or by who went back to mend it: the same guest, as they wrote last."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registrations import services
from registrations.models import Consent, Deed, Question, Registration
from registrations.sealing import unseal
from symposium.mail.models import OutgoingMail
from tests.factories import make_invitation
from tests.factories.guests import kinds, make_block, make_desk, seats, states
from tests.registrations.test_form_questions import PDF

pytestmark = pytest.mark.django_db

PATH = "/events/night/register/"
ADA = {"name": "Ada", "email": "ada@example.org", "affiliation": "Analytical Society", "consent": "on"}


@pytest.fixture
def event():
    return make_desk(slug="night", capacity=5, rules={"party_size": 4, "asks_diet": True, "asks_participants": True})


def send(data, status=302, path=PATH):
    response = Client().post(path, data)
    assert response.status_code == status, response.content.decode()
    return response


def twice(first, second, status=302):
    """Send a form, go back, change it, send it again; nobody is told twice of what they know."""
    mark = {"submission": uuid4().hex}
    page = send(ADA | mark | first).headers["Location"]
    again = send(ADA | mark | second, status)
    assert status != 302 or again.headers["Location"] == page
    return Registration.objects.get(submission=mark["submission"])


def party(*named):
    """'Bea bea@example.org' and 'Cid' as companions of a form."""
    data = {"companion": [str(number) for number, _one in enumerate(named, start=1)]}
    for number, one in enumerate(named, start=1):
        name, _space, address = one.partition(" ")
        data |= {f"c{number}-name": name, f"c{number}-email": address}
    return data


def test_what_was_written_last_stands(event):
    size = Question.objects.create(event=event, label="Size?", kind="text", position=1)
    colour = Question.objects.create(event=event, label="Colour?", kind="text", position=2)
    first = {f"q{size.pk}": "S", "diet": ["vegan"], "diet_words": "nuts", "consent_participants": "on"}
    guest = twice(first, {"name": "Ada King", f"q{colour.pk}": "red", "diet": ["halal"]})
    assert guest.name == "Ada King"
    assert dict(guest.answers.values_list("asked", "value")) == {"Colour?": "red"}
    assert (guest.needs.diet, guest.needs.diet_words) == (["halal"], "")
    assert not Consent.objects.standing().filter(registration=guest).exists()
    assert (kinds(event), seats(event)) == (["confirmed"], (1, 0, 0))
    assert Deed.objects.filter(registration=guest, verb="changed").exists()


def test_needs_that_were_taken_out_are_gone_and_a_double_click_changes_nothing(event):
    assert not hasattr(twice({"diet": ["vegan"]}, {}), "needs")
    same = {"diet": ["vegan"], "email": "bea@example.org", "consent_participants": "on"} | party("Cid")
    before = Deed.objects.count()
    guest = twice(same, same)
    assert Deed.objects.exclude(verb="registered").count() == before - 1
    assert guest.party.members.count() == 2
    assert Consent.objects.filter(registration=guest).count() == 1


def test_a_file_that_no_browser_sends_twice_and_what_the_gate_must_know_stay(event, settings):
    settings.SITE_ACCESS_KEYS = ["k" * 40]
    event.registration_rules.site_access_fields = ["document"]
    event.registration_rules.save()
    letter = Question.objects.create(event=event, label="Letter?", kind="file")
    upload = SimpleUploadedFile("letter.pdf", PDF, content_type="application/pdf")
    guest = twice(
        {f"q{letter.pk}": upload, "site_document": "C01"}, {"site_document": "C02", "affiliation": "Elsewhere"}
    )
    assert (guest.affiliation, guest.answers.get().value["name"]) == ("Elsewhere", "letter.pdf")
    assert unseal(guest.site_access.sealed) == {"document": "C02"}


def test_companions_are_those_of_the_last_form(event):
    bea = "Bea bea@example.org"
    guest = twice(party(bea, "Cid", "Dan"), party(bea, "Cyd", "Eve eve@example.org"))
    assert states(event) == {"Ada": "confirmed", "Bea": "confirmed", "Cyd": "confirmed", "Eve": "confirmed"}
    assert seats(event) == (4, 0, 0)
    assert kinds(event, "Bea") == ["confirmed"]
    eve = guest.party.members.get(name="Eve")
    assert (eve.new_email, kinds(event, "Eve")) == ("eve@example.org", ["new_address"])


def test_who_is_taken_out_gives_the_place_back_and_who_comes_instead_stands_at_the_end(event):
    twice(party("Bea bea@example.org"), party("Fay fay@example.org"))
    assert states(event) == {"Ada": "confirmed", "Bea": "cancelled", "Fay": "confirmed"}
    assert kinds(event, "Bea") == ["confirmed", "cancelled"]
    assert (kinds(event, "Fay"), seats(event)) == (["confirmed"], (2, 0, 0))


def test_nobody_comes_before_those_who_wait_by_sending_a_form_again(event):
    mark = {"submission": uuid4().hex}
    send(ADA | mark | party("Bea bea@example.org"))
    for name in ("Gus", "Hal", "Ida", "Jo"):
        services.register(event, name=name, email=f"{name}@example.org")
    assert seats(event) == (5, 0, 1)
    send(ADA | mark | party("Bea bea@example.org", "Kim"), 409)
    assert "Kim" not in states(event)
    send(ADA | mark | party("Kay kay@example.org") | {"accepts_waiting": "in_person"})
    assert states(event) | {"Jo": "confirmed", "Bea": "cancelled", "Kay": "waiting"} == states(event)
    assert seats(event) == (5, 0, 1)


def test_a_party_that_says_now_that_it_may_be_split_takes_the_places_there_are(event):
    services.register(event, name="Gus", email="gus@example.org", companions=[services.Person("x")] * 3)
    both = party("Bea bea@example.org") | {"accepts_waiting": "in_person"}
    twice(both, both | {"may_split": "yes"})
    assert [states(event)[name] for name in ("Ada", "Bea")] == ["confirmed", "waiting"]


def test_the_other_way_to_take_part_is_had_where_it_is_free_and_else_the_rest_is_kept(event):
    event.attendance, event.online_capacity = "both", 1
    event.save()
    guest = twice({"mode": "in_person"}, {"mode": "online", "name": "Ada King"})
    assert (guest.mode, guest.is_confirmed, seats(event)) == ("online", True, (0, 0, 0))
    other = ADA | {"email": "bea@example.org", "submission": uuid4().hex, "accepts_waiting": "online"}
    send(other | {"mode": "in_person"})
    send(other | {"mode": "online", "name": "Bea King"})
    bea = Registration.objects.get(email="bea@example.org")
    assert (bea.mode, bea.name, bea.state) == ("in_person", "Bea King", "confirmed")


def test_who_has_the_last_place_can_mend_what_they_wrote(event):
    event.attendance, event.online_capacity, event.has_waiting_list = "both", 1, False
    event.save()
    guest = twice({"mode": "online"}, {"mode": "online", "name": "Ada King"})
    assert guest.name == "Ada King"


def test_the_form_of_an_invitation_is_mended_in_the_browser_that_sent_it_alone(event):
    invitation = make_invitation(event, allocation=make_block(event, 1), name="Ada", email="ada@example.org")
    path, mark = invitation.get_absolute_url(), {"submission": uuid4().hex}
    send(ADA | mark, path=path)
    send(ADA | mark | {"diet": ["vegan"]}, path=path)
    guest = Registration.objects.get()
    assert (guest.needs.diet, guest.in_block) == (["vegan"], True)
    wrong = send(ADA | mark | {"name": ""}, 422, path=path)
    assert "Tell us your name." in wrong.content.decode()
    send(ADA | {"submission": uuid4().hex, "name": "Mallory"}, path=path)
    guest.refresh_from_db()
    assert (guest.name, Registration.objects.count()) == ("Ada", 1)


def test_a_shadow_is_mended_as_anybody(event):
    owner = services.register(event, name="Ada", email="ada@example.org")
    guest = twice({}, {"name": "Mallory", "diet": ["vegan"]})
    owner.refresh_from_db()
    assert (guest.shadow_of, guest.name, guest.needs.diet, owner.name) == (owner, "Mallory", ["vegan"], "Ada")
    assert OutgoingMail.objects.filter(kind="registration_already").count() == 1
