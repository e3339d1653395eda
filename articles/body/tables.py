"""Tables whose cells fit together, so that every browser draws them and no validator objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from .elements import Cell, Rows

#: Cells spanning more are narrowed.
MAX_SPAN = 100


def fitted(rows: Sequence[Sequence[Cell]]) -> Rows:
    """The rows with every span cut to what is there.

    No cell reaches out of its group of rows or over another cell; rows and columns in which no
    cell begins are taken out.
    """
    heads = len(head_rows(rows))
    groups = [_cut(rows[:heads]), _cut(rows[heads:])]
    begun = {column for group in groups for row in group for column, _ in row}
    fitted_rows = []
    for group in groups:
        for place, row in enumerate(group):
            if row:
                fitted_rows.append(
                    tuple(
                        _narrow(cell, at, begun, group[place : place + cell.rowspan])
                        for at, cell in row
                    )
                )
    return tuple(fitted_rows)


def head_rows(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """The leading rows that hold header cells only: the table's head."""
    return list(takewhile(lambda row: all(cell.is_header for cell in row), rows))


_Placed = list[tuple[int, Cell]]


def _cut(rows: Sequence[Sequence[Cell]]) -> list[_Placed]:
    """Each row's cells with their columns; spans end at the group's last row and at other cells."""
    #: The first row in which a column is free again.
    free: dict[int, int] = {}
    placed: list[_Placed] = []
    for place, row in enumerate(rows):
        column, cells = 0, []
        for cell in row:
            while free.get(column, 0) > place:
                column += 1
            width = 1
            while width < min(cell.colspan, MAX_SPAN) and free.get(column + width, 0) <= place:
                width += 1
            height = min(cell.rowspan, MAX_SPAN, len(rows) - place)
            free.update(dict.fromkeys(range(column, column + width), place + height))
            cells.append((column, replace(cell, colspan=width, rowspan=height)))
            column += width
        placed.append(cells)
    return placed


def _narrow(cell: Cell, at: int, begun: set[int], rows: Sequence[_Placed]) -> Cell:
    """The cell without the columns and rows in which no cell begins."""
    colspan = sum(1 for column in range(at, at + cell.colspan) if column in begun)
    rowspan = sum(1 for row in rows if row)
    return replace(cell, colspan=colspan, rowspan=rowspan)
