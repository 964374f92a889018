"""What goes out comes in again, on this site and on another, and goes out the same."""

import io
import json
import zipfile

import pytest

from symposium.events.models import Event
from symposium.exchange import services
from symposium.exchange.models import Import
from tests.factories import exchange as goods
from tests.factories import make_registration

pytestmark = pytest.mark.django_db


def test_an_event_moved_to_an_empty_site_is_exported_the_same_byte_for_byte():
    event = goods.make_whole_event()
    first = goods.exported(event)
    goods.remove(event)
    kept = goods.imported(first)
    assert kept.state == Import.State.DONE, kept.problems
    assert kept.event is not None
    assert kept.event.state == Event.State.DRAFT
    assert goods.exported(kept.event) == first


def test_two_exports_of_an_unchanged_event_are_equal():
    event = goods.make_whole_event()
    assert goods.exported(event) == goods.exported(event)


def test_no_guest_is_in_an_export():
    event = goods.make_whole_event()
    make_registration(event, name="Zyxmark Guest", email="zyxmark@example.org")
    assert b"yxmark" not in goods.exported(event)


def test_everything_that_an_event_has_is_in_its_export():
    event = goods.make_whole_event()
    with zipfile.ZipFile(io.BytesIO(goods.exported(event))) as package:
        content = json.loads(package.read("event.json"))
        names = package.namelist()
    assert all(content[kind] for kind in content), [kind for kind in content if not content[kind]]
    assert len(names) == 4


def test_importing_an_unchanged_event_again_leaves_everything():
    event = goods.make_whole_event()
    kept = goods.bring(goods.exported(event), event=event)
    assert kept.state == Import.State.READY, kept.problems
    assert set(kept.counts()) == {"leave"}


def test_undoing_the_import_of_a_new_event_leaves_nothing():
    event = goods.make_whole_event()
    data = goods.exported(event)
    goods.remove(event)
    kept = goods.imported(data)
    services.undo(kept, user=kept.user)
    assert goods.worked(kept).state == Import.State.UNDONE
    assert not Event.objects.exists()
