"""What a notice says to one person: subject, text and HTML, as their mail has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from symposium.events.models import Event
from symposium.kit.languages import plainly
from symposium.kit.richtext import to_text
from symposium.kit.text import one_line
from symposium.mail.letterheads import frame_of
from symposium.notices.audiences import Recipient
from symposium.notices.models import Notice
from symposium.notices.placeholders import fill_line, fill_markup

_SANS = "system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
_SERIF = "'Iowan Old Style',Palatino,'Palatino Linotype',Georgia,serif"
_INK = "color:#1b2233"
# Old clients know no sheet of styles: each element carries its own, as templates/emails/base.html does.
_STYLES = {
    "p": f'<p class="ink" dir="auto" style="margin:0 0 16px;font:17px/1.6 {_SANS};{_INK}">',
    "h3": f'<h2 class="ink" dir="auto" style="margin:24px 0 8px;font:500 22px/1.3 {_SERIF};{_INK}">',
    "/h3": "</h2>",
    "h4": f'<h3 class="ink" dir="auto" style="margin:20px 0 6px;font:600 17px/1.4 {_SANS};{_INK}">',
    "/h4": "</h3>",
    "ul": f'<ul class="ink" dir="auto" style="margin:0 0 16px;padding-inline-start:24px;{_INK}">',
    "ol": f'<ol class="ink" dir="auto" style="margin:0 0 16px;padding-inline-start:24px;{_INK}">',
    "li": f'<li style="margin:0 0 6px;font:17px/1.6 {_SANS}">',
    "blockquote": '<blockquote class="rule" dir="auto" style="margin:0 0 16px;padding-inline-start:16px;'
    'border-inline-start:2px solid #d5d7de">',
}
_TAG = re.compile(r"<(/?[a-z0-9]+)>")
_IN_ITEM = re.compile(r"(<li>)<p>(.*?)</p>", re.DOTALL)
_BLANKS = re.compile(r"\n{3,}")
_LINK = re.compile(r"<a (?!class=)")
# A link by itself is what the mail is for: the same button as in the mails that the house writes.
_BUTTON = (
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 20px"><tr>'
    '<td class="press" style="background:#2b4a86;border:1px solid #2b4a86;border-radius:2px">'
    '<a class="deed" href="{link}" style="display:inline-block;padding:13px 24px;text-align:center;'
    f'font:600 17px/1.3 {_SANS};color:#fcfaf5;text-decoration:none">{{words}}</a></td></tr></table>'
)


@dataclass(frozen=True, slots=True)
class Composed:
    """One mail, ready to be sent."""

    subject: str
    text: str
    html: str


def values_for(event: Event, recipient: Recipient) -> dict[str, str]:
    """What stands for each placeholder, in the language that is active; none of them is empty."""
    venue = getattr(event, "venue", None)
    when = _("a new date is to be announced") if event.is_postponed else event.when_in_words
    return {
        "name": recipient.name or _("guest"),
        "event": event.name,
        "when": when,
        "place": str(venue.one_line) if venue and venue.one_line else _("the venue is to be announced"),
        "event page": settings.SITE_URL + event.get_absolute_url(),
        **recipient.values,
    }


@plainly()
def subject_for(notice: Notice, recipient: Recipient) -> str:
    """The subject of the mail to one person, in their language."""
    with translation.override(recipient.language or translation.get_language()):
        return _subject(notice, recipient, values_for(notice.event, recipient))


def _subject(notice: Notice, recipient: Recipient, values: Mapping[str, str]) -> str:
    return one_line(fill_line(notice.words_in(recipient.language).subject, values))[:250]


@plainly()
def compose(notice: Notice, recipient: Recipient) -> Composed:
    """The mail to one person, in their language; its event's venue and letterhead are selected with the notice."""
    with translation.override(recipient.language or translation.get_language()):
        return _compose(notice, recipient)


def _compose(notice: Notice, recipient: Recipient) -> Composed:
    event, words = notice.event, notice.words_in(recipient.language)
    values = values_for(event, recipient)
    subject = _subject(notice, recipient, values)
    context = {
        "subject": subject,
        "event": event,
        "body": mark_safe(styled(words.text, values)),  # noqa: S308 (sanitised, and values escaped)
        "body_text": to_text(fill_markup(words.text, values, lambda _name, link: f"<p>{link}</p>")),
        "reason": _("You get this mail because you agreed to get news.") if notice.is_news else recipient.reason,
        "unsubscribe_url": recipient.unsubscribe_url if notice.is_news else "",
        "event_url": values["event page"],
        "site_url": settings.SITE_URL,
        **frame_of(event),
    }
    return Composed(
        subject=subject,
        text=_BLANKS.sub("\n\n", render_to_string("emails/notice.txt", context)).strip() + "\n",
        html=render_to_string("emails/notice.html", context),
    )


def styled(markup: str, values: Mapping[str, str]) -> str:
    """Rich text with values, each element with its own style."""
    filled = fill_markup(markup, values, _button)
    filled = _IN_ITEM.sub(r"\1\2", filled)
    filled = _TAG.sub(lambda match: _STYLES.get(match[1], match[0]), filled)
    return _LINK.sub('<a class="link" style="color:#2b4a86" ', filled)


def _button(name: str, link: str) -> str:
    words = {"ticket": _("Open your ticket"), "event page": _("See the event’s page")}.get(name, _("Open your page"))
    return _BUTTON.replace("{words}", escape(words)).replace("{link}", link)


def hide_secrets(composed: Composed, recipient: Recipient) -> Composed:
    """For whoever looks at a mail before it goes: without what opens the pages of those whom it is about."""
    hide = partial(_without, recipient.secrets)
    return Composed(hide(composed.subject), hide(composed.text), hide(composed.html))


def _without(secrets: tuple[str, ...], said: str) -> str:
    for secret in secrets:
        said = said.replace(secret, "…")
    return said
