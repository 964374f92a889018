"""Details changed, agreements given and withdrawn, and all of it erased with a receipt."""

import pytest
from django.core.files.base import ContentFile

from registrations import private_files, services
from registrations.exceptions import RegistrationGoneError
from registrations.models import Answer, Consent, Deed, Invitation, Needs, PersonalFeed, Question, Registration
from symposium.mail.models import OutgoingMail
from symposium.mail.sending import deliver
from tests.factories import make_invitation, make_session
from tests.factories.guests import address_of, come, kinds, make_desk, named, seats, staff, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_desk(capacity=1, rules={"asks_participants": True})


def version(event):
    event.refresh_from_db()
    return event.participants_version


def test_agreeing_and_withdrawing_change_the_public_list_and_are_logged(event):
    guest = come(event, "Ada")
    before = version(event)
    services.consent(guest, "participants")
    services.consent(guest, "participants")
    services.withdraw(guest, "participants")
    services.withdraw(guest, "participants")
    assert version(event) == before + 2
    assert Consent.objects.get().withdrawn_at is not None
    services.consent(guest, "news")
    assert version(event) == before + 2
    verbs = Deed.objects.filter(event=event, rule__in=("participants", "news")).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["consented", "withdrew", "consented"]


def test_who_waits_is_on_no_list(event):
    come(event, "Zoe")
    guest, before = come(event, "Ada"), version(event)
    services.consent(guest, "participants")
    assert version(event) == before


def test_details_that_are_changed_are_stored_and_what_is_missing_stays(event):
    guest = come(event, "Ada")
    text = Question.objects.create(event=event, label="Motto", kind="text")
    more = services.Details(needs={"diet": ["vegan"]}, answers=[(text, "Onwards")])
    assert services.change_details(guest, name="Ada L.", more=more)
    assert not services.change_details(guest, name="Ada L.", more=more)
    assert (Needs.objects.get().diet, Answer.objects.get().value) == (["vegan"], "Onwards")
    services.change_details(guest, more=services.Details(answers=[(text, None)]))
    assert (Needs.objects.count(), Answer.objects.count()) == (1, 0)
    services.change_details(guest, more=services.Details(needs={"diet": []}))
    assert Needs.objects.count() == 0


def test_what_is_erased_is_gone_and_the_receipt_counts_it(event, django_capture_on_commit_callbacks):
    invitation = make_invitation(event, email=address_of("Ada"), name="Ada", greeting="Dear Ada")
    question = Question.objects.create(event=event, label="Letter", kind="file")
    kept = private_files.keep(ContentFile(b"%PDF-1.4 %%EOF", name="letter.pdf"), "pdf")
    details = services.Details(needs={"diet": ["vegan"]}, answers=[(question, kept)], consents=frozenset({"news"}))
    guest = come(event, "Ada", invitation=invitation, details=details)
    come(event, "Bea")
    PersonalFeed.objects.create(registration=guest, token_hash="x")
    services.book(guest, services.change_places(make_session(event), capacity=1))
    Deed.objects.filter(registration=guest).update(reason="Ada asked by telephone")
    pk, mail = guest.pk, OutgoingMail.objects.get(to_address=address_of("Ada"))
    deliver(mail.pk)
    with django_capture_on_commit_callbacks(execute=True):
        receipt = services.erase(guest)
    counts = receipt.as_dict()
    assert {name: counts[name] for name in ("registrations", "answers", "files", "needs", "consents", "feeds")} == {
        **dict.fromkeys(("registrations", "answers", "files", "needs", "consents", "feeds"), 1)
    }
    assert (receipt.had_place, receipt.bookings, receipt.mails) == (True, 1, 1)
    assert not Registration.objects.filter(pk=pk).exists()
    assert not private_files.storage().exists(kept["path"])
    mail.refresh_from_db()
    assert (mail.to_address, mail.to_name, mail.text, mail.html, mail.about) == ("", "", "", "", {})
    assert "Ada" not in str(list(Deed.objects.values())) + str(list(Invitation.objects.values()))
    assert Deed.objects.filter(event=event, verb="erased").count() == 1
    assert (states(event), seats(event)) == ({"Bea": "confirmed"}, (1, 0, 0))
    assert "cancelled" not in kinds(event)


def test_a_mail_that_was_not_sent_yet_never_is(event):
    guest = come(event, "Ada")
    services.erase(guest)
    assert not OutgoingMail.objects.filter(event=event).exists()


def test_words_do_not_come_back_with_a_mail_that_was_just_being_sent(event, monkeypatch):
    guest = come(event, "Ada")
    mail = OutgoingMail.objects.get()

    def erased_meanwhile(written):
        OutgoingMail.objects.filter(pk=mail.pk).update(to_address="", to_name="", about={})
        return written

    monkeypatch.setattr("symposium.mail.sending.write", erased_meanwhile)
    deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.to_address, mail.text, mail.state) == ("", "", "queued")
    assert guest.is_confirmed


def test_what_is_erased_twice_is_told_so(event):
    guest = come(event, "Ada")
    services.erase(Registration.objects.get(pk=guest.pk))
    for deed in (services.erase, services.cancel, services.come_back):
        with pytest.raises(RegistrationGoneError):
            deed(guest)


def test_companions_without_an_address_are_erased_with_the_first(event):
    event.capacity = 2
    event.save()
    assert services.erase(come(event, "Ada", "Bea*")).registrations == 2
    assert (states(event), seats(event)) == ({}, (0, 0, 0))


def test_erasing_a_shadow_looks_like_erasing_any_other_and_changes_nothing_real(event):
    come(event, "Ada")
    receipt = services.erase(come(event, "Ada"))
    assert (receipt.registrations, receipt.mails) == (1, 1)
    assert states(event) == {"Ada": "confirmed"}
    assert kinds(event, "Ada") == ["confirmed", "already"]


def test_with_somebody_go_the_shadows_that_others_made_of_them(event):
    come(event, "Ada")
    come(event, "Ada")
    assert services.erase(named(event, "Ada"), by=staff("by letter")).registrations == 1
    assert not Registration.objects.exists()
