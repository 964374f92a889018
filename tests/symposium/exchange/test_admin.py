"""The desk's pages: taking an event away, bringing one in, by those who may."""

import csv
import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from symposium.events.models import Event
from symposium.exchange.models import Import
from tests.factories import exchange as goods
from tests.factories import make_event, make_session, make_speaker
from tests.factories.desk import CAST, make_world

pytestmark = pytest.mark.django_db
BRING, EXPORT = "/admin/exchange/import/bring/", "/admin/exchange/import/export/"


@pytest.fixture
def boss(admin_user, client):
    client.force_login(admin_user)
    return client


def upload(client, data: bytes, event=None, name="event.zip", **more):
    address = f"{BRING}?event={event.pk}" if event else BRING
    return client.post(address, {"file": ContentFile(data, name=name), "takes_event": "on"} | more)


def page_of(kept: Import) -> str:
    return reverse("admin:exchange_import_change", args=[kept.pk])


def test_an_event_travels_by_the_pages_of_the_desk(boss):
    event = goods.make_whole_event()
    page = boss.get(f"{EXPORT}?event={event.pk}").content.decode()
    assert "Download the event" in page
    download = boss.get(f"{EXPORT}event.zip?event={event.pk}")
    assert download.streaming
    data = b"".join(download)
    goods.remove(event)
    answer = upload(boss, data)
    kept = Import.objects.get()
    assert answer.url == page_of(kept)
    assert "is being read" in boss.get(page_of(kept)).content.decode()
    assert "is being read" in boss.get(f"{page_of(kept)}?part=progress").content.decode()
    goods.worked(kept)
    assert boss.get(f"{page_of(kept)}?part=progress").status_code == 204
    page = boss.get(page_of(kept)).content.decode()
    assert "This is what the import would do" in page
    assert "Cassini" in page
    assert not Event.objects.exists()
    boss.post(page_of(kept), {"go": "yes"})
    assert "is being written" in boss.get(page_of(kept)).content.decode()
    kept = goods.worked(kept)
    assert goods.exported(kept.event) == data
    assert "It was imported." in boss.get(page_of(kept)).content.decode()
    boss.post(page_of(kept), {"undo": "yes"})
    assert "is being undone" in boss.get(page_of(kept)).content.decode()
    goods.worked(kept)
    assert not Event.objects.exists()
    assert "undone again by" in boss.get(page_of(kept)).content.decode()


def test_what_changes_is_shown_field_by_field_before_and_after(boss):
    event = goods.make_whole_event()
    data = goods.exported(event)
    event.sessions.filter(slug="talk").update(title="Between <b>us</b>")
    upload(boss, data, event)
    page = boss.get(page_of(goods.worked(Import.objects.get()))).content.decode()
    assert "Between &lt;b&gt;us&lt;/b&gt;" in page
    assert "To be changed: sessions (1)" in " ".join(page.split())


def test_what_is_wrong_is_shown_and_cannot_be_imported(boss):
    upload(boss, goods.packed({"event.json": b"{}"}))
    kept = goods.worked(Import.objects.get())
    page = boss.get(page_of(kept)).content.decode()
    assert "Nothing was changed" in page
    assert 'name="go"' not in page
    boss.post(page_of(kept), {"go": "yes"})
    kept.refresh_from_db()
    assert kept.state == Import.State.WRONG


def test_the_events_own_words_are_left_where_that_is_wished(boss):
    event = goods.make_whole_event()
    data = goods.exported(event)
    Event.objects.filter(pk=event.pk).update(name="As it is called now")
    upload(boss, data, event, takes_event="")
    assert "change" not in goods.worked(Import.objects.get()).counts()


def test_what_changed_since_is_named_where_undoing_is_refused(boss):
    event = make_event()
    data = goods.exported(goods.make_whole_event())
    kept = goods.imported(data, event=event)
    event.sessions.filter(slug="talk").update(title="By hand")
    boss.post(page_of(kept), {"undo": "yes"})
    assert goods.worked(kept).state == Import.State.DONE
    page = boss.get(page_of(kept)).content.decode()
    assert "Nothing was undone" in page
    assert "By hand" in page
    assert 'name="undo"' in page
    assert event.sessions.filter(title="By hand").exists()


def test_a_file_of_no_known_kind_is_refused_by_its_field_and_the_form_kept(boss):
    answer = upload(boss, b"GIF89a", name="cat.gif")
    assert answer.status_code == 422
    assert "Nobody here can read this kind of file" in answer.content.decode()


def test_a_gigabyte_is_refused_by_its_length_before_it_is_read(boss):
    answer = boss.generic(
        "POST",
        BRING,
        b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(1024**3),
    )
    assert answer.status_code == 400
    assert not Import.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tables_hold_the_programme_and_the_speakers_and_no_formula(boss, kind):
    event = goods.make_whole_event()
    make_session(event, title="=1+1", at=5)
    make_speaker(event, name="@SUM(A1)")
    for name, first in (("programme", "'=1+1"), ("speakers", "'@SUM(A1)")):
        answer = boss.get(f"{EXPORT}{name}.{kind}?event={event.pk}")
        assert answer.status_code == 200
        if kind == "csv":
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
            assert any(first in row for row in rows)
            assert len({len(row) for row in rows}) == 1


def test_only_those_of_the_table_take_away_and_bring_in(client):
    world = make_world()
    at = f"?event={world.event.pk}"
    allowed = {
        f"{EXPORT}{at}": "superuser owner organiser editor",
        f"{EXPORT}programme.csv{at}": "superuser owner organiser editor",
        f"{EXPORT}event.zip{at}": "superuser owner organiser",
        f"{BRING}{at}": "superuser owner organiser",
        BRING: "superuser",
        f"{EXPORT}event.zip?event={world.other.pk}": "superuser rival",
    }
    for actor in CAST:
        client.logout()
        if user := world.cast[actor]:
            client.force_login(user)
        for address, actors in allowed.items():
            status = client.get(address).status_code
            assert (status == 200) == (actor in actors.split()), (actor, address)
            assert status in {200, 302, 403}


def test_the_events_page_leads_to_both(client):
    world = make_world()
    for actor, words in (("organiser", [">Import<", ">Export<"]), ("editor", [">Export<"]), ("coordinator", [])):
        client.force_login(world.cast[actor])
        page = client.get(f"/admin/events/event/{world.event.pk}/change/").content.decode()
        assert [one for one in (">Import<", ">Export<") if one in page] == words


def test_the_table_of_the_docs_is_that_of_the_code():
    from pathlib import Path

    from django.conf import settings

    from symposium.exchange.permissions import Action

    page = (Path(settings.BASE_DIR) / "docs/organisers/exchange.md").read_text()
    for action in Action:
        roles = ["owner", "organiser", "editor"]
        marks = " | ".join("●" if role in action.roles else "" for role in roles)
        assert f"| {action.words} | {marks} |" in page
