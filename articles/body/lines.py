"""A line of words and marks in its three forms: the draft's HTML, a block's, the readers' HTML."""

from __future__ import annotations

from typing import Any

from newsroom.lib import addresses, urls
from newsroom.lib.html import escape, tag

from . import inline
from .inline import Spans
from .part import Block, Resolver

_DRAFT_TAGS = {
    "strong": ("<strong>", "</strong>"),
    "em": ("<em>", "</em>"),
    "code": ("<code>", "</code>"),
    "strike-through": ("<s>", "</s>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
}
_READERS_TAGS = _DRAFT_TAGS | {"strike-through": ("<del>", "</del>")}


def draft_html(spans: Spans) -> str:
    """Spans as the draft's HTML, in the fewest tags."""
    runs, links = inline.runs(spans)
    tags = {key: _link_tags({"href": href}) for key, href in links.items()}
    return inline.to_html(runs, _DRAFT_TAGS | tags)


def children(spans: Spans, resolve: Resolver) -> Block:
    """Spans as ``children`` and ``markDefs`` of a block."""
    runs, links = inline.runs(spans)
    mark_defs = []
    for key, href in links.items():
        href = addresses.absolute(href) if href.startswith("/") else href
        target = resolve.target(href) if href.startswith("http") else None
        mark_defs.append({"_type": "link", "_key": key, "href": href, "target": target})
    spans_of_block = [
        {"_type": "span", "_key": f"s{place}", "text": text, "marks": marks}
        for place, (text, marks) in enumerate(runs or [("", [])])
    ]
    return {"markDefs": mark_defs, "children": spans_of_block}


def html(block: Block) -> str:
    """What has ``children``, with its marks and links, for readers."""
    tags = dict(_READERS_TAGS)
    for mark_def in block["markDefs"]:
        attributes = link(mark_def["href"], mark_def.get("target"))
        tags[mark_def["_key"]] = _link_tags(attributes) if attributes else ("", "")
    return inline.to_html([(span["text"], span["marks"]) for span in block["children"]], tags)


def text(block: Block) -> str:
    """The words of what has ``children``."""
    return "".join(span["text"] for span in block["children"])


def link(href: str, target: Any = None) -> dict[str, str]:
    """The attributes of a link; none for an address that may not stand in one."""
    address = urls.link_address(href)
    if not address:
        return {}
    is_foreign = address.startswith("http") and not target
    return {"href": address, "rel": "noopener"} if is_foreign else {"href": address}


def linked(words: str, href: str, target: Any = None) -> str:
    """The words as a link, or alone where the address may not stand in one."""
    attributes = link(href, target)
    return tag("a", attributes, escape(words)) if attributes else escape(words)


def optional(name: str, class_name: str, inner: str) -> str:
    """An element of this class; nothing where it would be empty."""
    return tag(name, {"class": class_name}, inner) if inner else ""


def _link_tags(attributes: dict[str, str]) -> tuple[str, str]:
    return tag("a", attributes)[: -len("</a>")], "</a>"
