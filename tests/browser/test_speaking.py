"""From a speaker's link to the public page, as the speaker, the editor and a visitor see it."""

from pathlib import Path
from typing import Any

from django.core.files.storage import storages

from speakers.models import Speaker
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.browser.conftest import PHONE
from tests.factories.speaking import make_link, picture


def test_a_speaker_answers_and_suggests_on_a_phone_and_an_editor_takes_it_over(
    visitor: Any, event: Event, tmp_path: Path
) -> None:
    speaker = Speaker.objects.get(slug="d")
    Speaker.objects.filter(pk=speaker.pk).update(email="d@example.org")
    link = make_link(speaker)
    page = visitor.page(PHONE)
    page.goto(link.get_absolute_url())
    page.get_by_role("button", name="I take part").click()
    page.get_by_text("You take part.", exact=True).wait_for()
    # --- words
    page.get_by_role("link", name="Change name, words or links").click()
    page.get_by_label("Name", exact=True).fill("Maria Skłodowska")
    page.get_by_label("About you").fill("I *look* at the sky.")
    assert page.get_by_text("20 / 3,000").count() == 1
    page.get_by_role("button", name="Send it to the organisers").click()
    page.get_by_role("heading", name="Waiting for the organisers").wait_for()
    # --- portrait
    file = tmp_path / "me.jpg"
    file.write_bytes(picture(400, 500).read())
    page.get_by_role("link", name="Send a portrait").click()
    page.get_by_label("Picture").set_input_files(file)
    page.get_by_label("What is to be seen").fill("A face")
    page.get_by_label("Who took it").fill("A friend")
    page.get_by_role("button", name="Send it to the organisers").click()
    page.get_by_alt_text("The new portrait").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # --- the desk
    factories.make_member(event, Role.EDITOR, email="ed@example.org")
    desk = visitor.page()
    desk.goto("/admin/")
    desk.get_by_label("E-mail address").fill("ed@example.org")
    desk.get_by_label("Password").fill("x" * 12)
    desk.get_by_role("button", name="Sign in", exact=True).click()
    desk.wait_for_url("**/admin/")
    desk.goto(f"/admin/speakers/suggestion/?event={event.pk}&state__exact=open")
    desk.locator("#result_list tbody th a").click()
    desk.locator("input[name=name]").fill("Maria Skłodowska-Curie")
    desk.get_by_role("button", name="Take over what is ticked").click()
    desk.get_by_text("Taken over.").wait_for()
    # --- visitors
    reader = visitor.page()
    reader.goto(speaker.get_absolute_url())
    reader.get_by_role("heading", name="Maria Skłodowska-Curie").wait_for()
    assert reader.locator("article em").inner_text() == "look"
    assert reader.get_by_alt_text("A face").evaluate("one => one.complete && one.naturalWidth > 0")
    assert visitor.complaints == []
    assert not any(storages["private"].listdir("speaking")[1])
