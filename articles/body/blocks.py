"""The parts of a body as blocks: Portable Text with types of our own, as the API gives them.

Every block has ``_type`` and ``_key`` (unique in its list, the same for the same body).

============ ======================================================================================
``_type``    members
============ ======================================================================================
``block``    ``style`` normal, h2, h3, h4 (h5, h6 in a fact box) or blockquote; ``children`` spans;
             ``markDefs``; in lists ``listItem`` bullet or number and ``level`` from 1
``span``     ``text`` (a line break is ``\\n``); ``marks``: strong, em, code, strike-through, sub,
             sup or the ``_key`` of one of the block's ``markDefs``
``link``     in ``markDefs``: ``href`` absolute, mailto:, tel: or #part; ``target`` {type, id or
             slug} on this site, else null
``figure``   ``layout`` normal or wide; ``image``: the image document with this use's alt text and,
             as plain text, this use's caption; ``caption``: the caption as no or one ``block``;
             ``crop``: the part of the picture that is shown, "x,y,w,h" in fractions of its sides,
             empty for the whole
``card``     ``url``, ``title``, ``excerpt``, ``publication``, ``author``; ``target`` {type, id} of
             an own article, null for a page elsewhere; ``image``: image document or null
``video``    ``video``: the video document
``post``     ``post``: {id, url, headline, published_at, updated_at, is_updated, display_time,
             blocks}; its ``blocks`` are of type ``block`` only
``quote``    a pull quote: ``blocks`` of type ``block``; ``attribution``
``factbox``  ``title``; ``level`` 2 to 5: that of its title as a heading, one below the heading that
             it stands under; ``blocks`` of types block, code, rule and table, with headings below
             that level (to h6)
``embed``    ``url``, ``title``, ``provider``: something elsewhere, as a link
``table``    ``caption``; ``rows``: {``_type`` row, ``cells``}; a cell: {``_type`` cell, ``header``,
             ``colspan``, ``rowspan``, ``children``, ``markDefs``}. The head is the leading rows
             that hold header cells only
``code``     ``code``: text whose spaces and line ends count
``rule``     nothing more: a thematic break
============ ======================================================================================

No type but ``block`` and the cells of a table has ``children``: renderers of Portable Text take
whatever has them for a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from uuid import UUID

from newsroom.lib import addresses

from . import inline, outline
from .elements import (
    ArticleCard,
    Cell,
    Code,
    Embed,
    Factbox,
    Figure,
    LinkCard,
    Part,
    Post,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
    TextBlock,
    Video,
    plain,
)
from .reading import read

Block = dict[str, Any]

_CARD = ("url", "title", "excerpt", "publication", "author", "target", "image")
_POST = ("id", "url", "headline", "published_at", "updated_at", "is_updated", "display_time")


class Resolver(Protocol):
    """What the public ids in a body stand for. None leaves the element out of the document."""

    def image(self, public_id: UUID, /, *, crop: str = "") -> dict[str, Any] | None:
        """The image document of the picture, or of a part of it."""

    def article(self, public_id: UUID, /) -> dict[str, Any] | None:
        """The card of an article that is live: ``_CARD``'s members."""

    def post(self, public_id: UUID, /) -> dict[str, Any] | None:
        """The document of a post that is live, its body included."""

    def video(self, public_id: UUID, /) -> dict[str, Any] | None:
        """The video document."""

    def target(self, href: str, /) -> dict[str, Any] | None:
        """What an absolute address leads to on this site: {type, id or slug}."""


def parse(html: str, resolve: Resolver) -> list[Block]:
    """The body as blocks. What the resolver does not know is left out, words and all."""
    return _keyed(read(html or ""), resolve)


def _keyed(parts: Iterable[Part], resolve: Resolver) -> list[Block]:
    blocks: list[Block] = []
    heading = outline.FIRST_HEADING - 1
    for part in parts:
        if isinstance(part, TextBlock):
            heading = outline.heading_level(part.style) or heading
        if isinstance(part, Factbox):
            block: Block | None = _factbox(part, heading + 1, resolve)
        else:
            block = _block(part, resolve)
        if block is not None:
            kind = block.pop("_type")
            blocks.append({"_type": kind, "_key": f"b{len(blocks)}", **block})
    return blocks


