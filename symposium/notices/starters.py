"""Texts to begin a notice with; an event's own templates stand beside them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Starter:
    """A subject, and paragraphs of a text, with placeholders that every audience knows."""

    name: str | Promise
    subject: str | Promise
    paragraphs: tuple[str | Promise, ...]

    @property
    def text(self) -> str:
        """Plain, with empty lines between the paragraphs."""
        return "\n\n".join(map(str, self.paragraphs))


STARTERS = {
    "empty": Starter(_("an empty page"), "", (_("Dear {name},"), "…")),
    "practical": Starter(
        _("practical information"),
        _("Before you come: {event}"),
        (
            _("Dear {name},"),
            _("{event} begins soon: {when}, {place}."),
            _("How to get there: …"),
            _("What to bring: …"),
            _("All that concerns your part in it is on your own page:"),
            "{their page}",
            _("We look forward to seeing you."),
        ),
    ),
    "place": Starter(
        _("change of place"),
        _("A new place: {event}"),
        (
            _("Dear {name},"),
            _("{event} takes place somewhere else than we announced. The new place is {place}."),
            _("The time stays as it was: {when}."),
            _("How to get there: …"),
            "{their page}",
        ),
    ),
    "thanks": Starter(
        _("thank you"),
        _("Thank you: {event}"),
        (
            _("Dear {name},"),
            _("Thank you for having been with us at {event}."),
            _("What was said and shown there stands on its page: {event page}"),
            _("We hope to see you again."),
        ),
    ),
}
