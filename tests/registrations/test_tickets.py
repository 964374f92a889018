"""What the door asks for: a code that opens nothing, on a telephone and on paper."""

import io
import json
import re
import zlib
from datetime import timedelta

import pytest
import segno
import typst
import zxingcpp
from PIL import Image

from registrations import services, tickets
from registrations.models import Party, Registration
from symposium.events.models import Event
from symposium.kit.cards import fonts, template
from symposium.kit.paper import QUIET_ZONE, code_svg
from symposium.kit.tokens import is_genuine
from tests import factories as make

pytestmark = pytest.mark.django_db
QR = str(zxingcpp.BarcodeFormat.QRCode)


@pytest.fixture
def event():
    event = make.make_event(name="Two shores", stream_url="https://stream.example.org/live")
    make.make_venue(event, directions="<p>By train.</p>")
    return event


@pytest.fixture
def guest(event):
    return make.make_registration(event, name="Ada Star", badge_name="Dr Ada Star", affiliation="Observatory")


def page(guest: Registration, query: str = "") -> str:
    return f"/registrations/{guest.token}/ticket/{query}"


def file(guest: Registration, query: str = "") -> str:
    return f"/registrations/{guest.token}/ticket.pdf{query}"


def text(response) -> str:
    return response.content.decode()


