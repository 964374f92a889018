"""What the board's script says, in the language of the page; {names} are filled in there."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from symposium.kit.saying import say_clock


def words() -> dict[str, str]:
    """The texts by the names that the script knows them by."""
    return {
        # Whether the clock is said with 24 hours or with twelve.
        "hours": "h23" if "13" in say_clock(datetime(2026, 1, 1, 13, tzinfo=UTC)) else "h12",
        "held": _(
            "“{title}” is picked up: {place}. Move it with the arrow keys, change its length with Shift, put it in the "
            "tray with Delete. Enter drops it, Escape leaves it where it was."
        ),
        "tray": _("in the tray, without a time"),
        "cancelled": _("“{title}” stays where it was."),
        "undo": _("Undo the move of “{title}”"),
        "redo": _("Move “{title}” again"),
        "signedOut": _(
            "You are signed out, so nothing was moved. Load the page again to sign in; all earlier moves are kept."
        ),
        "offline": _("The server cannot be reached, so nothing was moved. Try it again in a moment."),
        "failed": _("Something went wrong, so nothing was moved. Load the page again."),
    }
