"""A table of sessions comes in and goes again: its columns, what it would do, what it did; an organiser on a phone."""

from typing import Any

from symposium.accounts.models import Role
from symposium.events.models import Event
from symposium.exchange.models import Import
from symposium.programme.models import Session
from tests.browser.conftest import PHONE
from tests.browser.test_inviting import sign_in
from tests.factories import exchange as goods
from tests.factories import make_member

TABLE = "Title;Room;Who\nDust and light;Cellar;Amal Idris\nالنجوم والناس;Cellar;نور\n"


def look(page: Any) -> None:
    """What the worker does, and the page that waits for it."""
    goods.worked(Import.objects.get())
    page.reload()


def test_an_organiser_brings_a_table_sees_what_it_does_and_undoes_it(visitor, event: Event):
    make_member(event, Role.ORGANISER, email="org@example.org")
    page = visitor.page(PHONE)
    sign_in(page, "org@example.org")
    page.goto(f"/admin/exchange/import/bring/?event={event.pk}")
    table = {"name": "sessions.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("File").set_input_files(table)
    page.get_by_role("button", name="Look at the file").click()
    page.wait_for_url("**/change/")
    look(page)
    page.get_by_role("button", name="Look at the file").click()
    look(page)
    page.get_by_text("Nothing is changed yet.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not Session.objects.filter(title="Dust and light").exists()
    page.get_by_role("button", name="Import").click()
    look(page)
    page.get_by_text("It was imported.").wait_for()
    assert Session.objects.get(title="النجوم والناس").room.name == "Cellar"
    page.get_by_role("button", name="Undo the import").click()
    look(page)
    page.get_by_text("undone again").wait_for()
    assert not Session.objects.filter(title="Dust and light").exists()
    assert visitor.complaints == []
