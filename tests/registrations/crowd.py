"""A process of its own that does one job on a real database: ``python -m tests.registrations.crowd JOB ARGUMENTS``."""

import contextlib
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "symposium.settings")

import django

django.setup()

from registrations import services
from registrations.exceptions import EventFullError
from registrations.models import Registration
from symposium.events.models import Event
from symposium.mail.sending import deliver_due
from tests.factories import make_event


def make(capacity):
    """Print the id of a new event."""
    print(make_event(capacity=int(capacity), slug="crowded").pk)


def rush(event, first, count, *, waiting=True):
    """Register ``count`` guests as fast as it goes."""
    found = Event.objects.get(pk=event)
    for number in range(int(first), int(first) + int(count)):
        with contextlib.suppress(EventFullError):
            services.register(found, name=f"Guest {number}", email=f"g{number}@example.org", accepts_waiting=waiting)


def rush_for_seats(event, first, count):
    """As ``rush``, of people who do not want to wait."""
    rush(event, first, count, waiting=False)


def same(event, count):
    """One address, again and again."""
    found = Event.objects.get(pk=event)
    for _attempt in range(int(count)):
        services.register(found, name="Ada", email="ada@example.org")


def leave(event, first, count):
    """Cancel and come back, so that the line moves all the time."""
    for number in range(int(first), int(first) + int(count)):
        registration = Registration.objects.filter(event=event, email=f"g{number}@example.org").first()
        if registration:
            services.cancel(registration)
    rush(event, first, count)


def send_slowly(_event):
    """Send what is due, so slowly that there is time to be killed between the mail and the note that it went."""
    from django.core.mail.backends.filebased import EmailBackend

    send = EmailBackend.send_messages

    def slow(self, messages):
        sent = send(self, messages)
        print("sent", flush=True)
        time.sleep(30)
        return sent

    EmailBackend.send_messages = slow
    deliver_due()


def stand_still(event):
    """Begin a registration, print, and hang before the commit."""
    from django.db import transaction

    with transaction.atomic():
        services.register(Event.objects.get(pk=event), name="Lost", email="lost@example.org")
        print("registered", flush=True)
        time.sleep(30)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
