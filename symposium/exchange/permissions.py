"""Who may take an event's data away and bring some in: the one table that every page of the exchange asks.

Whoever runs the server may do all of it, and alone makes events out of files. docs/organisers/exchange.md repeats it.
"""

from django.utils.translation import gettext_lazy as _

from symposium.accounts.permissions import Right, Rights
from symposium.accounts.scope import EDITORS, ORGANISERS, OWNERS


class Action(Rights):
    """What can be done, each with its roles: ``Action.IMPORT.roles``."""

    EXPORT_TABLES = Right(_("download the programme and the speakers as tables"), EDITORS)
    EXPORT_EVENT = Right(_("download the whole event, with pictures and without guests"), ORGANISERS)
    IMPORT = Right(_("import into the event, and undo it"), ORGANISERS)
    COPY = Right(_("copy the event, and own the copy"), OWNERS)
    MAKE_EVENT = Right(_("import as a new event"), frozenset())
