"""Tables whose cells fit together, so that every browser draws them and no validator objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from newsroom.api.block_shapes import LINE, block_shape
from newsroom.api.shapes import Schema, array, boolean, integer, ref, string
from newsroom.lib.html import Element, escape, tag
from newsroom.lib.text import single_line

from .. import lines, paste
from ..inline import Spans, plain
from ..part import Block, Part, Reading, Resolver
from ..reader import Line
from ..render import joined

#: Cells spanning more are narrowed.
MAX_SPAN = 100


@dataclass(frozen=True, slots=True)
class Cell:
    spans: Spans
    is_header: bool = False
    colspan: int = 1
    rowspan: int = 1


Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table(Part):
    """Rows of cells that neither overlap nor reach past the last row of their group."""

    rows: Rows
    caption: str = ""

    type = "table"
    description = "A table. Its head is the leading rows that hold header cells only."
    members = {"caption": string(), "rows": array(ref("TableRow"))}
    node = "table"
    element = "table"
    is_text = is_counted = True
    moves_out_of_lines = False

    @classmethod
    def read(cls, element: Element) -> Reading | None:
        """The table, if it has words, and after it the parts that were found in its cells."""
        rows = list(_rows(element))
        if sum(len(list(row.elements())) for row in rows if row.name == "tr") < 2:
            # A frame drawn around text, not a table.
            return None
        cells: list[list[Cell]] = []
        captions: list[str] = []
        found: list[Part] = []
        for row in rows:
            if row.name == "caption":
                line = Line(row)
                captions.append(plain(line.one_paragraph()))
                found.extend(line.parts)
                continue
            cells.append([])
            for cell in row.elements():
                line = Line(cell)
                found.extend(line.parts)
                cells[-1].append(
                    Cell(
                        spans=line.one_paragraph(),
                        is_header=cell.name == "th" or row.has("head"),
                        colspan=max(1, paste.number(cell.get("colspan"))),
                        rowspan=max(1, paste.number(cell.get("rowspan"))),
                    )
                )
        table = cls(fitted(cells), single_line(" ".join(captions)))
        has_words = table.caption or any(cell.spans for row in table.rows for cell in row)
        return Reading(table if has_words else None, found)

    def write(self) -> str:
        rows = [
            tag(
                "tr",
                inner="".join(
                    tag(
                        "th" if cell.is_header else "td",
                        _spans(cell.colspan, cell.rowspan),
                        lines.draft_html(cell.spans),
                    )
                    for cell in row
                ),
            )
            for row in self.rows
        ]
        return _table(self.caption, rows, len(_head_rows(self.rows)))

    def block(self, resolve: Resolver, heading: int) -> Block:
        rows = [
            {
                "_type": "row",
                "_key": f"r{place}",
                "cells": [
                    {
                        "_type": "cell",
                        "_key": f"c{at}",
                        "header": cell.is_header,
                        "colspan": cell.colspan,
                        "rowspan": cell.rowspan,
                        **lines.children(cell.spans, resolve),
                    }
                    for at, cell in enumerate(row)
                ],
            }
            for place, row in enumerate(self.rows)
        ]
        return {"_type": "table", "rows": rows, "caption": self.caption}

    @staticmethod
    def html(block: Block) -> str:
        heads = len(
            list(takewhile(lambda row: all(c["header"] for c in row["cells"]), block["rows"]))
        )
        rows = [
            _printed_row(row, scope="col" if place < heads else "row")
            for place, row in enumerate(block["rows"])
        ]
        # A wide table scrolls in its frame; the frame takes the focus so that the keyboard can.
        table = _table(block["caption"], rows, heads)
        return tag("div", {"class": "table", "tabindex": 0}, table)

    @staticmethod
    def text(block: Block) -> str:
        rows = (joined(map(lines.text, row["cells"]), "\t") for row in block["rows"])
        return joined([block["caption"], *rows])

    @classmethod
    def shapes(cls) -> dict[str, Schema]:
        return {
            **super(Table, cls).shapes(),
            "TableRow": block_shape("row", "A row of a table.", cells=array(ref("TableCell"))),
            "TableCell": block_shape(
                "cell", "A cell of a table.",
                header=boolean(), colspan=integer(minimum=1), rowspan=integer(minimum=1), **LINE,
            ),
        }  # fmt: skip


def _table(caption: str, rows: Sequence[str], heads: int) -> str:
    head, rest = "".join(rows[:heads]), "".join(rows[heads:])
    return tag(
        "table",
        inner=(tag("caption", inner=escape(caption)) if caption else "")
        + (tag("thead", inner=head) if head else "")
        + (tag("tbody", inner=rest) if rest else ""),
    )


def _spans(colspan: int, rowspan: int, *, scope: str | None = None) -> dict[str, str | int | None]:
    return {
        "scope": scope,
        "colspan": colspan if colspan > 1 else None,
        "rowspan": rowspan if rowspan > 1 else None,
    }


def _printed_row(row: Block, *, scope: str) -> str:
    cells = (
        tag(
            "th" if cell["header"] else "td",
            _spans(cell["colspan"], cell["rowspan"], scope=scope if cell["header"] else None),
            lines.html(cell),
        )
        for cell in row["cells"]
    )
    return tag("tr", inner="".join(cells))


def _rows(element: Element) -> Iterable[Element]:
    """Rows and captions in order; a row of the head is marked with ``head``."""
    for child in element.elements():
        if child.name in ("tr", "caption"):
            yield child
        elif child.name in ("thead", "tbody", "tfoot"):
            for row in child.elements():
                if child.name == "thead":
                    row.attributes["head"] = ""
                yield row


def fitted(rows: Sequence[Sequence[Cell]]) -> Rows:
    """The rows with every span cut to what is there.

    No cell reaches out of its group of rows or over another cell; rows and columns in which no
    cell begins are taken out.
    """
    heads = len(_head_rows(rows))
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


def _head_rows(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
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
