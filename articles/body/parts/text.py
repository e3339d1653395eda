"""Paragraphs, headings, quotations and items of lists; code; the break between two parts."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.api.block_shapes import LINE
from newsroom.api.shapes import enum, integer, string
from newsroom.lib.html import Element, escape, tag

from .. import lines
from ..inline import Spans
from ..part import Block, Part, Reading, Resolver

_TAGS = {"normal": "p", "blockquote": "blockquote"} | {f"h{n}": f"h{n}" for n in range(2, 7)}


@dataclass(frozen=True, slots=True)
class TextBlock(Part):
    """A paragraph, heading or quotation, or an item of a list (``level`` from 1).

    Any text that is not another part; lists and quotations have elements of their own.
    """

    spans: Spans
    style: str = "normal"
    list_item: str = ""
    level: int = 0

    type = "block"
    shape_name = "TextBlock"
    description = "A paragraph, a heading or an entry of a list."
    members = {
        "style": enum(*_TAGS),
        "listItem": enum("bullet", "number"),
        "level": integer("Depth of the list, from 1.", minimum=1),
        **LINE,
    }
    optional_members = ("listItem", "level")
    node = "paragraph"
    is_text = is_counted = True

    def write(self) -> str:
        return tag(_TAGS[self.style], inner=lines.draft_html(self.spans))

    def block(self, resolve: Resolver, heading: int) -> Block:
        block: Block = {"_type": "block", "style": self.style}
        if self.list_item:
            block |= {"listItem": self.list_item, "level": self.level}
        return block | lines.children(self.spans, resolve)

    @staticmethod
    def html(block: Block) -> str:
        return tag(_TAGS[block["style"]], inner=lines.html(block))

    @staticmethod
    def text(block: Block) -> str:
        return lines.text(block)


@dataclass(frozen=True, slots=True)
class Code(Part):
    """Text whose spaces and line ends count."""

    code: str

    type = "code"
    description = "Text whose spaces and line ends count."
    members = {"code": string()}
    node = "codeBlock"
    element = "pre"
    is_text = is_counted = True
    moves_out_of_lines = False

    @classmethod
    def read(cls, element: Element) -> Reading:
        text = element.text().strip("\n").rstrip()
        return Reading(cls(text) if text.strip() else None)

    def write(self) -> str:
        return tag("pre", inner=escape(self.code))

    @staticmethod
    def html(block: Block) -> str:
        return tag("pre", inner=tag("code", inner=escape(block["code"])))

    @staticmethod
    def text(block: Block) -> str:
        return block["code"]


@dataclass(frozen=True, slots=True)
class Rule(Part):
    """A break between two parts of a text."""

    type = "rule"
    description = "A thematic break."
    node = "horizontalRule"
    element = "hr"
    is_text = is_counted = True
    moves_out_of_lines = False

    @classmethod
    def of(cls, element: Element) -> Rule:
        return cls()

    def write(self) -> str:
        return tag("hr")

    @staticmethod
    def html(block: Block) -> str:
        return tag("hr")

    @staticmethod
    def text(block: Block) -> str:
        return ""
