"""``python -m benchmarks.programs SMALL-EVENT LARGE-EVENT``: milliseconds for a page of guests that a program reads.

Run in the site's own environment. A page from the middle of many guests may cost no more than the first one of few.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import django
from django.test import Client
from django.urls import reverse

from benchmarks.clients import HOST

PAGE, TIMES = 50, 15


def main(few: str, many: str) -> None:
    """Print the milliseconds of the processor for the first page of few, the first of many, and one in their middle."""
    django.setup()
    client = Client(SERVER_NAME=HOST)
    found = {"few": _milliseconds(client, few), "many": _milliseconds(client, many)}
    sys.stdout.write(json.dumps({**found, "middle": _milliseconds(client, many, in_the_middle=True)}))


def _milliseconds(client: Client, slug: str, *, in_the_middle: bool = False) -> float:
    """The median of several readings; the first one, which is noted in the log, is not among them."""
    asked, headers = _question(slug, in_the_middle=in_the_middle)
    path = reverse("api-guests", args=[slug])
    times = []
    for _ in range(TIMES + 1):
        start = time.process_time()
        answer = client.get(path, asked, headers=headers)
        times.append((time.process_time() - start) * 1000)
        if answer.status_code != 200 or len(answer.json()["items"]) != PAGE:
            raise RuntimeError(f"{path}: {answer.status_code}, {answer.content[:200]!r}")
    return median(times[1:])


def _question(slug: str, *, in_the_middle: bool) -> tuple[dict[str, Any], dict[str, str]]:
    """What is asked, and with which token."""
    from registrations.models import Registration
    from symposium.accounts.models import User
    from symposium.api import cursors
    from symposium.api.services.tokens import make_token
    from symposium.events.models import Event

    event = Event.objects.get(slug=slug)
    owner, _made = User.objects.get_or_create(email="programs@example.org", defaults={"is_superuser": True})
    lasts = datetime.now(UTC) + timedelta(hours=1)
    _row, words = make_token(user=owner, event=event, name="bench", scopes=["guests"], expires_at=lasts)
    asked: dict[str, Any] = {"limit": PAGE}
    if in_the_middle:
        rows = Registration.objects.filter(event=event).order_by("-created_at", "-pk")
        row = rows[rows.count() // 2]
        asked["cursor"] = cursors.write("guests", row.pk, row.created_at)
    return asked, {"Authorization": f"Bearer {words}"}


if __name__ == "__main__":
    main(*sys.argv[1:])
