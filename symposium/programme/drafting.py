"""The draft of a notice that tells of changes, made of the changes themselves."""

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from symposium.events.models import Event
from symposium.notices.models import SUBJECT_LENGTH
from symposium.programme.changes import Difference
from symposium.programme.concerned import Concern
from symposium.programme.models import PublicationItem, Session
from symposium.programme.wording import Teller, listed

Kind = PublicationItem.Kind
# Whoever is told of more than that reads it on the page.
MOST = 30
# A brace in a title is none of a placeholder.
_NO_BRACES = str.maketrans("{}", "()")


def subject_for(event: Event, found: Sequence[Difference]) -> str:
    """'“Comets” at the symposium: changed', or that the programme has changed; at most as long as a subject is."""
    if len(found) == 1:
        patterns = {
            Kind.CANCELLED: _("“%(title)s” is cancelled: %(event)s"),
            Kind.GONE: _("“%(title)s” is no longer in the programme: %(event)s"),
            Kind.NEW: _("New in the programme: “%(title)s”, %(event)s"),
        }
        pattern = patterns.get(found[0].kind, _("“%(title)s” has changed: %(event)s"))
    else:
        pattern = _("The programme has changed: %(event)s")
    said = pattern % {"title": found[0].title, "event": event.name}
    return said.translate(_NO_BRACES)[:SUBJECT_LENGTH]


def text_for(event: Event, found: Sequence[Difference], concern: Concern, teller: Teller) -> str:
    """Plain text with empty lines between paragraphs; what visitors are not told is not in it."""
    told = [(one.title, teller.tell(one.details)) for one in found]
    told = [(title, sentences) for title, sentences in told if sentences]
    lines = [f"{title}\n{' '.join(sentences)}" for title, sentences in told[:MOST]]
    rest = len(told) - MOST
    if rest > 0:
        words = ngettext("And %d session more: see below.", "And %d sessions more: see below.", rest)
        lines.append(words % rest)
    page = settings.SITE_URL + reverse("changes", args=[event.slug])
    last = _("All that has changed: %(url)s") % {"url": page}
    paragraphs = [str(concern.opening), *lines, _("All times are those of the event’s place."), last]
    body = "\n\n".join(paragraphs).translate(_NO_BRACES)
    # The one placeholder that every recipient has.
    return _("Dear {name},") + "\n\n" + body


def hints_for(one: Difference, unannounced: Mapping[int, str]) -> Iterator[str]:
    """What is worth a look before it is published."""
    if one.after["state"] != Session.State.PUBLISHED:
        return
    if not one.after["starts_at"]:
        yield _("It has no time yet.")
    elif not one.after["room_id"]:
        yield _("It has no room yet.")
    names = [unannounced[pk] for pk, *_rest in one.after["appearances"] if pk in unannounced]
    if names:
        yield _("Pages leave out who is not announced yet: %(names)s.") % {"names": listed(names)}


def matters(found: Sequence[Difference]) -> bool:
    """Whether somebody could stand before a closed door who is not told."""
    return any(one.kind != Kind.CHANGED or any(detail["what"] == "moved" for detail in one.details) for one in found)
