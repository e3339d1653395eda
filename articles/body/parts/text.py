"""Paragraphs, headings, quotations and items of lists; code; the break between two parts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from newsroom.api.block_shapes import LINE
from newsroom.api.shapes import array, enum, integer, obj, ref, string
from newsroom.lib.html import Element, escape, tag

from .. import lines
from ..inline import Spans
from ..lists import Item
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
    #: The number of an item that is not the one after the item before it.
    start: int | None = None
    lang: str = ""
    dir: str = ""

    type = "block"
    shape_name = "TextBlock"
    description = "A paragraph, a heading or an entry of a list."
    members = {
        "style": enum(*_TAGS),
        "listItem": enum("bullet", "number"),
        "level": integer("Depth of the list, from 1.", minimum=1),
        "start": integer("The number of an item that does not follow the one before it."),
        "lang": string("BCP 47, where it is not the language of the whole."),
        "dir": enum("ltr", "rtl"),
        **LINE,
    }
    optional_members = ("listItem", "level", "start", "lang", "dir")
    node = "paragraph"
    is_text = is_counted = True

    def write(self) -> str:
        return tag(
            _TAGS[self.style], lines.tongue(self.lang, self.dir), lines.draft_html(self.spans)
        )

    def as_item(self) -> Item:
        attributes = lines.tongue(self.lang, self.dir)
        inner = lines.draft_html(self.spans)
        return Item(self.list_item, self.level, inner, self.start, attributes)

    def block(self, resolve: Resolver, heading: int) -> Block:
        block: Block = {"_type": "block", "style": self.style}
        if self.list_item:
            block |= {"listItem": self.list_item, "level": self.level}
            block |= {"start": self.start} if self.start is not None else {}
        block |= lines.tongue(self.lang, self.dir)
        return block | lines.children(self.spans, resolve)

    @staticmethod
    def html(block: Block) -> str:
        attributes = lines.tongue(block.get("lang", ""), block.get("dir", ""))
        return tag(_TAGS[block["style"]], attributes, lines.html(block))

    @staticmethod
    def text(block: Block) -> str:
        return lines.text(block)


class Footnotes(Part):
    """The notes of a body, at its end. In a draft they stand in the lines that they belong to."""

    __slots__ = ()

    type = "footnotes"
    description = "The footnotes, in the order of their numbers."
    members = {
        "notes": array(
            obj(
                "A note; marks of the type footnote have its number and id.",
                {
                    "_key": string(), "number": integer("From 1.", minimum=1),
                    "id": string("Unique among all items."), "blocks": array(ref("TextBlock")),
                },
            )
        )
    }  # fmt: skip
    node = "footnote"

    def write(self) -> str:
        return ""

    @staticmethod
    def html(block: Block) -> str:
        """A list with a way back from each note to its place in the text."""
        notes = "".join(map(_printed_note, block["notes"]))
        attributes = {
            "class": "footnotes",
            "role": "doc-endnotes",
            "aria-label": _("Footnotes"),
        }
        return tag("section", attributes, tag("ol", inner=notes))

    @staticmethod
    def text(block: Block) -> str:
        words = (" ".join(map(lines.text, note["blocks"])) for note in block["notes"])
        return "\n".join(f"{number}. {text}" for number, text in enumerate(words, 1))


def _printed_note(note: Block) -> str:
    way_back = tag(
        "a",
        {
            "href": f"#fnref-{note['id']}",
            "role": "doc-backlink",
            "aria-label": _("Back to note %(number)s in the text") % {"number": note["number"]},
        },
        # The variation selector keeps telephones from drawing an emoji.
        "↩\ufe0e",
    )
    words = "<br>".join(map(lines.html, note["blocks"]))
    return tag("li", {"id": f"fn-{note['id']}"}, f"{words} {way_back}")


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
