"""What a copy of an event still says as its original does: the desk names it until the copy is published."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.models import Question
from symposium.events.dashboard import Leftover
from symposium.events.dashboard.checklist import field_of
from symposium.events.models import Event, Venue
from symposium.kit.richtext import to_text
from symposium.kit.saying import say_date
from symposium.programme.models import Session

# Fields that hardly ever stay the same from one edition to the next.
WORDS = ("name", "summary", "description", "privacy_notice", "contact_email", "capacity", "online_capacity")


def leftovers(copy: Event, original: Event) -> Iterator[Leftover]:
    """Words and numbers that are the original's, and texts that name its days."""
    marks = _marks(copy, original)
    for name in WORDS:
        value = getattr(copy, name)
        column: Any = Event._meta.get_field(name)
        label = capfirst(str(column.verbose_name))
        if value not in (None, "") and value == getattr(original, name):
            words = _("%(field)s: the same as before") % {"field": label}
            yield Leftover(words, field_of(copy, name))
        elif marks and marks.search(to_text(str(value or ""))):
            yield Leftover(_("%(field)s: names the old date") % {"field": label}, field_of(copy, name))
    yield from _places(copy, original)
    yield from _sessions(copy, original, marks)
    yield from _questions(copy, marks)


def _marks(copy: Event, original: Event) -> re.Pattern[str] | None:
    """The old year, or the old days where the year is the same; None where the days are the same."""
    if copy.first_day.year != original.first_day.year:
        return re.compile(rf"\b{original.first_day.year}\b")
    if copy.first_day == original.first_day:
        return None
    days = {say_date(day).rpartition(" ")[0].rstrip(",") for day in (original.first_day, original.last_day)}
    return re.compile("|".join(rf"\b{re.escape(day)}\b" for day in sorted(days)))


def _places(copy: Event, original: Event) -> Iterator[Leftover]:
    names = dict(Venue.objects.filter(event__in=[copy, original]).values_list("event_id", "name"))
    if names.get(copy.pk) and names.get(copy.pk) == names.get(original.pk):
        words = _("The place: %(venue)s, as before") % {"venue": names[copy.pk]}
        yield Leftover(words, field_of(copy, "venue-0-name"))


def _sessions(copy: Event, original: Event, marks: re.Pattern[str] | None) -> Iterator[Leftover]:
    url = f"{reverse('admin:programme_session_changelist')}?event={copy.pk}"
    theirs = Session.objects.filter(event=original, slug=OuterRef("slug")).values("abstract")[:1]
    mine = Session.objects.filter(event=copy).exclude(kind=Session.Kind.BREAK).annotate(before=Subquery(theirs))
    same = mine.filter(~Q(abstract=""), abstract=F("before")).count()
    if same:
        words = ngettext(
            "%(number)d session is announced as before", "%(number)d sessions are announced as before", same
        )
        yield Leftover(words % {"number": same}, url)
    texts = mine.values_list("title", "abstract") if marks else ()
    dated = sum(bool(marks and marks.search(f"{title} {to_text(abstract)}")) for title, abstract in texts)
    if dated:
        words = ngettext("%(number)d session names the old date", "%(number)d sessions name the old date", dated)
        yield Leftover(words % {"number": dated}, url)


def _questions(copy: Event, marks: re.Pattern[str] | None) -> Iterator[Leftover]:
    rows = Question.objects.filter(event=copy, is_retired=False).values_list("pk", "label", "help") if marks else ()
    for pk, label, help_text in rows:
        if marks and marks.search(f"{label} {help_text}"):
            words = _("A question names the old date: %(question)s") % {"question": label}
            yield Leftover(words, reverse("admin:registrations_question_change", args=[pk]))
