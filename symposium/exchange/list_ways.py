"""What the lists of sessions and speakers lead to: files in, and whole tables out."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from symposium.accounts.admin_base import may
from symposium.exchange.permissions import Action


def to_files(request: HttpRequest, event_id: int) -> Iterator[tuple[str, str]]:
    """The pages of the exchange, with the event chosen."""
    for words, name, action in ((_("Import"), "bring", Action.IMPORT), (_("Export"), "export", Action.EXPORT_TABLES)):
        if may(request, action.roles, event_id):
            yield words, f"{reverse(f'admin:exchange_import_{name}')}?event={event_id}"
