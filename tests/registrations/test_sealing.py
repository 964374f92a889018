"""Encryption of site-access details: keys that change, keys that are lost."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registrations.exceptions import SealedWithUnknownKeyError
from registrations.models import SiteAccess
from registrations.sealing import can_seal, reseal, seal, unseal
from tests import factories

OLD, NEW = "old-key-0123456789-0123456789-012345", "new-key-0123456789-0123456789-012345"
DETAILS = {"official_name": "Ada Löwe 王", "document": "X1"}


def test_what_is_sealed_opens_again_and_reads_as_nothing(settings) -> None:
    settings.SITE_ACCESS_KEYS = [OLD]
    sealed = seal(DETAILS)
    assert unseal(sealed) == DETAILS
    assert "Ada" not in sealed
    assert seal(DETAILS) != sealed


def test_a_former_key_still_opens_and_no_longer_closes(settings) -> None:
    settings.SITE_ACCESS_KEYS = [OLD]
    before = seal(DETAILS)
    settings.SITE_ACCESS_KEYS = [NEW, OLD]
    after = seal(DETAILS)
    assert unseal(before) == unseal(after) == DETAILS
    settings.SITE_ACCESS_KEYS = [OLD]
    with pytest.raises(SealedWithUnknownKeyError):
        unseal(after)


@pytest.mark.parametrize("keys", [[], [NEW]])
@pytest.mark.parametrize("open_it", [unseal, reseal])
def test_a_lost_key_is_said_without_the_details(settings, keys, open_it) -> None:
    settings.SITE_ACCESS_KEYS = [OLD]
    sealed = seal(DETAILS)
    settings.SITE_ACCESS_KEYS = keys
    assert can_seal() == bool(keys)
    with pytest.raises(SealedWithUnknownKeyError) as raised:
        open_it(sealed)
    assert raised.value.__cause__ is None


def test_what_was_tampered_with_does_not_open(settings) -> None:
    settings.SITE_ACCESS_KEYS = [OLD]
    with pytest.raises(SealedWithUnknownKeyError):
        unseal(seal(DETAILS)[:-4] + "AAA=")


@pytest.mark.django_db
def test_a_new_key_takes_over_and_the_former_can_go(settings) -> None:
    settings.SITE_ACCESS_KEYS = [OLD]
    access = SiteAccess.objects.create(
        registration=factories.make_registration(factories.make_event()), sealed=seal(DETAILS)
    )
    settings.SITE_ACCESS_KEYS = [NEW, OLD]
    said = StringIO()
    call_command("reseal_site_access", stdout=said)
    assert "encrypted with the first key: 1" in said.getvalue()
    settings.SITE_ACCESS_KEYS = [NEW]
    changed_at = access.changed_at
    access.refresh_from_db()
    assert unseal(access.sealed) == DETAILS
    assert access.changed_at == changed_at


@pytest.mark.django_db
def test_details_whose_key_is_lost_are_counted_and_left_as_they_are(settings) -> None:
    settings.SITE_ACCESS_KEYS = [OLD]
    sealed = seal(DETAILS)
    SiteAccess.objects.create(registration=factories.make_registration(factories.make_event()), sealed=sealed)
    settings.SITE_ACCESS_KEYS = [NEW]
    with pytest.raises(CommandError, match="1 could not be opened"):
        call_command("reseal_site_access", stdout=StringIO())
    assert SiteAccess.objects.get().sealed == sealed
    settings.SITE_ACCESS_KEYS = []
    with pytest.raises(CommandError, match="SITE_ACCESS_KEYS is empty"):
        call_command("reseal_site_access")
