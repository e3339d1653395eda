"""Lists and tables of foreign HTML."""

from __future__ import annotations

from html import escape

from newsroom.lib.html import Element

from .. import draft
from ..conversion import Conversion
from .inline import INLINE_TAGS, MEDIA, Inline, inline_of
from .text import is_blank, list_of, tell_start, trimmed


def list_markup(node: Element, conversion: Conversion, media: list[Element]) -> str:
    items: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            items += [escape(child.strip(), quote=False)] if child.strip() else []
        elif child.name in ("ul", "ol"):
            nested = list_markup(child, conversion, media)
            if items and nested:
                items[-1] += nested
            elif nested:
                items.append(nested)
        else:
            inner = _item_markup(child, conversion, media)
            items += [inner] if not is_blank(inner) else []
    if node.name == "ol" and node.get("start", "1") not in ("", "1"):
        tell_start(node.get("start")[:12], conversion)
    return list_of(items, is_numbered=node.name == "ol")


def _item_markup(node: Element, conversion: Conversion, media: list[Element]) -> str:
    lines: list[str] = []
    lists: list[str] = []
    current: list[str] = []

    def end_line() -> None:
        line = trimmed("".join(current))
        current.clear()
        if not is_blank(line):
            lines.append(line)

    for child in node.children:
        if isinstance(child, Element) and child.name in ("ul", "ol"):
            lists.append(list_markup(child, conversion, media))
        elif isinstance(child, Element) and child.name not in INLINE_TAGS | MEDIA:
            end_line()
            current.append(Inline(conversion, media).children(child))
            end_line()
        else:
            current.append(Inline(conversion, media).child(child))
    end_line()
    return "<br>".join(lines) + "".join(lists)


def table_title(node: Element, conversion: Conversion) -> str:
    heading = node.find("caption")
    return inline_of(heading, conversion).strip() if heading else ""


def table_markup(node: Element, conversion: Conversion, media: list[Element]) -> str:
    head: list[str] = []
    body: list[str] = []
    for part, row in _rows(node):
        cells = "".join(
            _cell(cell, conversion, media)
            for cell in row.children
            if isinstance(cell, Element) and cell.name in ("td", "th")
        )
        if cells:
            (head if part == "thead" else body).append(f"<tr>{cells}</tr>")
    if not head and not body:
        return ""
    inner = draft.element("thead", "".join(head)) if head else ""
    return draft.element("table", inner + draft.element("tbody", "".join(body)))


def _rows(table: Element) -> list[tuple[str, Element]]:
    """The rows of this table, not of a table inside it, with the part they stand in."""
    found: list[tuple[str, Element]] = []
    for child in table.children:
        if isinstance(child, str):
            continue
        if child.name == "tr":
            found.append(("tbody", child))
        elif child.name in ("thead", "tbody", "tfoot"):
            found += [
                (child.name, row)
                for row in child.children
                if isinstance(row, Element) and row.name == "tr"
            ]
    return found


def _cell(node: Element, conversion: Conversion, media: list[Element]) -> str:
    spans = {
        name: node.attributes[name]
        for name in ("colspan", "rowspan")
        if node.get(name, "1").isdigit() and node.get(name, "1") != "1"
    }
    return draft.element(node.name, _item_markup(node, conversion, media), **spans)
