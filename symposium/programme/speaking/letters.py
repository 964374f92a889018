"""The mail that tells the organisers who declined a session, or takes part after all."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from symposium.kit.languages import plainly
from symposium.mail.models import OutgoingMail
from symposium.mail.writing import Written
from symposium.programme.models import Appearance

KIND = "speaking_reply"


@plainly()
def subject_of(appearance: Appearance) -> str:
    """Who says what."""
    declined = appearance.reply == Appearance.Reply.DECLINED
    pattern = _("%(name)s cannot take part: %(session)s") if declined else _("%(name)s takes part: %(session)s")
    return pattern % {"name": appearance.speaker, "session": appearance.session.title}


def write(mail: OutgoingMail) -> Written:
    """The texts, as it stands when it is sent. Raises Appearance.DoesNotExist when it is gone meanwhile."""
    rows = Appearance.objects.select_related("speaker", "session__event__venue")
    appearance = rows.get(pk=mail.about["appearance"], speaker__isnull=False)
    event = appearance.session.event
    url = f"{settings.SITE_URL}/admin/programme/session/{appearance.session_id}/change/"
    context = {
        "subject": mail.subject,
        "appearance": appearance,
        "event": event,
        "venue": getattr(event, "venue", None),
        "said": appearance.reply_words,
        "url": url,
        "event_url": settings.SITE_URL,
        "site_url": settings.SITE_URL,
    }
    return Written(
        text=render_to_string("emails/speaking_reply.txt", context),
        html=render_to_string("emails/speaking_reply.html", context),
    )
