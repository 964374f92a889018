"""Many processes at one desk at once: ``python -m tests.registrations.throng {seats,mixed} [--attempts N] ...``.

One process prepares Django and an event on the database of SYMPOSIUM_DATABASE_URL, then forks: what they fight for is
the desk, not the start. What came of it is printed as JSON; the exit status is 0 when all is exact.
"""

import argparse
import contextlib
import json
import os
import random
import sys
import time
import traceback
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "symposium.settings")

import django

django.setup()

from django.db import IntegrityError, close_old_connections, connection, connections
from django.db.models import Count, Q

from registrations import services
from registrations.exceptions import EventFullError, RegistrationRefusedError
from registrations.models import Allocation, Deed, Registration, RegistrationRules
from symposium.accounts.models import User
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from tests.factories import make_event, make_hosting, make_invitation, make_organisation, next_number

NOBODY = object()


def fight_for_seats(event, number, attempts):
    """Everybody wants a seat, nobody wants to wait."""
    found, came = event, Counter()
    for attempt in range(attempts):
        try:
            services.register(
                found, name="Guest", email=f"g{number}-{attempt}@example.org", accepts_waiting=False, mode="in_person"
            )
            came["seated"] += 1
        except EventFullError:
            came["full"] += 1
    return came


def mix(event, number, attempts):
    """Whatever guests, staff and the clock do, at random; the desk may refuse, and nothing else."""
    mixer, came = Mixer(event, number), Counter()
    deeds = mixer.deeds()
    names = sorted(deeds)
    for _attempt in range(attempts):
        name = mixer.dice.choice(names)
        try:
            if deeds[name]() is not NOBODY:
                came[name] += 1
        except RegistrationRefusedError:
            came["refused"] += 1
    return came


class Mixer:
    """One process's guests and staff."""

    def __init__(self, event, number):
        self.event, self.dice, self.number, self.attempt = event, random.Random(number), number, 0
        self.staff = services.By.of(User.objects.first(), "imported" if number % 2 else "")
        self.blocks = list(Allocation.objects.filter(event=event).order_by("pk"))

    def deeds(self):
        """By name: functions that do one deed."""
        return {
            "accept": self.to(services.accept_offer, "offered"),
            "approve": self.to(lambda one: services.approve(one, by=self.staff), "pending"),
            "ask": self.ask,
            "assign": self.to(self.assign, "confirmed", "waiting"),
            "cancel": self.to(services.cancel, "confirmed", "offered", "waiting"),
            "capacity": self.change_capacity,
            "change mode": self.to(self.change_mode, "waiting", "confirmed"),
            "come": self.come,
            "come again": self.come,
            "come back": self.to(services.come_back, "cancelled"),
            "enter": self.enter,
            "erase": self.to(services.erase, "cancelled"),
            "lapse": services.lapse_offers,
            "release": lambda: services.release_block(self.dice.choice(self.blocks), by=self.staff),
            "set block": self.set_block,
        }

    def to(self, deed, *states):
        """Do it to somebody who is in one of these states."""

        def do():
            found = Registration.objects.filter(event=self.event, state__in=states).order_by("?").first()
            return deed(found) if found else NOBODY

        return do

    def address(self):
        self.attempt += 1
        return f"m{self.number}-{self.attempt}@example.org"

    def come(self):
        services.register(
            self.event,
            name="Guest",
            email=self.address(),
            companions=[services.Person("Companion")] * self.dice.choice([0, 0, 1, 2]),
            may_split=self.dice.random() < 0.5,
            mode=self.dice.choice(["in_person", "online"]),
        )

    def ask(self):
        """By a link that was made out to somebody else: a request, on which staff decide."""
        invitation = make_invitation(self.event, allocation=self.dice.choice(self.blocks), email=self.address())
        services.register(self.event, name="Guest", email=self.address(), mode="in_person", invitation=invitation)

    def enter(self):
        block = self.dice.choice([None, *self.blocks])
        services.register(self.event, name="Guest", email=self.address(), block=block, by=self.staff)

    def assign(self, one):
        services.assign(one, self.dice.choice([None, *self.blocks]), by=self.staff)

    def set_block(self):
        host = self.dice.choice(self.blocks).organisation
        services.set_block(self.event, host, seats=self.dice.randrange(6), by=self.staff)

    def change_mode(self, one):
        services.change_mode(one, self.dice.choice(["in_person", "online"]))

    def change_capacity(self):
        """Who waits moves up in the same transaction; fewer seats than are taken the database refuses."""
        with contextlib.suppress(IntegrityError):
            Event.objects.filter(pk=self.event.pk).update(capacity=self.dice.choice([50, 51, 52]))


