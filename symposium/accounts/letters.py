"""Mails to staff: about their own account, and invitations to a team. Written when they are queued: links of both are
known to nobody afterwards but their mails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.models import TeamInvitation, User
from symposium.kit.languages import plainly
from symposium.mail.models import OutgoingMail
from symposium.mail.services import queue_mail


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail about an account says; ``button`` is what its link does where that is not the account's page."""

    subject: str | Promise
    words: str | Promise
    button: str | Promise = ""


_NOT_YOU = _(
    "If that was not you, set a new password at once with “Forgotten your password?” on the page where you sign in, "
    "and tell whoever runs this site."
)
KINDS: Mapping[str, Words] = {
    "password_reset_key": Words(
        _("Set a new password"),
        _(
            "Somebody, probably you, asked for a new password for the desk. The link below is good once, for twelve "
            "hours. If it was not you, ignore this mail: nothing has changed."
        ),
        _("Set a new password"),
    ),
    "unknown_account": Words(
        _("No account with this address"),
        _(
            "Somebody, probably you, asked for a new password for the desk, but nobody with this address has an "
            "account there. Perhaps you were invited with another address. If it was not you, ignore this mail."
        ),
        _("Sign in with another address"),
    ),
    "password_changed": Words(_("Your password was changed"), _("The password of your account was changed.")),
    "password_set": Words(_("Your password was set"), _("Your account has a password now.")),
    "password_reset": Words(_("Your password was changed"), _("A new password was set with a link from a mail.")),
    "totp_activated": Words(_("Second factor: app added"), _("Signing in now asks for a code from your app.")),
    "totp_deactivated": Words(_("Second factor: app removed"), _("Signing in asks for no code from your app now.")),
    "webauthn_added": Words(_("Passkey added"), _("A passkey now opens your account.")),
    "webauthn_removed": Words(_("Passkey removed"), _("One of the passkeys of your account was removed.")),
    "factors_forgotten": Words(
        _("Second factor removed"),
        _("Whoever runs the site has removed the second factor of your account. Set up a new one when you sign in."),
    ),
    "recovery_codes_generated": Words(
        _("New recovery codes"), _("Your account has new recovery codes. The ones before open nothing now.")
    ),
}
# To whom nothing has happened, there is nothing to warn of.
_ASKED_FOR = {"password_reset_key", "unknown_account"}


@plainly()
def send(kind: str, address: str, context: Mapping[str, Any]) -> None:
    """Queue a mail about an account, in the language of its owner; ``context`` may hold ``user`` and a link."""
    user = context.get("user")
    language = user.language if isinstance(user, User) else ""
    with translation.override(language or translation.get_language()):
        said = KINDS[kind]
        page = "account_login" if kind == "unknown_account" else "account"
        known = {
            "subject": str(said.subject),
            "greeted": user.name if isinstance(user, User) else "",
            "words": said.words,
            "warning": "" if kind in _ASKED_FOR else _NOT_YOU,
            "button": said.button or _now("Your account"),
            "url": context.get("password_reset_url") or settings.SITE_URL + reverse(page),
            "site_url": settings.SITE_URL,
        }
        _queue("account", f"account_{kind}", address, known, language=language)


@plainly()
def invite(invitation: TeamInvitation, token: str) -> OutgoingMail:
    """Queue the mail of an invitation. It belongs to no event's mails: its link is for its reader alone."""
    reader = User.objects.filter(email=invitation.email).only("name", "language").first()
    language = reader.language if reader else ""
    with translation.override(language or translation.get_language()):
        subject = _now("Join the team of %(event)s") % {"event": invitation.event.name}
        known = {
            "subject": subject,
            "greeted": reader.name if reader else "",
            "invitation": invitation,
            "event": invitation.event,
            "said": invitation.greeting,
            "url": settings.SITE_URL + reverse("join", args=[token]),
            "site_url": settings.SITE_URL,
        }
        answers_to = invitation.invited_by.email if invitation.invited_by else ""
        return _queue("team_invitation", "team_invitation", invitation.email, known, language, answers_to)


def _queue(
    template: str, kind: str, address: str, known: dict[str, Any], language: str = "", reply_to: str = ""
) -> OutgoingMail:
    return queue_mail(
        kind=kind,
        to_address=address,
        to_name=known["greeted"],
        subject=known["subject"],
        text=render_to_string(f"emails/{template}.txt", known),
        html=render_to_string(f"emails/{template}.html", known),
        language=language,
        reply_to=reply_to,
    )
