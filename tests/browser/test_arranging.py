"""Questions put in order with a pointer and with keys, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from registrations.models import Question
from symposium.accounts.models import Role
from symposium.events.models import Event
from tests import factories
from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def questions(event: Event) -> list[Question]:
    return [Question.objects.create(event=event, label=label, position=n) for n, label in enumerate("ABC", 1)]


def open_list(visitor, event: Event, viewport) -> Page:
    member = factories.make_member(event, Role.ORGANISER, email="organiser@example.org", password="x" * 12)
    page = visitor.page(viewport)
    page.goto(f"/admin/login/?next=/admin/registrations/question/?event={event.pk}")
    page.fill("[name=username]", member.email)
    page.fill("[name=password]", "x" * 12)
    page.click("[type=submit]")
    return page


def order(event: Event) -> str:
    return "".join(Question.objects.filter(event=event).order_by("position").values_list("label", flat=True))


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_question_is_dragged_and_moved_by_keys(visitor, event, questions, viewport):
    page = open_list(visitor, event, viewport)
    first, last = page.locator(".arrange-handle").first, page.locator(".arrange li").last
    first.hover()
    page.mouse.down()
    box = last.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 4, steps=5)
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text("The order is saved.")
    assert order(event) == "BCA"
    page.get_by_role("button", name="Move up: A").focus()
    with page.expect_response("**/order/**"):
        page.keyboard.press("Enter")
    expect(page.locator(".arrange li a")).to_have_text(["B", "A", "C"])
    expect(page.get_by_role("button", name="Move up: A")).to_be_focused()
    assert order(event) == "BAC"
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert visitor.complaints == []


def test_what_depends_on_another_snaps_back_with_the_reason(visitor, event, questions):
    Question.objects.filter(label="A").update(kind="yes_no")
    Question.objects.filter(label="B").update(shown_after=questions[0])
    page = open_list(visitor, event, DESK)
    page.get_by_role("button", name="Move up: B").click()
    expect(page.get_by_role("status")).to_contain_text("so it stays below it")
    expect(page.locator(".arrange li a")).to_have_text(["A", "B", "C"])
    assert order(event) == "ABC"


def test_the_buttons_need_no_script(visitor, event, questions):
    member = factories.make_member(event, Role.ORGANISER, email="other@example.org", password="x" * 12)
    page = visitor.page(PHONE, java_script_enabled=False)
    page.goto(f"/admin/login/?next=/admin/registrations/question/?event={event.pk}")
    page.fill("[name=username]", member.email)
    page.fill("[name=password]", "x" * 12)
    page.click("[type=submit]")
    page.get_by_role("button", name="Move down: A").click()
    expect(page.locator(".arrange li a")).to_have_text(["B", "A", "C"])
    assert order(event) == "BAC"
