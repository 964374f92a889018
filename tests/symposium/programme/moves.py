"""Moving sessions on the programme board, as its script does it."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from symposium.programme import services
from symposium.programme.board.slots import Place
from symposium.programme.models import Session

BOARD = "/admin/programme/session/board/"
JSON = {"accept": "application/json"}


def page_of(session: Session) -> str:
    return reverse("admin:programme_session_board_move", args=[session.pk])


def place_of(session: Session) -> Place:
    row = services.copy_of(session) or Session.objects.get(pk=session.pk)
    return Place(row.starts_at, row.ends_at, row.room_id)


def later(place: Place, *, hours: float = 1, **other: Any) -> Place:
    assert place.starts_at
    assert place.ends_at
    by = timedelta(hours=hours)
    return Place(place.starts_at + by, place.ends_at + by, other.get("room", place.room))


def move(client: Client, session: Session, to: Place, believed: Place | None = None, **more: Any) -> Any:
    """As the board's script does it."""
    data = {
        "starts_at": to.starts_at.isoformat() if to.starts_at else "",
        "ends_at": to.ends_at.isoformat() if to.ends_at else "",
        "room": to.room or "",
        "believed": (believed or place_of(session)).as_text(),
    }
    return client.post(f"{page_of(session)}?event={session.event_id}", data | more, headers=JSON)
