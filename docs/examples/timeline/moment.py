"""The part of a body: how it stands in a draft, and what readers, feeds and the API get of it."""

from __future__ import annotations

from dataclasses import dataclass

from articles.body.part import Block, Part, Resolver, words
from newsroom.api.shapes import string
from newsroom.lib.html import Element, escape, tag


@dataclass(frozen=True, slots=True)
class Moment(Part):
    when: str
    what: str

    type = "moment"
    description = "A moment of a timeline."
    members = {"when": string(), "what": string()}
    node = "moment"
    script = "timeline/moment.js"
    element = "div"
    flag = "data-moment"
    words = {"data-moment": 60, "data-what": 500}
    #: Kept as a paragraph where the date is missing.
    rescued = ("data-what",)
    is_counted = True

    @classmethod
    def of(cls, element: Element) -> Moment | None:
        when, what = (words(cls, element, name) for name in cls.words)
        return cls(when, what) if when and what else None

    def write(self) -> str:
        return tag("div", {"data-moment": self.when, "data-what": self.what})

    def block(self, resolve: Resolver, heading: int) -> Block:
        return {"_type": self.type, "when": self.when, "what": self.what}

    @staticmethod
    def html(block: Block) -> str:
        when = tag("strong", inner=escape(block["when"]))
        return tag("p", {"class": "moment"}, f"{when} {escape(block['what'])}")

    @staticmethod
    def text(block: Block) -> str:
        return f"{block['when']} {block['what']}"
