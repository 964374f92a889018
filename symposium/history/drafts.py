"""What somebody has written on a page of the desk and not saved, and who else has the page open.

A page carries a signed word that says whose page it is and of what: what is sent with it was written there by them,
also when they are signed out by then. It is for them alone, and forgotten after 14 days.
"""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils import timezone

from symposium.history.models import DRAFTED, Draft, Presence

PAGE = "_page"
# The page knows of a draft, which goes once the page is saved.
KEPT = "_kept"
NOT_KEPT = ("csrfmiddlewaretoken", PAGE, "_save", "_continue", "_addanother", "_saveasnew")
MOST = 200_000
_SALT = "a page of the desk"
# As often as a page says that it is open, and a little more.
HERE = timedelta(seconds=50)


def sign_page(user: Any, page: str) -> str:
    """The word that a page carries."""
    return signing.dumps([user.pk, page], salt=_SALT, compress=True)


def read_page(word: str | None) -> tuple[int, str] | None:
    """Whose page of what it was; None for a word that is not ours, or old."""
    try:
        user_id, page = signing.loads(word or "", salt=_SALT, max_age=DRAFTED)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return user_id, page


def keep(user_id: int, page: str, sent: QueryDict) -> Draft | None:
    """Keep a form as it was sent, without files, instead of what was kept before; None for too much, or nothing."""
    data = sent.copy()
    for name in NOT_KEPT:
        data.pop(name, None)
    content = data.urlencode()
    if not content or len(content) > MOST:
        return None
    kept: Draft = Draft.objects.update_or_create(
        user_id=user_id, page=page, defaults={"content": content, "saved_at": timezone.now()}
    )[0]
    return kept


def draft_at(user: Any, page: str) -> Draft | None:
    """What the user has written there and not saved."""
    return Draft.objects.filter(user=user.pk, page=page, saved_at__gt=timezone.now() - DRAFTED).first()


def discard(user: Any, page: str) -> None:
    """It is saved, or not wanted."""
    Draft.objects.filter(user=user.pk, page=page).delete()


def be_here(user: Any, page: str) -> list[Presence]:
    """Note that the user has the page open; who else has, whoever came first first."""
    now = timezone.now()
    mine = Presence.objects.filter(user=user.pk, page=page)
    if not mine.filter(seen_at__gt=now - 2 * HERE).update(seen_at=now):
        Presence.objects.update_or_create(user_id=user.pk, page=page, defaults={"since": now, "seen_at": now})
    others = Presence.objects.filter(page=page, seen_at__gt=now - HERE).exclude(user=user.pk)
    return list(others.select_related("user").order_by("since")[:5])
