"""The parts of a body: what a draft's HTML says, once read, whatever it looked like.

Cleaning writes these parts as HTML again; parsing turns them into blocks. A body is a flat list:
a list item knows its level, a quotation is a run of paragraphs of that style. So nesting that HTML
allows and readers cannot use does not exist here.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

#: Marks in the order in which they are kept, by the names of Portable Text.
MARKS = ("strong", "em", "code", "strike-through", "sub", "sup")

STYLES = ("normal", "h2", "h3", "h4", "blockquote")
LAYOUTS = ("normal", "wide")
#: Lists nested deeper are drawn at this level.
MAX_LEVEL = 8


@dataclass(frozen=True, slots=True)
class Span:
    """Words with the same marks and the same link; a line break is ``\\n``."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, heading or quotation, or an item of a list (``level`` from 1)."""

    spans: Spans
    style: str = "normal"
    list_item: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """Text whose spaces and line ends count."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between two parts of a text."""


@dataclass(frozen=True, slots=True)
class Cell:
    spans: Spans
    is_header: bool = False
    colspan: int = 1
    rowspan: int = 1


Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells that neither overlap nor reach past the last row of their group."""

    rows: Rows
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the library; no caption or alt text here means the library's own."""

    image: UUID
    layout: str = "normal"
    alt: str = ""
    caption: Spans = ()
    #: The part of the picture that this use shows, as ``newsroom.lib.boxes`` writes it.
    crop: str = ""


@dataclass(frozen=True, slots=True)
class ArticleCard:
    article: UUID


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A card of a page elsewhere, in our words."""

    url: str
    title: str
    excerpt: str = ""
    publication: str = ""
    author: str = ""
    image: UUID | None = None


@dataclass(frozen=True, slots=True)
class Video:
    video: UUID


@dataclass(frozen=True, slots=True)
class Post:
    post: UUID


@dataclass(frozen=True, slots=True)
class Quote:
    """A pull quote: words of the story repeated large, one tuple of spans a paragraph."""

    paragraphs: tuple[Spans, ...]
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Factbox:
    """A box beside the story; holds parts of text, no element with an id."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Embed:
    """Something of another provider, as a link that says what it is; never a frame."""

    url: str
    title: str = ""
    provider: str = ""


Part = (
    TextBlock | Code | Rule | Table | Figure | ArticleCard | LinkCard | Video | Post | Quote
    | Factbox | Embed
)  # fmt: skip
#: What a fact box may hold.
TEXT_PARTS = (TextBlock, Code, Rule, Table)


def plain(spans: Spans) -> str:
    """The words of spans, without marks."""
    return "".join(span.text for span in spans)