def _block(part: Part, resolve: Resolver) -> Block | None:
    match part:
        case TextBlock():
            return _text(part, resolve)
        case Figure():
            return _figure(part, resolve)
        case ArticleCard(article):
            card = resolve.article(article)
            return {"_type": "card", **_members(card, _CARD)} if card else None
        case LinkCard():
            return _link_card(part, resolve)
        case Video(public_id):
            video = resolve.video(public_id)
            return {"_type": "video", "video": video} if video else None
        case Post(public_id):
            return _post(resolve.post(public_id))
        case Quote(paragraphs, attribution):
            texts = [TextBlock(spans) for spans in paragraphs]
            return {
                "_type": "quote",
                "blocks": _keyed(texts, resolve),
                "attribution": attribution,
            }
        case Embed(url, title, provider):
            return {"_type": "embed", "url": url, "title": title, "provider": provider}
        case Table():
            return _table(part, resolve)
        case Code(text):
            return {"_type": "code", "code": text}
        case Rule():
            return {"_type": "rule"}
    raise TypeError(f"{part!r} is no part of a body.")


def _text(part: TextBlock, resolve: Resolver) -> Block:
    block: Block = {"_type": "block", "style": part.style}
    if part.list_item:
        block |= {"listItem": part.list_item, "level": part.level}
    return block | _children(part.spans, resolve)


def _children(spans: Spans, resolve: Resolver) -> Block:
    runs, links = inline.runs(spans)
    mark_defs = []
    for key, href in links.items():
        href = addresses.absolute(href) if href.startswith("/") else href
        target = resolve.target(href) if href.startswith("http") else None
        mark_defs.append({"_type": "link", "_key": key, "href": href, "target": target})
    children = [
        {"_type": "span", "_key": f"s{place}", "text": text, "marks": marks}
        for place, (text, marks) in enumerate(runs or [("", [])])
    ]
    return {"markDefs": mark_defs, "children": children}


def _figure(part: Figure, resolve: Resolver) -> Block | None:
    image = resolve.image(part.image, crop=part.crop)
    if image is None:
        return None
    caption = part.caption or _plain_spans(image.get("caption", ""))
    image = image | {"caption": plain(caption)}
    if part.alt:
        image |= {"alt": part.alt, "decorative": False}
    return {
        "_type": "figure",
        "layout": part.layout,
        "crop": part.crop,
        "image": image,
        "caption": _keyed([TextBlock(caption)], resolve) if caption else [],
    }


def _plain_spans(text: str) -> Spans:
    return (Span(text),) if text else ()


def _link_card(part: LinkCard, resolve: Resolver) -> Block:
    return {
        "_type": "card",
        "url": part.url,
        "title": part.title,
        "excerpt": part.excerpt,
        "publication": part.publication,
        "author": part.author,
        "target": None,
        "image": resolve.image(part.image) if part.image else None,
    }


def _factbox(box: Factbox, level: int, resolve: Resolver) -> Block:
    """The box with its headings where they belong in the outline of the page."""
    blocks = _keyed(box.parts, resolve)
    # Without a title the box's own headings take its place.
    below = level - outline.FIRST_HEADING + bool(box.title)
    for block in blocks:
        if block["_type"] == "block":
            block["style"] = outline.lowered(block["style"], below)
    return {"_type": "factbox", "title": box.title, "level": level, "blocks": blocks}


def _post(document: dict[str, Any] | None) -> Block | None:
    """A post as it is embedded: its words and times, without elements of its own."""
    if document is None:
        return None
    blocks = (document.get("body") or {}).get("blocks", [])
    # A heading inside would stand in the outline of the story.
    words = [
        block | {"style": "normal"} if outline.heading_level(block["style"]) else block
        for block in blocks
        if block["_type"] == "block"
    ]
    return {"_type": "post", "post": _members(document, _POST) | {"blocks": words}}


def _members(document: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: document.get(name) for name in names}


def _table(table: Table, resolve: Resolver) -> Block:
    rows = [
        {
            "_type": "row",
            "_key": f"r{place}",
            "cells": [_cell(cell, f"c{at}", resolve) for at, cell in enumerate(row)],
        }
        for place, row in enumerate(table.rows)
    ]
    return {"_type": "table", "rows": rows, "caption": table.caption}


def _cell(cell: Cell, key: str, resolve: Resolver) -> Block:
    return {
        "_type": "cell",
        "_key": key,
        "header": cell.is_header,
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        **_children(cell.spans, resolve),
    }
