"""What speakers say, on the desk's pages of sessions."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
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
        mark = MARKS.get(Reply(one.reply))
        pattern = '<bdi>{}</bdi> <span role="img" aria-label="{}" title="{}">{}</span>' if mark else "<bdi>{}</bdi>"
        word = one.get_reply_display()
        said.append(format_html(pattern, name, word, word, mark))
    return format_html_join(", ", "{}", ((one,) for one in said))


def with_replies(rows: QuerySet[Appearance]) -> QuerySet[Appearance]:
    """Each with what its speaker says, for ``reply_in_words``; in a working copy, what they say to the original."""
    original = Appearance.objects.filter(
        session=OuterRef("session__revises"), speaker=OuterRef("speaker"), part=OuterRef("part")
    )
    said = {
        f"said_{name}": Coalesce(Subquery(original.values(name)[:1]), F(name))
        for name in ("reply", "reply_words", "replied_for")
    }
    return rows.annotate(**said, refuses=refuses_recording())


def reply_in_words(appearance: Any) -> str:
    """What a speaker says to their part and to being recorded, beside it on the session's page (``with_replies``)."""
    if appearance.pk is None or appearance.speaker_id is None:
        return ""
    reply = Reply(appearance.said_reply)
    context = {
        "reply": reply,
        "words": appearance.said_reply_words,
        "has_moved": reply == Reply.CONFIRMED and appearance.said_replied_for != appearance.session.starts_at,
        "refuses": appearance.refuses,
    }
    return render_to_string("admin/programme/_reply.html", context)
