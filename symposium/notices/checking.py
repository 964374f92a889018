"""Whether a notice says what can be sent to everybody whom it goes to."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from symposium.notices.audiences import Audience, Placeholder, audiences
from symposium.notices.models import Notice, Words
from symposium.notices.placeholders import EVERYWHERE, problems_in_line, problems_in_markup


def placeholders_for(audience: Audience | None) -> list[Placeholder]:
    """Those that a text for that audience can hold; for any audience where it is None, as a template is."""
    own = audience.placeholders if audience else [one for each in audiences() for one in each.placeholders]
    return list({one.name: one for one in (*EVERYWHERE, *own)}.values())


def problems_in(notice: Notice) -> list[str]:
    """Sentences about each wrong placeholder, in all of its languages, and about what is missing."""
    known, names = placeholders_for(notice.to), dict(settings.LANGUAGES)
    found = _problems(notice, known)
    for text in notice.texts.all():
        language = names.get(text.language, text.language)
        found += [f"{language}: {problem}" for problem in _problems(text, known)]
    return found


def _problems(words: Words, known: Sequence[Placeholder]) -> list[str]:
    found = [str(one) for one in problems_in_line(words.subject, known)]
    found += [str(one) for one in problems_in_markup(words.text, known)]
    if not words.subject:
        found.append(_("The subject is missing."))
    if not words.text:
        found.append(_("The text is missing."))
    return found
