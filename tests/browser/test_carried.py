"""What a guest carries away, on a telephone by night: sessions chosen, a clash refused, a code that a reader sees."""

import io

import pytest
import zxingcpp
from PIL import Image

from registrations import tickets
from registrations.models import Booking
from tests import factories
from tests.browser.conftest import PHONE

ASK = """code => {
    const style = getComputedStyle(code);
    const box = code.querySelector('svg').getBoundingClientRect();
    return [style.backgroundColor, Math.round(box.width), Math.round(box.height), box.right <= innerWidth];
}"""


@pytest.fixture
def guest(event):
    factories.make_bookable(event, title="Sails of light, by hand", slug="sails", at=1, places=1)
    factories.make_bookable(event, title="Dust", slug="dust", at=1.5)
    return factories.make_registration(event, name="Ada Star")


def test_a_guest_chooses_sessions_and_shows_a_ticket(visitor, guest):
    page = visitor.page(PHONE, color_scheme="dark")
    page.goto(f"/registrations/{guest.token}/")
    page.get_by_role("link", name="Choose your sessions").click()
    page.get_by_role("checkbox", name="Sails of light").check()
    page.get_by_role("checkbox", name="Dust").check()
    page.get_by_role("button", name="Keep this choice").click()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.get_by_role("checkbox", name="Sails of light").is_checked()
    page.get_by_role("checkbox", name="Dust").uncheck()
    page.get_by_role("button", name="Keep this choice").click()
    assert page.get_by_role("status").inner_text() == "Your choice is kept."
    assert Booking.objects.get().bookable_id == guest.event.sessions.get(slug="sails").pk
    page.get_by_role("link", name="Back to your registration").click()
    page.get_by_role("link", name="Your ticket").click()
    white, width, height, is_in_view = page.locator(".ticket .code").evaluate(ASK)
    assert (white, width == height, is_in_view) == ("rgb(255, 255, 255)", True, True)
    assert width >= 280
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    seen = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())).convert("L"))
    assert [code.text for code in seen] == [tickets.code_of(guest)], "a reader sees it on the dark page"
    assert [complaint for complaint in visitor.complaints if "422" not in complaint] == []
