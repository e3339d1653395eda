"""From any HTML to the parts of a body. Nothing raises, nothing executable comes through.

A browser's parser and an allow-list (nh3) go first and leave well-formed HTML; the reader walks its
tree and takes from it what a body can say. What stands in a wrong place is moved to the nearest
right one and words in unknown elements are kept, so that nothing written is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from newsroom.lib import html, urls
from newsroom.lib.html import Element
from newsroom.lib.text import single_line

from . import footnotes, inline, outline, paste, speech
from .inline import Piece, Spans, Tongue
from .part import Part, claimed, claiming, rescued
from .parts.text import TextBlock
from .sanitiser import tree
from .vocabulary import INLINE

#: Lists nested deeper are drawn at this level.
MAX_LEVEL = 8
_WHITE = str.maketrans("\t\n\r\f", "    ")
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


@lru_cache(maxsize=8)
def read(source: str) -> tuple[Part, ...]:
    """The parts that this HTML says.

    A save and a publication ask for the same body many times over; it is read once.
    """
    return tuple(parts_of(tree(source).children))


@dataclass(frozen=True)
class References:
    """Public ids in the order of their first appearance, each once."""

    images: list[UUID]
    articles: list[UUID]
    posts: list[UUID]
    videos: list[UUID]


def references(source: str) -> References:
    """What this body names; images of cards included."""
    found = dict.fromkeys(pair for part in read(source or "") for pair in part.names())
    return References(
        *(
            [public_id for kind, public_id in found if kind == wanted]
            for wanted in ("image", "article", "post", "video")
        )
    )


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
    #: The language and direction of the block, and of words in it.
    block: Tongue = Tongue()
    tongue: Tongue = Tongue()
    #: How many quotations stand around it.
    quotes: int = 0

    def within(self, element: Element, *, in_line: bool = False) -> Place:
        """The place as the element's own language and direction change it.

        ``in_line``: all stands in one line, so blocks have no language of their own.
        """
        lang, direction = speech.language(element), speech.direction(element)
        if not lang and not direction:
            return self
        if element.name not in INLINE and not in_line:
            block = Tongue(lang or self.block.lang, direction or self.block.dir)
            return self._replace(block=block, tongue=Tongue())
        own = Tongue(lang or self.tongue.lang, direction or self.tongue.dir)
        says_more = own.lang not in ("", self.block.lang) or own.dir not in ("", self.block.dir)
        return self._replace(tongue=own if says_more else Tongue())

    def piece(self, text: str) -> Piece:
        return Piece(text, self.marks, self.href, self.tongue)


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
                self.pieces.append(place.piece(node.translate(_WHITE)))
            elif paste.is_hidden(node):
                continue
            elif footnotes.is_note(node):
                self.footnote(node, place)
            else:
                self.element(node, place)

    def element(self, node: Element, place: Place) -> None:
        inner = place.within(node, in_line=self.line_only)
        if inner.block != place.block and (not place.list_item or node.name in ("ul", "ol")):
            # What stands before is not said in the language of the block that begins here.
            self.flush(place)
        if claims := claiming(node):
            self.part(node, inner, claims)
        else:
            _HANDLERS.get(node.name, _Reader.other)(self, node, inner)

    def flush(self, place: Place) -> None:
        """End the paragraph, heading or list item that the pieces make."""
        pieces, self.pieces = self.pieces, []
        if not pieces:
            return
        if place.list_item:
            spans = inline.one_paragraph(pieces)
            if spans:
                item = TextBlock(spans, "normal", place.list_item, place.level, None, *place.block)
                self.parts.append(item)
        elif place.style in ("normal", "blockquote"):
            self.parts.extend(self.text(s, place) for s in inline.paragraphs(pieces))
        else:
            spans = inline.without_mark(inline.one_paragraph(pieces), "strong")
            if spans:
                self.parts.append(self.text(spans, place))

    def text(self, spans: Spans, place: Place) -> TextBlock:
        return TextBlock(spans, place.style, lang=place.block.lang, dir=place.block.dir)

    def boundary(self, place: Place) -> None:
        """A block begins or ends here; within one line that is a break."""
        if self.line_only or place.list_item:
            self.pieces.append(place.piece("\n\n"))
        else:
            self.flush(place)

    def block(self, element: Element, place: Place, inner: Place | None = None) -> None:
        """An element that stands on its own lines."""
        inner = (inner or place)._replace(marks=paste.marks(element, place.marks))
        self.boundary(place)
        self.children(element.children, inner)
        self.boundary(inner)

    def add(self, part: Part, place: Place) -> None:
        """A part that ends the text before it. In a line, it goes after the line."""
        if not self.line_only:
            self.flush(place)
        self.parts.append(part)

    def other(self, element: Element, place: Place) -> None:
        if paste.heading_level(element):
            self.heading(element, place)
        elif element.name in INLINE:
            marks = paste.marks(element, place.marks)
            self.children(element.children, place._replace(marks=marks))
        else:
            self.block(element, place)

    def footnote(self, element: Element, place: Place) -> None:
        # Readers find it at the end of the text, out of the block that says its language.
        speech.hand_down(
            element, place.tongue.lang or place.block.lang, place.tongue.dir or place.block.dir
        )
        line = Line(element)
        if note := line.one_paragraph():
            self.pieces.append(inline.footnote(note))
        self.parts.extend(line.parts)

    def quoted_words(self, element: Element, place: Place) -> None:
        lang = place.tongue.lang or place.block.lang
        opening, closing = speech.quoted(element, lang, place.quotes)
        inner = place._replace(
            marks=paste.marks(element, place.marks), quotes=place.quotes + bool(opening)
        )
        self.pieces.append(inner.piece(opening))
        self.children(element.children, inner)
        self.pieces.append(inner.piece(closing))

    def link(self, element: Element, place: Place) -> None:
        href = urls.link_address(element.get("href")) or ""
        marks = paste.marks(element, place.marks)
        self.children(element.children, place._replace(marks=marks, href=href))

    def line_break(self, element: Element, place: Place) -> None:
        self.pieces.append(place.piece("\n"))

    def picture(self, element: Element, place: Place) -> None:
        self.pieces.append(place.piece(paste.sign(element)))

    def paragraph(self, element: Element, place: Place) -> None:
        item = paste.word_item(element)
        if item and not self.line_only:
            before = len(self.parts)
            inner = place._replace(list_item=item.marker.kind, level=min(item.level, MAX_LEVEL))
            is_told = item.marker.is_sure or not self.is_in_numbers()
            self.list_item(element, inner)
            self.number(before, inner.level, item.marker.number if is_told else None)
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
        before = len(self.parts)
        paste.count_down(element)
        self.children(element.children, inner)
        self.flush(inner)
        self.number(before, level, paste.start(element))

    def is_in_numbers(self) -> bool:
        """Whether the part before is an item of a numbered list."""
        last = self.parts[-1] if self.parts else None
        return isinstance(last, TextBlock) and last.list_item == "number"

    def number(self, first: int, level: int, start: int | None) -> None:
        """The number of the first item of this level among the parts from ``first`` on."""
        for place, part in enumerate(self.parts[first:], first):
            if isinstance(part, TextBlock) and part.list_item == "number" and part.level == level:
                if start is not None and part.start is None:
                    self.parts[place] = replace(part, start=start)
                return

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
        before = len(self.parts)
        self.children(element.children, inner)
        self.flush(inner)
        self.number(before, level, paste.number_of(element))

    def part(self, element: Element, place: Place, claims: Sequence[type[Part]]) -> None:
        """An element that is, or should be, a part of its own."""
        speech.hand_down(element, *place.block)
        kind = claimed(element, claims)
        is_read = kind and (kind.moves_out_of_lines or not self.line_only)
        reading = kind.read(element) if kind and is_read else None
        if reading is None or reading.part is None:
            self.lost_words(element, place)
        if reading is None:
            _HANDLERS.get(element.name, _Reader.block)(self, element, place)
            return
        if not any(reading):
            return
        if reading.part:
            self.add(reading.part, place)
        elif not self.line_only:
            self.flush(place)
        self.after(reading.found, reading.left, place)

    def lost_words(self, element: Element, place: Place) -> None:
        """Keep as paragraphs what was written into an element that cannot stand."""
        for name in rescued(element):
            self.boundary(place)
            self.pieces.append(Piece(single_line(element.get(name))))
            self.boundary(place)

    def after(self, parts: Iterable[Part], nodes: Iterable[html.Node], place: Place) -> None:
        """What was found inside an element that cannot hold it."""
        self.parts.extend(parts)
        self.boundary(place)
        self.children(nodes, place)
        self.boundary(place)


class Line:
    """The words inside an element as one line; ``parts`` are the elements found among them."""

    def __init__(self, element: Element) -> None:
        reader = _Reader(line_only=True)
        reader.children(element.children, Place().within(element, in_line=True))
        self.pieces, self.parts = reader.pieces, reader.parts

    def one_paragraph(self) -> Spans:
        return inline.one_paragraph(self.pieces)

    def paragraphs(self) -> list[Spans]:
        return inline.paragraphs(self.pieces)


_HANDLERS: dict[str, Callable[[_Reader, Element, Place], None]] = {
    "a": _Reader.link,
    "q": _Reader.quoted_words,
    "br": _Reader.line_break,
    "img": _Reader.picture,
    "p": _Reader.paragraph,
    "div": _Reader.paragraph,
    "blockquote": _Reader.quotation,
    "ul": _Reader.text_list,
    "ol": _Reader.text_list,
    "menu": _Reader.text_list,
    "dir": _Reader.text_list,
    "li": _Reader.list_item,
    **dict.fromkeys(_HEADINGS, _Reader.heading),
}
