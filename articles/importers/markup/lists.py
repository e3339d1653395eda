"""Lists and tables of foreign HTML."""

from __future__ import annotations

from html import escape

from .. import draft
from ..conversion import Conversion
from ..tree import Node
from .inline import INLINE_TAGS, MEDIA, Inline, inline_of
from .text import is_blank, list_of, tell_start, trimmed


def list_markup(node: Node, conversion: Conversion, media: list[Node]) -> str:
    items: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            items += [escape(child.strip(), quote=False)] if child.strip() else []
        elif child.tag in ("ul", "ol"):
            nested = list_markup(child, conversion, media)
            if items and nested:
                items[-1] += nested
            elif nested:
                items.append(nested)
        else:
            inner = _item_markup(child, conversion, media)
            items += [inner] if not is_blank(inner) else []
    if node.tag == "ol" and node.attrs.get("start", "1") not in ("", "1"):
        tell_start(node.attrs["start"][:12], conversion)
    return list_of(items, is_numbered=node.tag == "ol")


def _item_markup(node: Node, conversion: Conversion, media: list[Node]) -> str:
    lines: list[str] = []
    lists: list[str] = []
    current: list[str] = []

    def end_line() -> None:
        line = trimmed("".join(current))
        current.clear()
        if not is_blank(line):
            lines.append(line)

    for child in node.children:
        if isinstance(child, Node) and child.tag in ("ul", "ol"):
            lists.append(list_markup(child, conversion, media))
        elif isinstance(child, Node) and child.tag not in INLINE_TAGS and child.tag not in MEDIA:
            end_line()
            current.append(Inline(conversion, media).children(child))
            end_line()
        else:
            current.append(Inline(conversion, media).child(child))
    end_line()
    return "<br>".join(lines) + "".join(lists)


def table_title(node: Node, conversion: Conversion) -> str:
    heading = node.find("caption")
    return inline_of(heading, conversion).strip() if heading else ""


def table_markup(node: Node, conversion: Conversion, media: list[Node]) -> str:
    head: list[str] = []
    body: list[str] = []
    for part, row in _rows(node):
        cells = "".join(
            _cell(cell, conversion, media)
            for cell in row.children
            if isinstance(cell, Node) and cell.tag in ("td", "th")
        )
        if cells:
            (head if part == "thead" else body).append(f"<tr>{cells}</tr>")
    if not head and not body:
        return ""
    inner = draft.element("thead", "".join(head)) if head else ""
    return draft.element("table", inner + draft.element("tbody", "".join(body)))


def _rows(table: Node) -> list[tuple[str, Node]]:
    """The rows of this table, not of a table inside it, with the part they stand in."""
    found: list[tuple[str, Node]] = []
    for child in table.children:
        if isinstance(child, str):
            continue
        if child.tag == "tr":
            found.append(("tbody", child))
        elif child.tag in ("thead", "tbody", "tfoot"):
            found += [
                (child.tag, row)
                for row in child.children
                if isinstance(row, Node) and row.tag == "tr"
            ]
    return found


def _cell(node: Node, conversion: Conversion, media: list[Node]) -> str:
    spans = {
        name: node.attrs[name]
        for name in ("colspan", "rowspan")
        if node.attrs.get(name, "1").isdigit() and node.attrs.get(name, "1") != "1"
    }
    return draft.element(node.tag, _item_markup(node, conversion, media), **spans)
