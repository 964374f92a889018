"""``kill -9`` under load: ``python -m tests.registrations.killing [--minutes N] [--own-cluster]``.

Guests register while web server, worker and, with a cluster of its own, PostgreSQL are killed at random. Then it is
shown that what each guest was told stands, that each mail went out under one Message-ID, and that nothing is stuck.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

BASE = Path(__file__).resolve().parents[2]
KEY = "only-for-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
HOST = "127.0.0.1"
SLUG = "killed"
# Whoever sends a form sooner, in seconds, is asked to confirm their address.
TYPING = 2.1
# One process prepares all: the start of Django is what costs.
PREPARE = f"""
from django.core.management import call_command
from tests.factories import make_event
call_command("migrate", verbosity=0)
call_command("collect_if_changed")
make_event(slug="{SLUG}", capacity=%d)
"""
# Whoever was killed with a mail in hand keeps it for ten minutes: the test does not wait so long.
FIGURES = """
import json
from django.utils import timezone
from registrations.models import Deed, Registration
from symposium.events.models import Event
from symposium.mail.models import OutgoingMail
from symposium.mail.sending import deliver_due
OutgoingMail.objects.filter(state="queued").update(due_at=timezone.now())
while deliver_due():
    pass
event = Event.objects.get(slug="killed")
print(json.dumps({
    "rows": list(Registration.objects.filter(event=event).values_list("email", "state", "shadow_of")),
    "taken": event.seats_taken, "waiting": event.guests_waiting, "capacity": event.capacity,
    "mails": [[str(uid), to, state] for uid, to, state in
              OutgoingMail.objects.values_list("uid", "to_address", "state")],
    "deeds": Deed.objects.filter(event=event, verb="registered").count(),
}))
"""


def _hidden(page):
    """Names and values of the hidden inputs."""
    tags = re.findall(r'<input\b[^>]*\btype="hidden"[^>]*>', page)
    found = (dict(re.findall(r'\b(name|value)="([^"]*)"', tag)) for tag in tags)
    return {unescape(one["name"]): unescape(one.get("value", "")) for one in found if "name" in one}


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Cluster:
    """A PostgreSQL of one's own, which survives being killed: fsync is on."""

    def __init__(self, folder):
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.folder, self.port = folder / "cluster", free_port()
        self.folder.mkdir()
        if os.getuid() == 0:
            folder.chmod(0o755)
            shutil.chown(self.folder, "postgres")
        self._do("initdb", "--pgdata", "data", "--auth", "trust", "--username", "postgres", "--locale", "C.UTF-8")
        self.start()
        self._do("createdb", "--host", HOST, "--port", str(self.port), "--username", "postgres", "killed")
        self.url = f"postgres://postgres@{HOST}:{self.port}/killed"

    def _do(self, program, *arguments):
        who = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*who, str(self.bin / program), *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses={HOST}"
        self._do("pg_ctl", "--pgdata", "data", "--wait", "--log", "log", "start", "--options", options)

    def kill_backend(self):
        """One connection's process: the server throws all out and recovers by itself."""
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.kill(random.choice(_children(self.pid())), signal.SIGKILL)

    def kill(self):
        """The server itself; it is started again."""
        pid = self.pid()
        children = _children(pid)
        for one in [pid, *children]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        wait_for(self._starts, 60, "PostgreSQL did not start again")

    def _starts(self):
        """Not while a process of the killed server still goes."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self.start()
            return True
        return False

    def pid(self):
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self._do("pg_ctl", "--pgdata", "data", "--mode", "immediate", "stop")


def _children(pid):
    with contextlib.suppress(FileNotFoundError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


@dataclass
class Site:
    """Web server and worker, started again whenever they die."""

    folder: Path
    url: str
    port: int = field(default_factory=free_port)
    running: dict = field(default_factory=dict)
    over: bool = False

    @property
    def environment(self):
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("SYMPOSIUM_", "DJANGO_"))}
        return outside | {
            "SYMPOSIUM_SECRET_KEY": KEY,
            "SYMPOSIUM_DATABASE_URL": self.url,
            "SYMPOSIUM_SITE_URL": f"http://{HOST}:{self.port}",
            "SYMPOSIUM_EMAIL_URL": f"file:///{self.folder}/mail",
            "SYMPOSIUM_VAR_DIR": str(self.folder / "var"),
            "SYMPOSIUM_LOG_LEVEL": "CRITICAL",
            # Each guest says that they come from an address of their own.
            "SYMPOSIUM_BEHIND_PROXY": "yes",
            "DJANGO_SETTINGS_MODULE": "symposium.settings",
            "LOG_LEVEL": "critical",
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
        }

    def manage(self, *arguments, patient=False):
        command = [sys.executable, "manage.py", *arguments]
        for _attempt in range(20 if patient else 1):
            done = subprocess.run(command, cwd=BASE, env=self.environment, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return done.stdout.strip()
            time.sleep(0.5)
        raise RuntimeError(done.stderr[-2000:])

    def shell(self, code):
        return self.manage("shell", "--no-imports", "--command", code, patient=True)

    def prepare(self, capacity):
        self.manage("shell", "--no-imports", "--command", PREPARE % capacity)

    def start(self):
        for name in ("web", "worker"):
            self._start(name)
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self, name):
        commands = {
            "web": [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "symposium.wsgi"],
            "worker": [sys.executable, "manage.py", "worker", "--verbosity", "0", "--no-reload"],
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                commands[name], cwd=BASE, env=self.environment, start_new_session=True, stdout=log, stderr=log
            )

    def _watch(self):
        while not self.over:
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self.over:
                    self._start(name)
            time.sleep(0.1)

    def stop(self):
        self.over = True
        time.sleep(0.2)
        for process in self.running.values():
            for one in [*_children(process.pid), process.pid]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            process.wait()

    def answers(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.ask("GET", f"/events/{SLUG}/")[0] == 200
        return False

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode(), response.headers
        finally:
            connection.close()


class Guests:
    """They register, one after the other, and try again with the same form until they were told something.

    Every other one types as people do and gets a place or one in the line; who is faster confirms their address first.
    """

    def __init__(self, site, clients):
        self.site, self.over = site, False
        self.told, self.tries = {}, Counter()
        self.threads = [threading.Thread(target=self._keep_coming) for _ in range(clients)]

    def _keep_coming(self):
        while not self.over:
            address = f"{uuid.uuid4().hex}@example.org"
            self.told[address] = self._come(address)

    def _come(self, address):
        """Where the answer led to; sent again, as people do, whenever none came."""
        page, cookie, path = "", "", f"/events/{SLUG}/register/"
        guest = uuid.UUID(address.partition("@")[0]).int
        peer = {"X-Forwarded-For": f"10.{guest >> 16 & 255}.{guest >> 8 & 255}.{guest & 255}"}
        while True:
            try:
                if not page:
                    status, page, headers = self.site.ask("GET", path, headers=peer)
                    self.tries[f"form {status}"] += 1
                    cookie = headers["Set-Cookie"].split(";")[0]
                    time.sleep(TYPING if guest % 2 else 0)
                fields = _hidden(page) | {"name": "Guest", "email": address, "consent": "on"}
                sent = peer | {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
                status, answer, headers = self.site.ask("POST", path, urlencode(fields), sent)
                self.tries[f"sent {status}"] += 1
                if status == 302:
                    return urlsplit(headers["Location"]).path
                if status in {409, 422, 429}:
                    page = answer
                time.sleep(0.3)
            except (OSError, http.client.HTTPException, AttributeError):
                # Also a page of failure, which sets no cookie; a form that was got stays.
                page = page if cookie else ""
                self.tries["no answer"] += 1
                time.sleep(0.2)

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.over = True
        for thread in self.threads:
            thread.join(timeout=60)
            assert not thread.is_alive(), "a guest was never answered"


def kill_at_random(site, cluster, seconds, dice, pause):
    """Kill one thing after the other; how often each."""
    killed, until = Counter(), time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(dice.uniform(*pause))
        target = dice.choice(["web process", "web master", "worker"] + (["backend", "server"] if cluster else []))
        if target == "backend":
            cluster.kill_backend()
        elif target == "server":
            cluster.kill()
        else:
            process = site.running["worker" if target == "worker" else "web"]
            of_it = _children(process.pid) if target == "web process" else [process.pid]
            with contextlib.suppress(ProcessLookupError, IndexError):
                os.kill(dice.choice(of_it), signal.SIGKILL)
        killed[target] += 1
    return killed


def wait_for(what, seconds, words):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, words
        time.sleep(0.2)


def sent_mails(folder):
    """By address the Message-IDs that went there, as often as they did."""
    found = defaultdict(list)
    for path in Path(folder).glob("*"):
        to, last = "", ""
        for line in path.read_text(errors="replace").splitlines():
            if line.startswith("Message-ID:"):
                last = line.split(":", 1)[1].strip()
            if match := re.match(r"To: .*?([0-9a-f]{32}@example\.org)", line):
                to = match[1]
            if last and to:
                found[to].append(last)
                to, last = "", ""
    return found


def judge(site, guests, figures):
    """What does not hold of what was promised."""
    wrong = []
    real = Counter(address for address, _state, shadow_of in figures["rows"] if shadow_of is None)
    states = {address: state for address, state, shadow_of in figures["rows"] if shadow_of is None}
    wrong += [f"{address} has {count} places" for address, count in real.items() if count > 1]
    for address, path in guests.told.items():
        status, page, _headers = site.ask("GET", path)
        if address not in states or status != 200 or "noindex" not in page:
            wrong.append(f"{address} was told of {path}: {status}, {states.get(address)}")
    taken, waiting = (sum(state == which for state in states.values()) for which in ("confirmed", "waiting"))
    if (taken, waiting) != (figures["taken"], figures["waiting"]) or taken > figures["capacity"]:
        wrong.append(f"{taken} confirmed, {waiting} waiting, counted {figures['taken']} and {figures['waiting']}")
    if waiting and taken < figures["capacity"]:
        wrong.append("somebody waits although a seat is free")
    if figures["deeds"] != len(states):
        wrong.append(f"the log tells of {figures['deeds']} registrations, not {len(states)}")
    sent = sent_mails(site.folder / "mail")
    for uid, to, state in figures["mails"]:
        if state != "sent" or f"<{uid}@{HOST}>" not in sent[to]:
            wrong.append(f"mail {uid} is {state} and went {len(sent[to])} times")
    known = Counter(to for _uid, to, _state in figures["mails"])
    wrong += [f"{to}: {len(set(ids))} Message-IDs" for to, ids in sent.items() if len(set(ids)) != known[to]]
    return wrong, sum(map(len, sent.values()))


def run(folder, url, *, seconds, clients=4, capacity=40, cluster=None, seed=None, pause=(0.4, 1.2)):
    """Prepare, load, kill, let it settle, judge. Returns the figures; ``wrong`` is empty when all promises hold."""
    seed = random.randrange(10**6) if seed is None else seed
    site = Site(Path(folder), url)
    site.prepare(capacity)
    guests = Guests(site, clients)
    try:
        site.start()
        wait_for(site.answers, 60, "the site did not start")
        guests.start()
        killed = kill_at_random(site, cluster, seconds, random.Random(seed), pause)
        wait_for(site.answers, 60, "the site did not come back")
        guests.stop()
        figures = _settled(site)
        wrong, copies = judge(site, guests, figures)
    finally:
        guests.over = True
        site.stop()
    return {
        "seed": seed,
        "killed": dict(killed),
        "told": len(guests.told),
        "answers": dict(sorted(guests.tries.items())),
        "registrations": len(figures["rows"]),
        "confirmed": figures["taken"],
        "mails": len(figures["mails"]),
        "copies": copies - len(figures["mails"]),
        "wrong": wrong,
    }


def _settled(site):
    """The figures once the queue is empty: the worker empties it by itself, this only shortens the leases."""
    figures = {}

    def empty():
        figures.update(json.loads(site.shell(FIGURES)))
        return all(state == "sent" for _uid, _to, state in figures["mails"])

    wait_for(empty, 120, "mails are stuck")
    return figures


def main(arguments):
    """By hand, for as long as one likes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--own-cluster", action="store_true", help="PostgreSQL instead of SQLite, and kill it as well")
    parser.add_argument("--seed", type=int)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cluster = Cluster(folder) if asked.own_cluster else None
        url = cluster.url if cluster else f"sqlite:///{folder}/killed.sqlite3"
        try:
            result = run(
                folder,
                url,
                seconds=asked.minutes * 60,
                clients=asked.clients,
                capacity=200,
                cluster=cluster,
                seed=asked.seed,
                pause=(1, 6),
            )
        finally:
            if cluster:
                cluster.stop()
    print(json.dumps(result, indent=1))
    return 1 if result["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
