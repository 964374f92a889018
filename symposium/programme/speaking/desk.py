"""What speakers say, on the desk's pages of sessions."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.programme.models import Appearance, Session
from symposium.programme.speaking.todos import refuses_recording

Reply = Appearance.Reply
MARKS = {Reply.CONFIRMED: "✓", Reply.DECLINED: "✕"}


class RepliesFilter(admin.SimpleListFilter):
    """Sessions by what their speakers have said; the event's page leads here."""

    title = _("speakers")
    parameter_name = "speakers"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[Any, Any]]:
        return [
            ("waiting", _("one has not answered")),
            ("confirmed", _("all have confirmed")),
            ("declined", _("one has declined")),
            ("refused", _("streamed, and one does not agree")),
        ]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        """None for anything else."""
        people = Appearance.objects.filter(session=OuterRef("pk"), speaker__isnull=False)
        streamed = ~Q(stream_url="") | ~Q(event__stream_url="")
        found = {
            "waiting": Q(Exists(people.filter(reply=Reply.NONE))),
            "confirmed": Q(Exists(people)) & ~Q(Exists(people.exclude(reply=Reply.CONFIRMED))),
            "declined": Q(Exists(people.filter(reply=Reply.DECLINED))),
            "refused": streamed & Q(Exists(people.filter(refuses_recording()))),
        }
        if self.value() is None:
            return queryset
        chosen = found.get(str(self.value()))
        rows = queryset.exclude(state=Session.State.CANCELLED)
        return rows.filter(chosen) if chosen is not None else queryset.none()


def people_with_replies(appearances: Iterable[Appearance]) -> SafeString:
    """'Ada Lovelace ✓, Ben': who appears, with a sign, and its word, for who has answered."""
    said = []
    for one in appearances:
        name = one.speaker.full_name if one.speaker else _now("to be announced")
        mark = MARKS.get(Reply(one.reply), "")
        word = one.get_reply_display() if mark else ""
        said.append((one.reply or "none", word, name, mark))
    pattern = '<span class="said-{}" title="{}"><bdi>{}</bdi> {}</span>'
    return format_html_join(", ", pattern, said)


def reply_in_words(appearance: Appearance) -> str:
    """What a speaker says to their part, beside it on the session's page.

    And whether they refuse to be recorded, where the row was annotated with ``refuses`` (``refuses_recording``).
    """
    if appearance.pk is None or appearance.speaker_id is None:
        return ""
    has_moved = appearance.reply == Reply.CONFIRMED and appearance.replied_for != appearance.session.starts_at
    context = {"appearance": appearance, "has_moved": has_moved, "refuses": getattr(appearance, "refuses", False)}
    return render_to_string("admin/programme/_reply.html", context)
