"""What stands beside the story: pull quotes and fact boxes."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.api.block_shapes import block_shape
from newsroom.api.shapes import Schema, array, integer, ref, string
from newsroom.lib.html import Element, escape, tag

from .. import lines, outline
from ..blocks import keyed
from ..clean import write
from ..inline import Spans
from ..part import Block, Part, Reading, Resolver, kinds, words
from ..reader import Line, parts_of
from ..render import joined, plain_text, render
from .text import Rule, TextBlock


@dataclass(frozen=True, slots=True)
class Quote(Part):
    """A pull quote: words of the story repeated large, one tuple of spans a paragraph."""

    paragraphs: tuple[Spans, ...]
    attribution: str = ""

    type = "quote"
    description = "A pull quote."
    members = {"blocks": array(ref("TextBlock")), "attribution": string()}
    node = "quote"
    element = "aside"
    flag = "data-quote"
    words = {"data-attribution": 300}
    rescued = ("data-attribution",)

    @classmethod
    def read(cls, element: Element) -> Reading:
        line = Line(element)
        paragraphs = tuple(line.paragraphs())
        attribution = words(cls, element, "data-attribution")
        return Reading(cls(paragraphs, attribution) if paragraphs else None, line.parts)

    def write(self) -> str:
        inner = "".join(tag("p", inner=lines.draft_html(spans)) for spans in self.paragraphs)
        return tag("aside", {"data-quote": "", "data-attribution": self.attribution}, inner)

    def block(self, resolve: Resolver, heading: int) -> Block:
        texts = [TextBlock(spans) for spans in self.paragraphs]
        return {
            "_type": "quote",
            "blocks": keyed(texts, resolve),
            "attribution": self.attribution,
        }

    @staticmethod
    def html(block: Block) -> str:
        words = tag("blockquote", inner=render(block["blocks"]))
        attribution = escape(block["attribution"])
        attribution = lines.optional("figcaption", "quote-attribution", attribution)
        return tag("figure", {"class": "quote"}, words + attribution)

    @staticmethod
    def text(block: Block) -> str:
        return joined([plain_text(block["blocks"]), block["attribution"]])


@dataclass(frozen=True, slots=True)
class Factbox(Part):
    """A box beside the story; holds parts that are text."""

    title: str
    parts: tuple[Part, ...]

    type = "factbox"
    description = "A box of facts."
    node = "factbox"
    element = "aside"
    flag = "data-factbox"
    words = {"data-title": 300}
    rescued = ("data-title",)
    moves_out_of_lines = False
    is_counted = True

    @classmethod
    def read(cls, element: Element) -> Reading:
        inner = parts_of(element.children)
        text = outline.in_order([part for part in inner if part.is_text])
        if all(isinstance(part, Rule) for part in text):
            return Reading(None, inner)
        box = cls(words(cls, element, "data-title"), tuple(text))
        return Reading(box, [part for part in inner if not part.is_text])

    def write(self) -> str:
        return tag("aside", {"data-factbox": "", "data-title": self.title}, write(self.parts))

    def block(self, resolve: Resolver, heading: int) -> Block:
        """The box with its headings where they belong in the outline of the page."""
        blocks = keyed(self.parts, resolve)
        # Without a title the box's own headings take its place.
        below = heading + 1 - outline.FIRST_HEADING + bool(self.title)
        for block in blocks:
            if block["_type"] == "block":
                block["style"] = outline.lowered(block["style"], below)
        return {"_type": "factbox", "title": self.title, "level": heading + 1, "blocks": blocks}

    @staticmethod
    def html(block: Block) -> str:
        title = lines.optional(f"h{block['level']}", "factbox-title", escape(block["title"]))
        return tag("aside", {"class": "factbox"}, title + render(block["blocks"]))

    @staticmethod
    def text(block: Block) -> str:
        return joined([block["title"], plain_text(block["blocks"])], "\n\n")

    @classmethod
    def shapes(cls) -> dict[str, Schema]:
        texts = [ref(next(iter(kind.shapes()))) for kind in kinds() if kind.is_text]
        return {
            "FactboxBlock": block_shape(
                cls.type, cls.description,
                title=string(),
                level=integer(
                    "The level of its title among the headings around it.", minimum=2, maximum=5
                ),
                blocks=array({"oneOf": texts}),
            )
        }  # fmt: skip
