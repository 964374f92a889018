"""Rows of the programme in templates that arrange them."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from symposium.kit import clocks
from symposium.programme.grid import Beside, Column
from symposium.programme.markup import Writer
from symposium.programme.timetable import Part, Row

register = template.Library()


@register.simple_tag
def in_list(writer: Writer, rows: Sequence[Row]) -> SafeString:
    """Sessions as items of a list."""
    return writer.rows(rows)


@register.simple_tag
def in_cell(writer: Writer, row: Row, with_room: bool) -> SafeString:  # noqa: FBT001 (a template has no keywords to force)
    """A session in a cell of the grid."""
    return writer.cell(row, with_room=with_room)


@register.simple_tag
def people_of(writer: Writer, row: Row) -> SafeString:
    """Who appears in it, in a line."""
    return SafeString(writer.people(row.people))


@register.filter
def column_in_words(column: Column) -> str:
    """What stands above a column of the grid."""
    if isinstance(column, Part):
        return column.name
    words = {
        Beside.EVERYONE: _("For everyone"),
        Beside.NOWHERE: _("Room to be announced"),
        Beside.PROGRAMME: _("Programme"),
    }
    return words[column]


@register.simple_tag
def from_to(row: Row) -> SafeString:
    """'09:00–10:30' of a row, marked up."""
    if not row.start or not row.end:
        return SafeString("")
    return SafeString(f"{clocks.mark(row.start)}<i>–</i>{clocks.mark(row.end)}")
