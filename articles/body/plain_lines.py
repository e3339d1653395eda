"""A body as lines of plain text, for people to compare two of them."""

from __future__ import annotations

from html.parser import HTMLParser

from newsroom.editorial.fields import NameOf, crop_text

from . import footnotes
from .part import kinds

_BLOCKS = frozenset(
    ["p", "h2", "h3", "h4", "li", "tr", "blockquote", "figure", "div", "aside", "pre", "ul", "ol"]
)


def as_lines(html: str, name_of: NameOf) -> str:
    """One line for each block; pictures, cards and the like in square brackets, by name."""
    reader = _BodyReader(name_of)
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _BodyReader(HTMLParser):
    """Collects a body's text, one line for each block."""

    def __init__(self, name_of: NameOf) -> None:
        super().__init__(convert_charrefs=True)
        self.name_of = name_of
        self.parts: list[str] = []
        #: Of each open span, whether it holds a footnote.
        self.notes: list[bool] = []
        self.ids = {name: kind for each in kinds() for name, kind in each.ids.items()}
        self.words = {name for each in kinds() for name in (*each.addresses, *each.words)}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self.parts.append("\n")
        if tag == "hr":
            self.parts.append("\n* * *\n")
        if tag == "span":
            self.notes.append(any(name == footnotes.FLAG for name, _value in attrs))
            self.parts.append(" [" if self.notes[-1] else "")
        for name, value in attrs:
            if not value:
                continue
            if name in self.ids:
                self.parts.append(f"[{self.name_of(self.ids[name], value)}] ")
            elif name == "data-crop":
                self.parts.append(f"[{crop_text(value)}] ")
            elif name in self.words:
                self.parts.append(f"[{value}] ")
            elif name == "href":
                self.parts.append(f"[{value}]")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "span" and self.notes and self.notes.pop():
            self.parts.append("]")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
