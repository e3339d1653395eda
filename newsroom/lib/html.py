"""A small tree of well-formed HTML, and the one way to write a tag.

The parser is for what a sanitiser wrote: every tag closed, every value quoted, every sign of text
escaped. It takes anything without raising, but only a browser's parser knows what loose HTML means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

_VOID = "area base br col embed hr img input link meta source track wbr"
VOID = frozenset(_VOID.split())
#: Elements nested deeper are taken for their contents, so that walking a tree cannot exhaust the
#: stack. Real pages stay under 40.
DEPTH = 80

_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_VALUE = {**_TEXT, ord('"'): "&quot;", ord("'"): "&#39;"}


@dataclass(slots=True)
class Element:
    """An element; text children are strings, unescaped."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def has(self, name: str) -> bool:
        return name in self.attributes

    def elements(self) -> Iterator[Element]:
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> Iterator[Element]:
        """Every element below, in the order of the document."""
        for child in self.elements():
            yield child
            yield from child.walk()

    def find(self, name: str = "", *, css: str = "") -> Element | None:
        """The first element below with this name and this class."""
        return next(
            (
                element
                for element in self.walk()
                if (not name or element.name == name) and (not css or css in element.classes)
            ),
            None,
        )

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    def text(self) -> str:
        """All text below, with ``br`` as a newline."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.name == "br" else child.text()
            for child in self.children
        )

    def texts(self) -> Iterator[str]:
        """Every text below, in order."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.texts()


Node = Element | str


def parse(html: str) -> Element:
    """The tree of a fragment, under an element without a name."""
    root = Element("")
    stack = [root]
    for closing, name, attributes, text in _TOKENS.findall(html):
        if text:
            stack[-1].children.append(unescape(text) if "&" in text else text)
        elif closing:
            _close(stack, name)
        elif name in VOID:
            stack[-1].children.append(Element(name, _attributes(attributes)))
        elif len(stack) <= DEPTH:
            element = Element(name, _attributes(attributes))
            stack[-1].children.append(element)
            stack.append(element)
    return root


def escape(text: str) -> str:
    """Text as it stands between tags."""
    return text.translate(_TEXT) if _needs_escape(text) else text


def tag(
    name: str, attributes: Mapping[str, str | int | None] | None = None, inner: str = ""
) -> str:
    """One element as HTML. ``inner`` is HTML already; values are escaped; None leaves one out."""
    opening = "".join(
        f' {key}="{str(value).translate(_VALUE)}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    return f"<{name}{opening}>" if name in VOID else f"<{name}{opening}>{inner}</{name}>"


_needs_escape = re.compile("[&<>]").search
_TOKENS = re.compile(
    r"""<(/?)([a-z][a-z0-9\-]*)((?:\s+[^\s"=<>]+="[^"]*")*)\s*>|([^<]+|<)""", re.IGNORECASE
)
_ATTRIBUTES = re.compile(r'([^\s"=<>]+)="([^"]*)"')


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTES.findall(written)}


def _close(stack: list[Element], name: str) -> None:
    for place in range(len(stack) - 1, 0, -1):
        if stack[place].name == name:
            del stack[place:]
            return
