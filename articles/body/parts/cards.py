"""What leads elsewhere: cards of stories and pages, embedded posts, things of other providers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from newsroom.api.shapes import (
    array,
    boolean,
    instant,
    nullable,
    obj,
    ref,
    string,
)
from newsroom.api.shapes import (
    public_id as id_shape,
)
from newsroom.api.shapes import (
    url as url_shape,
)
from newsroom.lib import instants, languages, urls
from newsroom.lib.html import Element, escape, tag

from .. import footnotes, lines, outline
from ..part import Block, Part, Resolver, Thing, public_id, words
from ..pictures import picture
from ..render import joined, plain_text, render
from .pictures import Figure

_CARD = ("url", "title", "excerpt", "publication", "author", "target", "image", "language")
_POST = (
    "id", "url", "headline", "published_at", "updated_at", "is_updated", "display_time", "language",
)  # fmt: skip


class Card(Part):
    """Another story, of this site or elsewhere."""

    __slots__ = ()

    type = "card"
    description = "Another story, of this site (with a target) or elsewhere."
    members = {
        **{name: string() for name in ("title", "excerpt", "publication", "author")},
        "url": url_shape(), "target": nullable(ref("Target")), "image": nullable(ref("Image")),
        "language": string("Of a story of our own, BCP 47."),
    }  # fmt: skip
    optional_members = ("language",)
    element = "div"
    flag = "data-card"

    @staticmethod
    def html(block: Block) -> str:
        title = block["title"] or urls.host(block["url"])
        source = " · ".join(filter(None, [block["publication"], block["author"]]))
        words = (
            lines.optional("p", "card-title", lines.linked(title, block["url"], block["target"]))
            + lines.optional("p", "card-excerpt", escape(block["excerpt"] or ""))
            + lines.optional("p", "card-source", escape(source))
        )
        image = picture(block["image"], size="card") if block["image"] else ""
        attributes = {"class": "card", **languages.pair(block.get("language") or "")}
        return tag("aside", attributes, image + tag("div", {"class": "card-words"}, words))

    @staticmethod
    def text(block: Block) -> str:
        source = joined([block["publication"], block["author"]], " · ")
        return joined([block["title"], block["excerpt"], source])

    @staticmethod
    def passed_on(block: Block) -> Block:
        """Without the picture, which carries no credit there."""
        return block | {"image": None}


class ArticleCard(Card, Thing):
    """A card of a story of our own, as the story itself says it."""

    __slots__ = ()

    node = "articleCard"
    value = "article"
    ids = {"data-id": "article"}

    def block(self, resolve: Resolver, heading: int) -> Block | None:
        card = resolve.article(self.thing)
        return {"_type": "card", **_members(card, _CARD)} if card else None


@dataclass(frozen=True, slots=True)
class LinkCard(Card):
    """A card of a page elsewhere, in our words."""

    url: str
    title: str
    excerpt: str = ""
    publication: str = ""
    author: str = ""
    image: UUID | None = None

    node = "linkCard"
    value = "link"
    ids = {"data-image": "image"}
    addresses = ("data-url",)
    words = {"data-title": 300, "data-excerpt": 1000, "data-publication": 200, "data-author": 200}
    rescued = ("data-title", "data-excerpt")

    @classmethod
    def of(cls, element: Element) -> LinkCard | None:
        url = urls.web_address(element.get("data-url"))
        if url is None:
            return None
        return cls(
            url=url,
            title=words(cls, element, "data-title") or urls.host(url),
            excerpt=words(cls, element, "data-excerpt"),
            publication=words(cls, element, "data-publication"),
            author=words(cls, element, "data-author"),
            image=public_id(element.get("data-image")),
        )

    def write(self) -> str:
        attributes = {
            "data-card": "link",
            "data-url": self.url,
            "data-title": self.title,
            "data-excerpt": self.excerpt,
            "data-publication": self.publication,
            "data-author": self.author,
            "data-image": str(self.image) if self.image else None,
        }
        return tag("div", attributes)

    def names(self) -> Iterable[tuple[str, UUID]]:
        return [("image", self.image)] if self.image else ()

    def as_text(self) -> LinkCard:
        return replace(self, image=None)

    def as_pictures(self) -> Iterable[Part]:
        return [Figure(self.image)] if self.image else ()

    def block(self, resolve: Resolver, heading: int) -> Block:
        return {
            "_type": "card",
            "url": self.url,
            "title": self.title,
            "excerpt": self.excerpt,
            "publication": self.publication,
            "author": self.author,
            "target": resolve.target(self.url),
            "image": resolve.image(self.image) if self.image else None,
        }


class Post(Thing):
    """A post of the feed."""

    __slots__ = ()

    type = "post"
    description = "A post of the feed, embedded."
    members = {
        "post": obj(
            "The post's words and times.",
            {
                "id": id_shape(), "url": url_shape(), "headline": string(),
                "published_at": instant(), "updated_at": instant(),
                "is_updated": boolean(), "display_time": ref("DisplayTime"),
                "blocks": array(ref("TextBlock")), "language": string("BCP 47."),
            },
            optional=("language",),
        ),
    }  # fmt: skip
    node = "post"
    element = "div"
    flag = "data-post"
    ids = {"data-post": "post"}

    def block(self, resolve: Resolver, heading: int) -> Block | None:
        """The post's words and times, without parts of its own."""
        document = resolve.post(self.thing)
        if document is None:
            return None
        blocks = (document.get("body") or {}).get("blocks", [])
        # A heading inside would stand in the outline of the story.
        words = [
            footnotes.without(
                block | {"style": "normal"} if outline.heading_level(block["style"]) else block
            )
            for block in blocks
            if block["_type"] == "block"
        ]
        members = _members(document, _POST)
        return {"_type": "post", "post": members | {"blocks": words}}

    @staticmethod
    def html(block: Block) -> str:
        post = block["post"]
        printed = (post.get("display_time") or {}).get("text") or post["published_at"]
        machine = instants.to_attribute(instants.from_text(post["published_at"]))
        time = tag("time", {"datetime": machine}, escape(printed))
        attributes = lines.link(post["url"], post)
        inner = (
            lines.optional(
                "p", "post-embed-time", tag("a", attributes, time) if attributes else time
            )
            + lines.optional("p", "post-embed-headline", escape(post["headline"]))
            + render(post["blocks"])
        )
        marked = {"class": "post-embed", **languages.pair(post.get("language") or "")}
        return tag("aside", marked, inner)

    @staticmethod
    def text(block: Block) -> str:
        return joined([block["post"]["headline"], plain_text(block["post"]["blocks"])])


