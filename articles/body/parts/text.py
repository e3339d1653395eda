"""Paragraphs, headings, quotations and items of lists; code; the break between two parts."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.api.block_shapes import LINE, block_shape
from newsroom.api.shapes import Schema, enum, integer, string
from newsroom.lib.html import Element, escape, tag

from .. import lines
from ..inline import Spans
from ..part import Block, Part, Reading, Resolver

_TAGS = {"normal": "p", "blockquote": "blockquote"} | {f"h{n}": f"h{n}" for n in range(2, 7)}


@dataclass(frozen=True, slots=True)
class TextBlock(Part):
    """A paragraph, heading or quotation, or an item of a list (``level`` from 1).

    What is no other part becomes one of these; lists and quotations stand in elements of their own.
    """

    spans: Spans
    style: str = "normal"
    list_item: str = ""
    level: int = 0

    type = "block"
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

    @classmethod
    def shapes(cls) -> dict[str, Schema]:
        return {
            "TextBlock": block_shape(
                cls.type, "A paragraph, a heading or an entry of a list.",
                optional=("listItem", "level"),
                style=enum("normal", "h2", "h3", "h4", "h5", "h6", "blockquote"),
                listItem=enum("bullet", "number"),
                level=integer("Depth of the list, from 1.", minimum=1),
                **LINE,
            )
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Code(Part):
    """Text whose spaces and line ends count."""

    code: str

    type = "code"
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

    def block(self, resolve: Resolver, heading: int) -> Block:
        return {"_type": "code", "code": self.code}

    @staticmethod
    def html(block: Block) -> str:
        return tag("pre", inner=tag("code", inner=escape(block["code"])))

    @staticmethod
    def text(block: Block) -> str:
        return block["code"]

    @classmethod
    def shapes(cls) -> dict[str, Schema]:
        description = "Text whose spaces and line ends count."
        return {"CodeBlock": block_shape(cls.type, description, code=string())}


@dataclass(frozen=True, slots=True)
class Rule(Part):
    """A break between two parts of a text."""

    type = "rule"
    node = "horizontalRule"
    element = "hr"
    is_text = is_counted = True
    moves_out_of_lines = False

    @classmethod
    def of(cls, element: Element) -> Rule:
        return cls()

    def write(self) -> str:
        return tag("hr")

    def block(self, resolve: Resolver, heading: int) -> Block:
        return {"_type": "rule"}

    @staticmethod
    def html(block: Block) -> str:
        return tag("hr")

    @staticmethod
    def text(block: Block) -> str:
        return ""

    @classmethod
    def shapes(cls) -> dict[str, Schema]:
        return {"RuleBlock": block_shape(cls.type, "A thematic break.")}
