"""``python -m deploy.people_of_pictures``: addresses of pages that only one person or the desk opens, as JSON.

Run in the site's own environment, on the sample. Somebody is invited, a list waits to be looked at, a session is moved,
a notice is written, a speaker suggests another biography, and an organiser is signed in: their cookie opens the pages
of the desk.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

COMING, ON_REQUEST = "uk-us-space-2027", "sample-on-request"
HEAD_OF_A_PARTY = "marta@example.org"
ORGANISER = "organiser@example.org"
PASTED = """Vega Example, vega@example.org, Dr., Thistledown Observatory
Orion Sample, orion@example.org, , Pacific Institute of Slow Orbits
Lyra Example, lyra@example
Marta Example, marta@example.org
"""
NOTICE = "Practical information for {event}"
NOTICE_TEXT = "Dear {name},\n\nwe look forward to seeing you. The doors open half an hour before the beginning."
BIOGRAPHY = "<p>She watches the quiet orbits, and writes about what they tell.</p>"
WORDS = "It would be a pleasure to look at the sky with you."


def main() -> None:
    """Prepare and say where to look."""
    django.setup()
    client, organiser = _signed_in()
    paths = _guests(organiser) | _desk(client) | _back_office(organiser)
    found = {"paths": paths, "session": client.cookies[settings.SESSION_COOKIE_NAME].value}
    sys.stdout.write(json.dumps(found | {"cookie": settings.SESSION_COOKIE_NAME}))


def _signed_in() -> tuple[Client, Any]:
    organiser = apps.get_model(settings.AUTH_USER_MODEL).objects.create_superuser(ORGANISER)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(organiser)
    return client, organiser


def _guests(organiser: Any) -> dict[str, str]:
    """The pages of a guest with a party, and of somebody who is invited."""
    from registrations import services

    event = apps.get_model("events", "Event").objects.get(slug=COMING)
    head = apps.get_model("registrations", "Registration").objects.get(event=event, email=HEAD_OF_A_PARTY)
    letter = services.Letter(words=WORDS, companions=1)
    somebody = services.Guest("Carina Example", "carina@example.org")
    (invitation,) = services.invite(event, [somebody], letter, by=services.By.of(organiser))
    return {
        "guest": head.get_absolute_url(),
        "ticket": reverse("registration-ticket", args=[head.token]),
        "invitation": reverse("invitation", args=[invitation.token]),
    }


def _desk(client: Client) -> dict[str, str]:
    """The pages at the desk; raises RuntimeError when the list of people is not taken."""
    keys = dict(apps.get_model("events", "Event").objects.values_list("slug", "pk"))
    invite = reverse("admin:registrations_invitation_invite", query={"event": keys[COMING]})
    answer = client.post(invite, {"host": "organisers", "pasted": PASTED})
    if answer.status_code != 302:
        raise RuntimeError(f"{invite} does not take the list: {answer.status_code}")
    return {
        "desk-guests": reverse("admin:registrations_registration_changelist", query={"event": keys[COMING]}),
        "desk-requests": reverse("admin:registrations_registration_requests", query={"event": keys[ON_REQUEST]}),
        "desk-invitations": answer.headers["Location"],
    }


def _back_office(organiser: Any) -> dict[str, str]:
    """The pages on which an event is run, each with something to do."""
    from speakers import services as speaking
    from symposium.notices.services import draft_notice
    from symposium.programme.services import edit

    event: Any = apps.get_model("events", "Event").objects.get(slug=COMING)
    session: Any = event.sessions.filter(state="published", starts_at__isnull=False).order_by("starts_at", "pk").last()
    edit(session, by=organiser, starts_at=session.starts_at - timedelta(minutes=30))
    notice = draft_notice(event, audience="guests", subject=NOTICE, text=NOTICE_TEXT, by=organiser)
    speaker: Any = event.speakers.order_by("pk").first()
    link: Any = apps.get_model("speakers", "PersonalLink").objects.create(speaker=speaker, sent_at=timezone.now())
    suggestion: Any = speaking.suggest(speaker, {"biography": BIOGRAPHY, "pronunciation": "IM-o-jen"})
    in_hand = {"event": event.pk}
    return {
        "speaking": link.get_absolute_url(),
        "desk": reverse("admin:index"),
        "desk-dashboard": reverse("admin:events_event_dashboard", args=[event.pk]),
        "desk-board": reverse("admin:programme_session_board", query=in_hand),
        "desk-publish": reverse("admin:programme_session_publish", query=in_hand),
        "desk-notice": reverse("admin:notices_notice_check", args=[notice.pk]),
        "desk-suggestion": reverse("admin:speakers_suggestion_change", args=[suggestion.pk]),
    }


if __name__ == "__main__":
    main()
