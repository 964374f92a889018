import logging

import pytest

from symposium.kit.logs import HideLinks, LeaveForms

TOKEN = "6pUeicmAQXqW81iez4gba2bEILxeQyiEXkePsQysk_g"


def said(message, *arguments):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    assert HideLinks().filter(record)
    return record.getMessage()


def test_a_guests_link_is_cut_out_of_every_message():
    assert said("Not Found: %s", f"/registrations/{TOKEN}/ticket.pdf") == "Not Found: /registrations/.../ticket.pdf"
    assert said(f"Forbidden (/registrations/{TOKEN}/cancel/)") == "Forbidden (/registrations/.../cancel/)"


def test_other_messages_stay_as_they_are():
    assert said("Not Found: %s", "/events/nowhere/") == "Not Found: /events/nowhere/"


@pytest.mark.parametrize(("status", "is_said"), [(409, False), (422, False), (404, True), (429, True), (500, True)])
def test_a_form_that_came_back_is_no_news(status, is_said):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Conflict: %s", ("/register/",), None)
    record.status_code = status
    assert LeaveForms().filter(record) is is_said


def test_what_django_says_of_nothing_in_particular_stays():
    assert LeaveForms().filter(logging.LogRecord("mail", logging.INFO, "", 0, "Sent", (), None))


def test_the_console_leaves_such_forms_out(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["hide_links", "leave_forms"]