JOBS = {"seats": fight_for_seats, "mixed": mix}


def prepare(job, capacity):
    """An event for the job."""
    event = make_event(capacity=capacity, slug=f"throng-{job}-{os.getpid()}", attendance="both", online_capacity=20)
    if job == "mixed":
        User.objects.create_user(email=f"staff-{os.getpid()}@example.org", password="x" * 12)
        RegistrationRules.objects.create(event=event, party_size=3, offer_hours=1, asks_participants=True)
        staff = services.By.of(User.objects.first())
        for _host in range(3):
            host = make_organisation(name=f"Host {next_number()} of {event.slug}")
            make_hosting(event, host)
            services.set_block(event, host, seats=4, by=staff)
    return event


def throng(job, event, processes, attempts):
    """Fork, let all begin at once, and gather what came of it."""
    connections.close_all()
    gate, go = os.pipe()
    children = []
    for number in range(processes):
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(go)
            os._exit(_one(job, event, number, attempts // processes, gate, write))
        os.close(write)
        children.append((child, os.fdopen(read)))
    os.close(gate)
    start = time.monotonic()
    os.close(go)
    said = [json.loads(answers.read() or '{"error": "it died"}') for _child, answers in children]
    for child, _answers in children:
        os.waitpid(child, 0)
    return said, time.monotonic() - start


def _one(job, event, number, attempts, gate, write):
    os.read(gate, 1)
    begun = time.monotonic()
    try:
        came = JOBS[job](event, number, attempts)
        said = {"came": came, "seconds": time.monotonic() - begun}
    except Exception:  # noqa: BLE001 (whatever it was is told)
        said = {"error": traceback.format_exc()}
    os.write(write, json.dumps(said).encode()[:60000])
    close_old_connections()
    return 0


def check(event):
    """What is wrong with an event's desk; empty when all is exact."""
    event = Event.objects.get(pk=event.pk)
    rows = Registration.objects.real().filter(event=event)
    seated = Q(state__in=("confirmed", "offered"))
    in_person, online = Q(mode="in_person"), Q(mode="online")
    counted = rows.aggregate(
        seats_taken=Count("pk", filter=seated & in_person),
        online_taken=Count("pk", filter=seated & online),
        guests_waiting=Count("pk", filter=Q(state="waiting", in_block=False) & in_person),
        online_waiting=Count("pk", filter=Q(state="waiting") & online),
    )
    wrong = [
        f"{name} is {getattr(event, name)}, not {count}"
        for name, count in counted.items()
        if getattr(event, name) != count
    ]
    blocks = list(Allocation.objects.filter(event=event))
    for block in blocks:
        of_it = rows.filter(allocation=block, in_block=True)
        if (block.taken, block.waiting) != (of_it.filter(seated).count(), of_it.filter(state="waiting").count()):
            wrong.append(f"block {block.pk} counts wrong")
    held = sum(block.seats - block.taken for block in blocks if not block.released_at)
    if event.seats_held != held or event.seats_taken + held > (event.capacity or 10**6):
        wrong.append(f"{event.seats_taken} taken and {event.seats_held} held ({held}) of {event.capacity}")
    alone = rows.filter(state="waiting", party=None)
    if event.seats_left and alone.filter(in_person, in_block=False).exists():
        wrong.append("somebody waits although a seat is free")
    if event.online_left and alone.filter(online).exists():
        wrong.append("somebody waits although a place online is free")
    moved = Deed.objects.filter(event=event, verb="registered").count()
    if not moved:
        wrong.append("the log is empty")
    return wrong


def main(arguments):
    """Prepare, fight, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=sorted(JOBS))
    parser.add_argument("--attempts", type=int, default=2000)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--capacity", type=int, default=50)
    asked = parser.parse_args(arguments)
    event = prepare(asked.job, asked.capacity)
    said, seconds = throng(asked.job, event, asked.processes, asked.attempts)
    came, errors = Counter(), [one["error"] for one in said if "error" in one]
    for one in said:
        came.update(one.get("came", {}))
    wrong = check(event)
    states = dict(Registration.objects.real().filter(event=event).values_list("state").annotate(Count("pk")))
    mails = OutgoingMail.objects.filter(event=event).count()
    result = {
        "database": connection.vendor,
        "came": dict(sorted(came.items())),
        "states": states,
        "mails": mails,
        "seconds": round(seconds, 1),
        "slowest_process": round(max(one.get("seconds", 0) for one in said), 1),
        "errors": errors,
        "wrong": wrong,
    }
    print(json.dumps(result, indent=1))
    return 1 if errors or wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
