"""From any HTML to the parts of a body. Nothing raises, nothing executable comes through.

A browser's parser and an allow-list (nh3) go first and leave well-formed HTML; the reader walks its
tree and takes from it what a body can say. What stands in a wrong place is moved to the nearest
right one and words in unknown elements are kept, so that nothing written is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from newsroom.lib import html, urls
from newsroom.lib.html import Element
from newsroom.lib.text import single_line

from . import attributes, inline, outline, paste, tables
from .elements import (
    MAX_LEVEL,
    TEXT_PARTS,
    Cell,
    Code,
    Factbox,
    Figure,
    Part,
    Quote,
    Rule,
    Spans,
    Table,
    TextBlock,
    plain,
)
from .inline import Piece
from .sanitising import tree
from .vocabulary import INLINE

_WHITE = str.maketrans("\t\n\r\f", "    ")
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


@lru_cache(maxsize=8)
def read(source: str) -> tuple[Part, ...]:
    """The parts that this HTML says.

    A save and a publication ask for the same body many times over; it is read once.
    """
    return tuple(parts_of(tree(source).children))


def read_line(source: str) -> Spans:
    """The words and marks of this HTML as one run, whatever elements it has."""
    return _Line(tree(source)).one_paragraph()


def parts_of(nodes: Iterable[html.Node]) -> list[Part]:
    reader = _Reader()
    reader.children(nodes, Place())
    reader.flush(Place())
    return outline.in_order(reader.parts)


class Place(NamedTuple):
    """Where in the text the reader is."""

    style: str = "normal"
    list_item: str = ""
    level: int = 0
    marks: frozenset[str] = frozenset()
    href: str = ""


class _Reader:
    """Collects text into pieces, and at each element's end into parts."""

    def __init__(self, *, line_only: bool = False) -> None:
        self.parts: list[Part] = []
        self.pieces: list[Piece] = []
        #: Whether only a run of words may stand here (a caption, a cell): blocks become lines.
        self.line_only = line_only

    def children(self, nodes: Iterable[html.Node], place: Place) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.pieces.append(Piece(node.translate(_WHITE), place.marks, place.href))
            elif not paste.is_hidden(node):
                _HANDLERS.get(node.name, _Reader.other)(self, node, place)

    def flush(self, place: Place) -> None:
        """End the paragraph, heading or list item that the pieces make."""
        pieces, self.pieces = self.pieces, []
        if not pieces:
            return
        if place.list_item:
            spans = inline.one_paragraph(pieces)
            if spans:
                self.parts.append(TextBlock(spans, "normal", place.list_item, place.level))
        elif place.style in ("normal", "blockquote"):
            self.parts.extend(TextBlock(s, place.style) for s in inline.paragraphs(pieces))
        else:
            spans = inline.without_mark(inline.one_paragraph(pieces), "strong")
            if spans:
                self.parts.append(TextBlock(spans, place.style))

    def boundary(self, place: Place) -> None:
        """A block begins or ends here; within one line that is a break."""
        if self.line_only or place.list_item:
            self.pieces.append(Piece("\n\n", place.marks, place.href))
        else:
            self.flush(place)

    def block(self, element: Element, place: Place, inner: Place | None = None) -> None:
        """An element that stands on its own lines."""
        inner = (inner or place)._replace(marks=paste.marks(element, place.marks))
        self.boundary(place)
        self.children(element.children, inner)
        self.boundary(inner)

    def add(self, part: Part, place: Place) -> None:
        """A part that is no text: ends the text before it. In a line, it goes after the line."""
        if not self.line_only:
            self.flush(place)
        self.parts.append(part)

    def other(self, element: Element, place: Place) -> None:
        if element.name in INLINE:
            marks = paste.marks(element, place.marks)
            self.children(element.children, place._replace(marks=marks))
        else:
            self.block(element, place)

    def link(self, element: Element, place: Place) -> None:
        href = urls.link_address(element.get("href")) or ""
        marks = paste.marks(element, place.marks)
        self.children(element.children, place._replace(marks=marks, href=href))

    def line_break(self, element: Element, place: Place) -> None:
        self.pieces.append(Piece("\n", place.marks, place.href))

    def picture(self, element: Element, place: Place) -> None:
        self.pieces.append(Piece(paste.sign(element), place.marks, place.href))

    def paragraph(self, element: Element, place: Place) -> None:
        item = paste.word_item(element)
        if item and not self.line_only:
            kind, level = item
            self.list_item(element, place._replace(list_item=kind, level=min(level, MAX_LEVEL)))
            return
        if paste.heading_level(element):
            self.heading(element, place)
        else:
            self.block(element, place)

    def heading(self, element: Element, place: Place) -> None:
        level = paste.heading_level(element) or int(element.name[1])
        style = _HEADINGS[f"h{min(level, 6)}"] if place.style == "normal" else place.style
        self.block(element, place, place._replace(style=style))

    def quotation(self, element: Element, place: Place) -> None:
        self.block(element, place, place._replace(style="blockquote"))

    def text_list(self, element: Element, place: Place) -> None:
        if self.line_only:
            self.block(element, place)
            return
        self.flush(place)
        kind = "number" if element.name == "ol" else "bullet"
        level = min(place.level + 1, MAX_LEVEL)
        inner = place._replace(style="normal", list_item=kind, level=level)
        self.children(element.children, inner)
        self.flush(inner)

    def list_item(self, element: Element, place: Place) -> None:
        if self.line_only:
            self.block(element, place)
            return
        self.flush(place)
        level = min(max(place.level, paste.item_level(element), 1), MAX_LEVEL)
        inner = place._replace(
            style="normal",
            list_item=place.list_item or "bullet",
            level=level,
            marks=paste.marks(element, place.marks),
        )
        self.children(element.children, inner)
        self.flush(inner)

    def rule(self, element: Element, place: Place) -> None:
        if self.line_only:
            self.boundary(place)
        else:
            self.add(Rule(), place)

    def code(self, element: Element, place: Place) -> None:
        if self.line_only:
            self.block(element, place)
            return
        text = element.text().strip("\n").rstrip()
        if text.strip():
            self.add(Code(text), place)

    def table(self, element: Element, place: Place) -> None:
        if self.line_only:
            self.block(element, place)
            return
        rows = list(_rows(element))
        if sum(len(list(row.elements())) for row in rows if row.name == "tr") < 2:
            # A frame drawn around text, not a table.
            self.block(element, place)
            return
        self.flush(place)
        self.parts.extend(_table(rows))

    def figure(self, element: Element, place: Place) -> None:
        image = attributes.public_id(element.get("data-image"))
        if image is None:
            self.block(element, place)
            return
        captions = [e for e in element.elements() if e.name == "figcaption"]
        caption = _Line(Element("", {}, list(captions)))
        self.add(
            Figure(
                image=image,
                layout=attributes.layout(element),
                alt=attributes.words(element, "data-alt"),
                caption=caption.one_paragraph(),
                crop=attributes.crop(element),
            ),
            place,
        )
        self.after(caption.parts, [c for c in element.children if c not in captions], place)

    def division(self, element: Element, place: Place) -> None:
        part = attributes.read(element)
        if part is not None:
            self.add(part, place)
            self.after([], element.children, place)
            return
        if any(element.has(kind) for kind in attributes.KINDS):
            self.lost_words(element, place, "data-title", "data-excerpt")
        self.paragraph(element, place)

    def aside(self, element: Element, place: Place) -> None:
        if element.has("data-quote"):
            self.pull_quote(element, place)
        elif element.has("data-factbox"):
            self.factbox(element, place)
        else:
            self.block(element, place)

    def pull_quote(self, element: Element, place: Place) -> None:
        line = _Line(element)
        paragraphs = tuple(line.paragraphs())
        if not paragraphs:
            self.lost_words(element, place, "data-attribution")
        else:
            self.add(Quote(paragraphs, attributes.words(element, "data-attribution")), place)
        self.after(line.parts, [], place)

    def factbox(self, element: Element, place: Place) -> None:
        if self.line_only:
            self.lost_words(element, place, "data-title")
            self.block(element, place)
            return
        inner = parts_of(element.children)
        text = outline.in_order([part for part in inner if isinstance(part, TEXT_PARTS)])
        if all(isinstance(part, Rule) for part in text):
            self.lost_words(element, place, "data-title")
            self.after(inner, [], place)
            return
        self.add(Factbox(attributes.words(element, "data-title"), tuple(text)), place)
        self.after([part for part in inner if not isinstance(part, TEXT_PARTS)], [], place)

    def lost_words(self, element: Element, place: Place, *names: str) -> None:
        """Keep as paragraphs what was written into an element that cannot stand."""
        for name in names:
            self.boundary(place)
            self.pieces.append(Piece(single_line(element.get(name))))
            self.boundary(place)

    def after(self, parts: Iterable[Part], nodes: Iterable[html.Node], place: Place) -> None:
        """What was found inside an element that cannot hold it."""
        self.parts.extend(parts)
        self.boundary(place)
        self.children(nodes, place)
        self.boundary(place)


