"""Mails to speakers about their link: queued with the deed that made them necessary, written when they are sent."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from speakers.models import PersonalLink, Suggestion
from speakers.profile import in_order
from symposium.kit.languages import plainly
from symposium.mail.models import OutgoingMail
from symposium.mail.writing import Written

FAMILY = "speaking"
LINK, REMINDER, LOST, DECIDED = "speaking_link", "speaking_reminder", "speaking_lost", "speaking_decided"


@plainly()
def letter(link: PersonalLink, kind: str, *, words: str = "", suggestion: int | None = None) -> OutgoingMail:
    """A mail to a speaker, for ``queue_mails``; speaker and event are selected with the link."""
    speaker, event = link.speaker, link.speaker.event
    about = {"speaker_link": link.pk, "words": words, "suggestion": suggestion}
    return OutgoingMail(
        kind=kind,
        event_id=event.pk,
        to_address=speaker.email,
        to_name=speaker.name,
        reply_to=event.contact_email,
        subject=subject_of(kind) % {"event": event.name},
        about={name: value for name, value in about.items() if value},
    )


def subject_of(kind: str) -> str:
    """With a place for the event."""
    return {
        LINK: _("Your page as a speaker: %(event)s"),
        REMINDER: _("Will you have a look? %(event)s"),
        LOST: _("The link to your page: %(event)s"),
        DECIDED: _("About what you suggested: %(event)s"),
    }[kind]


def write(mail: OutgoingMail) -> Written:
    """The texts of a mail of this family. Raises PersonalLink.DoesNotExist when the speaker is gone meanwhile."""
    rows = PersonalLink.objects.select_related("speaker__event__venue")
    link = rows.get(pk=mail.about["speaker_link"])
    suggestion = Suggestion.objects.filter(pk=mail.about.get("suggestion"), speaker=link.speaker_id).first()
    return written(link, mail.kind, mail.subject, words=mail.about.get("words", ""), suggestion=suggestion)


def written(
    link: PersonalLink, kind: str, subject: str, *, words: str = "", suggestion: Suggestion | None = None, url: str = ""
) -> Written:
    """The texts of a mail; the link need not be stored yet, where ``url`` stands for its address."""
    event = link.speaker.event
    context: dict[str, Any] = {
        "subject": subject,
        "speaker": link.speaker,
        "greeted": link.speaker.full_name,
        "event": event,
        "venue": getattr(event, "venue", None),
        "said": suggestion.words if suggestion else words,
        "url": url or settings.SITE_URL + link.get_absolute_url(),
        "event_url": settings.SITE_URL + ("/" if event.is_draft else event.get_absolute_url()),
        "site_url": settings.SITE_URL,
    }
    if suggestion:
        changes = in_order(suggestion.changes)
        context["taken"] = [one.label for one in changes if one.part in suggestion.taken]
        context["left"] = [one.label for one in changes if one.part not in suggestion.taken]
    return Written(
        text=render_to_string(f"emails/{kind}.txt", context), html=render_to_string(f"emails/{kind}.html", context)
    )


@plainly()
def preview(link: PersonalLink, kind: str, words: str) -> tuple[str, Written]:
    """Subject and texts as they would go out, without the link itself: that is the speaker's alone."""
    subject = subject_of(kind) % {"event": link.speaker.event.name}
    return subject, written(link, kind, subject, words=words, url=f"{settings.SITE_URL}/speaking/…/")
