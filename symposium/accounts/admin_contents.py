"""Lists of what an event consists of: changed together, taken away as a table, searched without regard to accents."""

from typing import Any

from symposium.accounts.admin_bulk import BulkEdit
from symposium.accounts.admin_lists import FindsFolded
from symposium.accounts.admin_tables import ListTable


class ContentList(BulkEdit, ListTable, FindsFolded):
    """A list of hundreds."""

    actions: Any = ("bulk_change", "list_csv", "list_xlsx")