class _Line:
    """The words inside an element as one line; ``parts`` are the elements found among them."""

    def __init__(self, element: Element) -> None:
        reader = _Reader(line_only=True)
        reader.children(element.children, Place())
        self.pieces, self.parts = reader.pieces, reader.parts

    def one_paragraph(self) -> Spans:
        return inline.one_paragraph(self.pieces)

    def paragraphs(self) -> list[Spans]:
        return inline.paragraphs(self.pieces)


def _table(rows: Iterable[Element]) -> list[Part]:
    """The table, if it has words, and after it the elements that were found in its cells."""
    cells: list[list[Cell]] = []
    captions: list[str] = []
    found: list[Part] = []
    for row in rows:
        if row.name == "caption":
            line = _Line(row)
            captions.append(plain(line.one_paragraph()))
            found.extend(line.parts)
            continue
        cells.append([])
        for cell in row.elements():
            line = _Line(cell)
            found.extend(line.parts)
            cells[-1].append(
                Cell(
                    spans=line.one_paragraph(),
                    is_header=cell.name == "th" or row.has("head"),
                    colspan=max(1, paste.number(cell.get("colspan"))),
                    rowspan=max(1, paste.number(cell.get("rowspan"))),
                )
            )
    table = Table(tables.fitted(cells), single_line(" ".join(captions)))
    has_words = table.caption or any(cell.spans for row in table.rows for cell in row)
    return [table, *found] if has_words else found


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


_HANDLERS: dict[str, Callable[[_Reader, Element, Place], None]] = {
    "a": _Reader.link,
    "br": _Reader.line_break,
    "img": _Reader.picture,
    "p": _Reader.paragraph,
    "blockquote": _Reader.quotation,
    "ul": _Reader.text_list,
    "ol": _Reader.text_list,
    "menu": _Reader.text_list,
    "dir": _Reader.text_list,
    "li": _Reader.list_item,
    "hr": _Reader.rule,
    "pre": _Reader.code,
    "table": _Reader.table,
    "figure": _Reader.figure,
    "div": _Reader.division,
    "aside": _Reader.aside,
    **dict.fromkeys(_HEADINGS, _Reader.heading),
}