@dataclass(frozen=True, slots=True)
class Embed(Part):
    """Something of another provider, as a link that says what it is; never a frame."""

    url: str
    title: str = ""
    provider: str = ""

    type = "embed"
    description = "Something elsewhere, as a link with a description; never a frame."
    members = {"url": url_shape(), "title": string(), "provider": string()}
    node = "embed"
    element = "div"
    flag = "data-embed"
    addresses = ("data-embed",)
    words = {"data-title": 300, "data-provider": 100}
    rescued = ("data-title",)

    @classmethod
    def of(cls, element: Element) -> Embed | None:
        url = urls.web_address(element.get("data-embed"))
        title = words(cls, element, "data-title")
        return cls(url, title, words(cls, element, "data-provider")) if url else None

    def write(self) -> str:
        return tag(
            "div",
            {"data-embed": self.url, "data-title": self.title, "data-provider": self.provider},
        )

    @staticmethod
    def html(block: Block) -> str:
        title = block["title"] or urls.host(block["url"])
        words = lines.optional("p", "embed-title", lines.linked(title, block["url"]))
        words += lines.optional("p", "embed-provider", escape(block["provider"]))
        return tag("aside", {"class": "embed"}, words)

    @staticmethod
    def text(block: Block) -> str:
        return joined([block["title"] or block["url"], block["provider"]])

    @staticmethod
    def played(block: Block) -> Sequence[str]:
        return [block["url"]]


def _members(document: Mapping[str, Any], names: Sequence[str]) -> Block:
    """Those members of a document; documents of older compiles may have no language."""
    found = {name: document.get(name) for name in names}
    return found if found["language"] else {n: v for n, v in found.items() if n != "language"}
