"""Mails of invitations: queued with the deed that made them necessary, written when they are sent (``mails``)."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from registrations.models import Invitation, Registration
from symposium.kit.languages import plainly
from symposium.mail.letterheads import frame_of
from symposium.mail.models import OutgoingMail
from symposium.mail.writing import Written

FAMILY = "invitation"
SENT, REMINDER, LINK = "invitation_sent", "invitation_reminder", "invitation_link"
KINDS = (SENT, REMINDER, LINK)


@plainly()
def letter(invitation: Invitation, kind: str) -> OutgoingMail:
    """A mail about an invitation, for ``queue_mails``; its event and its host are selected with the invitation."""
    return OutgoingMail(
        kind=kind,
        event_id=invitation.event_id,
        to_address=invitation.email,
        to_name=invitation.name,
        reply_to=invitation.answers_to or invitation.event.contact_email,
        subject=subject_of(invitation, kind),
        about={"invitation": invitation.pk},
        language=invitation.language,
    )


def link(invitation: Invitation, place: Registration) -> OutgoingMail:
    """The way to the place that came of an invitation, to the address on that place."""
    mail = letter(invitation, LINK)
    mail.to_address, mail.to_name = place.email, place.name
    mail.about |= {"registration": place.pk}
    return mail


def subject_of(invitation: Invitation, kind: str) -> str:
    """In the language of the invitation."""
    with translation.override(invitation.language or translation.get_language()):
        pattern = {
            SENT: _("%(host)s invites you: %(event)s") if invitation.host_name else _("Your invitation: %(event)s"),
            REMINDER: _("Can you come? %(event)s"),
            LINK: _("Your place: %(event)s"),
        }[kind]
        return pattern % {"host": invitation.host_name, "event": invitation.event.name}


def write(mail: OutgoingMail) -> Written:
    """The texts of a mail of this family. Raises Invitation.DoesNotExist when it is gone meanwhile, or the place."""
    rows = Invitation.objects.select_related("event__venue", "event__letterhead", "allocation__organisation")
    invitation, place = rows.get(pk=mail.about["invitation"]), mail.about.get("registration")
    url = Registration.objects.get(pk=place).get_absolute_url() if place else ""
    return written(invitation, mail.kind, mail.subject, url=url)


def written(invitation: Invitation, kind: str, subject: str, *, url: str = "") -> Written:
    """The texts of a mail about an invitation, which need not be stored yet; ``url`` opens something else than it."""
    context = context_of(invitation) | {"subject": subject}
    if url:
        context["url"] = settings.SITE_URL + url
    return Written(
        text=render_to_string(f"emails/{kind}.txt", context),
        html=render_to_string(f"emails/{kind}.html", context),
    )


@plainly()
def preview(invitation: Invitation, kind: str = SENT) -> tuple[str, Written]:
    """Subject and texts as they would go out, in the language of the invitation."""
    with translation.override(invitation.language or translation.get_language()):
        subject = subject_of(invitation, kind)
        return subject, written(invitation, kind, subject)


def context_of(invitation: Invitation) -> dict[str, Any]:
    """What the templates of these mails know."""
    event = invitation.event
    url = settings.SITE_URL + invitation.get_absolute_url()
    return {
        "invitation": invitation,
        "event": event,
        "venue": getattr(event, "venue", None),
        "url": url,
        "regret_url": f"{url}?answer=no",
        "event_url": settings.SITE_URL + event.get_absolute_url(),
        "site_url": settings.SITE_URL,
        **frame_of(event),
    }
