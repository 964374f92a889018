"""Rows are found by their words, on both databases alike, and what earlier releases wrote is filled in."""

import pytest

from registrations.models import Invitation, Registration
from symposium.kit.findable import Asked, fill, holding, words_for_lists
from symposium.mail.models import OutgoingMail
from tests import factories
from tests.factories.desk import make_mail


def test_an_address_is_one_word_with_its_domain_and_names_are_folded() -> None:
    assert words_for_lists(["Zoë Čapek"], ["Zoe.C@Example.org"]).split() == [
        *("zoe", "capek"),
        *("@zoe.c@example.org", "@example.org"),
    ]


def test_what_has_no_word_is_no_unknown_row() -> None:
    assert words_for_lists(["🎉"]) == "@"


@pytest.mark.parametrize("asked", ["", "  ", "-", "🎉"])
def test_no_word_asks_for_nothing(asked: str) -> None:
    assert Asked.of(asked, by_address=True).parts == ()


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["ada@", "@example.org", "x@y' | 'a", "a\\'b@", "%_@", "\0@"])
def test_addresses_are_not_asked_for_by_who_may_not_see_them(asked: str) -> None:
    factories.make_registration(factories.make_event(), name="Ada", email="ada@example.org")
    rows = Registration.objects.all()
    assert not rows.filter(holding(rows, asked, by_address=False)).exists()
    assert rows.filter(holding(rows, asked, by_address=True)).exists() == (asked in {"ada@", "@example.org"})


@pytest.mark.django_db
def test_rows_of_an_earlier_release_are_filled_in_once() -> None:
    event = factories.make_event()
    factories.make_registration(event, name="Ada Lovelace")
    factories.make_invitation(event)
    make_mail(event)
    for model in (Registration, Invitation, OutgoingMail):
        model._base_manager.update(found_by="")
        assert (fill(model), fill(model)) == (1, 0)
    rows = Registration.objects.all()
    assert rows.filter(holding(rows, "lovel", by_address=False)).count() == 1


@pytest.mark.django_db
def test_rows_made_together_and_renamed_alone_are_found() -> None:
    event = factories.make_event()
    invited = factories.make_invitation(event, name="Ada")
    Invitation.objects.filter(pk=invited.pk).delete()
    Invitation.objects.bulk_create([invited])
    invited.name = "Grace"
    invited.save(update_fields=["name"])
    rows = Invitation.objects.all()
    assert rows.filter(holding(rows, "grac", by_address=False)).exists()
    assert not rows.filter(holding(rows, "ada", by_address=False)).exists()
