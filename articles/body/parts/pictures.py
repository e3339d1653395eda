"""Pictures and videos in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from media.credits.lines import without_repeated
from media.ninjs import may_be_passed_on
from media.shapes import ImageDocument, VideoDocument
from newsroom.api.shapes import array, enum, ref, string
from newsroom.lib import boxes
from newsroom.lib.html import Element, escape, tag

from .. import inline, lines, videos
from ..blocks import keyed
from ..inline import Span, Spans, plain
from ..part import Block, Part, Reading, Resolver, Thing, public_id, words
from ..pictures import picture
from ..reader import Line
from ..render import joined, printed_credit
from .text import TextBlock

LAYOUTS = ("normal", "wide")


@dataclass(frozen=True, slots=True)
class Figure(Part):
    """A picture of the library; no caption or alt text here means the library's own."""

    image: UUID
    layout: str = "normal"
    alt: str = ""
    caption: Spans = ()
    #: The part of the picture that this use shows, as ``newsroom.lib.boxes`` writes it.
    crop: str = ""

    type = "figure"
    description = "A picture in its place."
    members = {
        "layout": enum(*LAYOUTS),
        "crop": string(
            "The part that is shown: x,y,w,h in fractions of the sides; empty: the whole."
        ),
        "image": ref("Image"),
        "caption": array(ref("TextBlock"), "The caption with its markup: no block or one."),
    }
    optional_members = ("crop",)
    node = "picture"
    element = "figure"
    flag = "data-image"
    ids = {"data-image": "image"}
    words = {"data-alt": 1000}
    others = ("data-layout", "data-crop")

    @classmethod
    def read(cls, element: Element) -> Reading | None:
        image = public_id(element.get("data-image"))
        if image is None:
            return None
        captions = [e for e in element.elements() if e.name == "figcaption"]
        caption = Line(Element("", {}, list(captions)))
        layout = element.get("data-layout").strip()
        figure = cls(
            image=image,
            layout=layout if layout in LAYOUTS else LAYOUTS[0],
            alt=words(cls, element, "data-alt"),
            caption=caption.one_paragraph(),
            crop=boxes.clean(element.get("data-crop")),
        )
        return Reading(figure, caption.parts, [c for c in element.children if c not in captions])

    def write(self) -> str:
        attributes = {
            "data-image": str(self.image),
            "data-layout": self.layout,
            "data-alt": self.alt or None,
            "data-crop": self.crop or None,
        }
        caption = lines.draft_html(self.caption)
        return tag("figure", attributes, tag("figcaption", inner=caption) if caption else "")

    def names(self) -> Iterable[tuple[str, UUID]]:
        return [("image", self.image)]

    def as_text(self) -> None:
        return None

    def as_pictures(self) -> Iterable[Part]:
        return [replace(self, alt="", caption=())]

    def as_captions(self) -> tuple[object, ...]:
        return (self.image, self.alt, self.caption) if self.alt or self.caption else ()

    def block(self, resolve: Resolver, heading: int) -> Block | None:
        image = resolve.image(self.image, crop=self.crop)
        if image is None:
            return None
        of_library = image.get("caption", "")
        caption = self.caption or ((Span(of_library),) if of_library else ())
        # The credit is printed beside it.
        kept = without_repeated(plain(caption), image["credit"]["line"])
        caption = inline.cut(caption, len(kept))
        image = image | {"caption": plain(caption)}
        if self.alt:
            image |= {"alt": self.alt, "decorative": False}
        return {
            "_type": "figure",
            "layout": self.layout,
            "crop": self.crop,
            "image": image,
            "caption": keyed([TextBlock(caption)], resolve) if caption else [],
        }

    @staticmethod
    def html(block: Block) -> str:
        image, layout = block["image"], block["layout"]
        caption = "<br>".join(map(lines.html, block["caption"]))
        credit = lines.optional("span", "figure-credit", escape(printed_credit(image)))
        below = " ".join(filter(None, [caption, credit]))
        return tag(
            "figure",
            {"class": "figure" if layout == "normal" else f"figure figure-{layout}"},
            picture(image, size=layout) + lines.optional("figcaption", "figure-caption", below),
        )

    @staticmethod
    def text(block: Block) -> str:
        return joined([block["image"]["caption"], printed_credit(block["image"])], " ")

    @staticmethod
    def images(block: Block) -> Sequence[ImageDocument]:
        return [block["image"]]

    @staticmethod
    def passed_on(block: Block) -> Block | None:
        """It leaves with its caption, which would speak of nothing."""
        return block if may_be_passed_on(block["image"]) else None


class Video(Thing):
    """A video of the library."""

    __slots__ = ()

    type = "video"
    description = "A video in its place."
    members = {"video": ref("Video")}
    node = "video"
    element = "div"
    flag = "data-video"
    ids = {"data-video": "video"}

    def as_text(self) -> None:
        return None

    def as_pictures(self) -> Iterable[Part]:
        return [self]

    def block(self, resolve: Resolver, heading: int) -> Block | None:
        video = resolve.video(self.thing)
        return {"_type": "video", "video": video} if video else None

    @staticmethod
    def html(block: Block) -> str:
        return videos.figure(block["video"])

    @staticmethod
    def text(block: Block) -> str:
        return joined([block["video"]["title"], block["video"].get("summary", "")])

    @staticmethod
    def videos(block: Block) -> Sequence[VideoDocument]:
        return [block["video"]]

    @staticmethod
    def passed_on(block: Block) -> Block:
        """Without the poster, which carries no credit there."""
        return block | {"video": block["video"] | {"poster": None}}
