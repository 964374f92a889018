"""Speakers with a personal link, and what they send."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from speakers.models import PersonalLink, Speaker, Suggestion
from symposium.events.models import Event
from tests import factories


def make_link(speaker: Speaker, **fields: Any) -> PersonalLink:
    """One that was sent two days ago."""
    sent = {"sent_at": datetime.now(UTC) - timedelta(days=2)}
    return PersonalLink.objects.create(speaker=speaker, **sent | fields)


def make_linked(event: Event, **fields: Any) -> PersonalLink:
    """The link of a new speaker with an address."""
    number = factories.next_number()
    return make_link(factories.make_speaker(event, **{"email": f"speaker-{number}@example.org"} | fields))


def make_suggestion(speaker: Speaker, **changes: Any) -> Suggestion:
    """One that waits, for parts that are another now: ``name=("Ada", "Ada Lovelace")``."""
    said = {part: {"from": before, "to": after} for part, (before, after) in changes.items()}
    return Suggestion.objects.create(speaker=speaker, changes=said)


def picture(width: int = 1600, height: int = 2000, name: str = "me.jpg", **options: Any) -> SimpleUploadedFile:
    """As a camera makes it."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, "JPEG", **options)
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def profile(speaker: Speaker, **said: Any) -> dict[str, Any]:
    """The form about how they are presented, as a browser sends it when only ``said`` was changed."""
    data: dict[str, Any] = {
        "form_of_address": speaker.form_of_address,
        "name": speaker.name,
        "sort_name": speaker.sort_name,
        "pronunciation": speaker.pronunciation,
        "biography": "",
        "url": speaker.url,
    }
    for prefix in ("affiliations", "links"):
        data |= {f"{prefix}-TOTAL_FORMS": "2", f"{prefix}-INITIAL_FORMS": "0"}
    return data | said
