import logging

from symposium.kit.logs import HideLinks

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
