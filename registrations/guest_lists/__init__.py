"""Lists of people, as hosts have them: bytes or pasted text in, rows with what is wrong in each of them out.

Nothing here knows a table of the database. ``read_file`` and ``read_pasted`` make cells of whatever was sent, or raise
GuestListError; ``understand`` makes people of the cells, and never raises.
"""

from registrations.guest_lists.columns import Column
from registrations.guest_lists.reading import MOST_BYTES, MOST_ROWS, GuestListError, read_file, read_pasted
from registrations.guest_lists.rows import MOST_COMPANIONS, Frame, GuestList, Problem, Row, understand

__all__ = [
    "MOST_BYTES",
    "MOST_COMPANIONS",
    "MOST_ROWS",
    "Column",
    "Frame",
    "GuestList",
    "GuestListError",
    "Problem",
    "Row",
    "read_file",
    "read_pasted",
    "understand",
]