def matrix_of(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a drawn code, read off its path as a renderer would."""
    path = re.search(r'class="qrline" stroke="#000" d="([^"]*)"', svg)
    assert path
    dark, x, y = set(), 0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path[1]):
        if command == "h":
            dark |= {(x + step, int(y)) for step in range(int(first))}
            x += int(first)
        elif command == "M":
            x, y = int(first), float(second)
        else:
            x, y = x + int(first), y + float(second)
    return dark


def test_the_drawn_code_is_that_of_the_ticket_and_has_white_around_it(client, guest):
    svg = text(client.get(page(guest)))
    rows = segno.make(tickets.code_of(guest), error="m", micro=False, boost_error=False).matrix
    wanted = {(x + QUIET_ZONE, y + QUIET_ZONE) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
    assert matrix_of(svg) == wanted
    assert matrix_of(code_svg("something else", title="Code")) != wanted
    side = len(rows) + 2 * QUIET_ZONE
    assert f'viewBox="0 0 {side} {side}"' in svg


@pytest.mark.parametrize("ppi", [72, 150])
def test_a_reader_of_codes_reads_what_is_printed(client, event, guest, monkeypatch, ppi):
    """From the page as it is set, in pixels: two tickets of a party, at the sharpness of a screen and of a printer."""
    made = []
    monkeypatch.setattr(tickets, "to_pdf", lambda *given: made.append(given) or b"%PDF")
    names = ("Ada Star", "عبد الرحمن " + "W" * 60)
    party = Party.objects.create(event=event)
    shown = [make.make_registration(event, name=name, party=party, is_head=name == names[0]) for name in names]
    client.get(file(shown[0], "?party=1"))
    ((name, data, drawings),) = made
    files = {"main.typ": template(name), "data.json": json.dumps(data).encode(), **drawings}
    pages = typst.compile(files, format="png", ppi=ppi, font_paths=fonts())
    for page_of_one, one in zip(pages, shown, strict=True):
        read = zxingcpp.read_barcodes(Image.open(io.BytesIO(page_of_one)).convert("L"))
        assert [(str(code.format), code.text) for code in read] == [(QR, tickets.code_of(one))]


def test_who_photographs_a_ticket_can_do_nothing_with_it(client, guest):
    code = tickets.code_of(guest)
    assert is_genuine(code, tickets.TOKEN, guest.public_id)
    assert Registration.objects.by_token(code) is None
    for path in ("", "cancel/", "ticket/", "ticket.pdf", "sessions/", "feed/", "calendar.ics"):
        assert client.get(f"/registrations/{code}/{path}").status_code == 404
    shown = text(client.get(page(guest)))
    assert guest.token not in shown.partition('<article class="ticket">')[2].partition("</article>")[0]


def test_a_ticket_that_was_printed_stays_good_when_the_link_is_made_anew(guest):
    before = tickets.code_of(guest)
    guest.token_version += 1
    assert tickets.code_of(guest) == before


def test_a_screen_shows_the_name_of_the_badge_the_reference_and_the_place(client, guest):
    shown = client.get(page(guest))
    for words in ("Dr Ada Star", "Observatory", guest.reference, "Two shores", "Observatory Hall"):
        assert words in text(shown)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in shown.headers["X-Robots-Tag"]


def test_online_nobody_asks_for_a_code(client, event):
    guest = make.make_registration(event, mode="online")
    shown = text(client.get(page(guest)))
    assert 'class="code"' not in shown
    assert 'href="https://stream.example.org/live"' in shown
    assert client.get(file(guest)).content.startswith(b"%PDF")


@pytest.mark.parametrize("state", ["waiting", "pending", "cancelled", "declined", "unverified"])
def test_without_a_place_there_is_no_ticket(client, event, state):
    guest = make.make_registration(event, state=state, waiting_since=event.starts_at if state == "waiting" else None)
    assert "There is no ticket to show" in text(client.get(page(guest)))
    assert client.get(file(guest)).url == page(guest)


def test_when_it_is_over_or_cancelled_the_page_says_so(client, event, guest, time_machine):
    Event.objects.filter(pk=event.pk).update(state="cancelled")
    assert "The event is cancelled" in text(client.get(page(guest)))
    assert client.get(file(guest)).status_code == 302
    Event.objects.filter(pk=event.pk).update(state="published")
    time_machine.move_to(event.ends_at + timedelta(minutes=1))
    assert "The event has taken place." in text(client.get(page(guest)))


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf + b"".join(inflated(pdf))))


def inflated(pdf: bytes) -> list[bytes]:
    """The streams of a file, those that are compressed opened."""
    found = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            found.append(part)
    return found


def test_the_file_is_one_page_for_each_ticket_and_the_same_each_time(client, guest):
    first = client.get(file(guest))
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == f'inline; filename="ticket-{guest.reference}.pdf"'
    assert first.headers["Cache-Control"] == "private, no-store"
    assert pages_of(first.content) == 1
    assert client.get(file(guest)).content == first.content
    # Drawn, not painted: no picture of pixels is in it.
    assert b"/Subtype/Image" not in first.content.replace(b" ", b"")


def test_no_name_is_a_command_of_the_typesetter(client, event):
    guest = make.make_registration(event, name='#read("/etc/passwd") $x$ *b*', affiliation="]#panic()[")
    assert pages_of(client.get(file(guest)).content) == 1


@pytest.mark.parametrize("name", ["عبد الرحمن بن خلدون", "王小明", "W" * 80, "🚀 Ada"])
def test_any_name_is_set(client, event, name):
    guest = make.make_registration(event, name=name, affiliation=name)
    assert pages_of(client.get(file(guest)).content) == 1


def test_the_first_of_a_party_has_all_tickets_and_each_has_their_own(client, event):
    party = Party.objects.create(event=event)
    head = make.make_registration(event, party=party, is_head=True)
    companion = make.make_registration(event, party=party, email="", name="Bo")
    make.make_registration(event, party=party, state="cancelled", name="Cyrus Longname")
    assert pages_of(client.get(file(head)).content) == 1
    assert pages_of(client.get(file(head, "?party=1")).content) == 2
    assert pages_of(client.get(file(companion, "?party=1")).content) == 1
    shown = text(client.get(page(head, "?party=1")))
    assert shown.count('<article class="ticket">') == 2
    assert "Cyrus" not in shown
    assert "All 2 tickets of your party" in text(client.get(page(head)))
    assert "All 2 tickets" not in text(client.get(page(companion)))


def test_a_ticket_costs_few_queries(client, event, guest, django_assert_max_num_queries):
    for hour in range(3):
        services.book(guest, make.make_bookable(event, at=hour))
    with django_assert_max_num_queries(5):
        client.get(file(guest))


def test_the_code_is_black_on_white_whatever_is_around_it(guest):
    svg = tickets.drawn_code(guest)
    assert 'stroke="#000"' in svg
    assert 'fill="#fff"' in svg
    assert "style=" not in svg
