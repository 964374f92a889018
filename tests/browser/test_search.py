"""Searching as a person does: by keyboard, on a phone, without JavaScript."""

import pytest

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("has_script", [True, False])
def test_words_are_typed_sent_with_enter_and_lead_to_what_they_name(visitor, event, has_script):
    page = visitor.page(PHONE, java_script_enabled=has_script)
    page.goto(event.get_absolute_url())
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").press_sequentially("SHORES two")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=SHORES+two")
    assert page.get_by_role("heading", level=2).inner_text() == "1 result"
    assert page.get_by_role("searchbox").input_value() == "SHORES two"
    page.get_by_role("link", name="Two shores").click()
    page.wait_for_url("**/programme/two-shores/")
    assert page.get_by_role("heading", level=1).inner_text() == "Two shores"


def test_the_way_by_tab_goes_from_the_words_to_the_button_to_the_results(visitor, event):
    page = visitor.page()
    page.goto("/search/?q=shores")
    page.get_by_role("searchbox").focus()
    seen = []
    for _ in range(2):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.innerText"))
    assert seen == ["Search", "Two shores"]


def test_words_from_right_to_left_turn_the_field_around_and_nothing_else(visitor, event):
    page = visitor.page(PHONE)
    page.goto("/search/?q=مرحبا")
    direction = "e => getComputedStyle(e).direction"
    assert page.get_by_role("searchbox").evaluate(direction) == "rtl"
    assert page.get_by_role("button").evaluate(direction) == "ltr"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
