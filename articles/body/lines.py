"""A line of words and marks in its three forms: the draft's HTML, a block's, the readers' HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsroom.lib import addresses, urls
from newsroom.lib.html import escape, tag

from . import inline
from .inline import Span, Spans
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
    runs, named = inline.runs(spans)
    tags = {key: _draft_tags(span) for key, span in named.items()}
    return inline.to_html(runs, _DRAFT_TAGS | tags)


def children(spans: Spans, resolve: Resolver) -> Block:
    """Spans as ``children`` and ``markDefs`` of a block."""
    runs, named = inline.runs(spans)
    mark_defs = [_mark_def(key, span, resolve) for key, span in named.items()]
    spans_of_block = [
        {"_type": "span", "_key": f"s{place}", "text": text, "marks": marks}
        for place, (text, marks) in enumerate(runs or [("", [])])
    ]
    return {"markDefs": mark_defs, "children": spans_of_block}


def html(block: Block) -> str:
    """What has ``children``, with its marks and links, for readers."""
    tags = dict(_READERS_TAGS)
    for mark_def in block["markDefs"]:
        tags[mark_def["_key"]] = _READERS_MARKS[mark_def["_type"]](mark_def)
    return inline.to_html([(span["text"], span["marks"]) for span in block["children"]], tags)


def text(block: Block) -> str:
    """The words of what has ``children``, without the numbers of its footnotes."""
    notes = {each["_key"] for each in block["markDefs"] if each["_type"] == "footnote"}
    return "".join(
        span["text"] for span in block["children"] if not notes.intersection(span["marks"])
    )


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


def tongue(lang: str, dir: str) -> dict[str, str]:
    """The attributes of HTML that say a language and a direction, those that are given."""
    return {name: value for name, value in (("lang", lang), ("dir", dir)) if value}


def _draft_tags(span: Span) -> tuple[str, str]:
    """The tags around a link, words in another language, or the place of a footnote."""
    if span.note:
        opening, closing = _around("span", {"data-footnote": ""})
        return opening + draft_html(span.note), closing
    if span.href:
        return _around("a", {"href": span.href})
    return _around("span", tongue(*span.tongue))


def _mark_def(key: str, span: Span, resolve: Resolver) -> Block:
    if span.note:
        note = {"_type": "block", "_key": "b0", "style": "normal", **children(span.note, resolve)}
        return {"_type": "footnote", "_key": key, "blocks": [note]}
    if span.href:
        href = addresses.absolute(span.href) if span.href.startswith("/") else span.href
        target = resolve.target(href) if href.startswith("http") else None
        return {"_type": "link", "_key": key, "href": href, "target": target}
    return {"_type": "language", "_key": key, **tongue(*span.tongue)}


def _link_mark(mark_def: Block) -> tuple[str, str]:
    attributes = link(mark_def["href"], mark_def.get("target"))
    return _around("a", attributes) if attributes else ("", "")


def _language_mark(mark_def: Block) -> tuple[str, str]:
    return _around("span", tongue(mark_def.get("lang", ""), mark_def.get("dir", "")))


def _footnote_mark(mark_def: Block) -> tuple[str, str]:
    own = mark_def["id"]
    opening, closing = _around(
        "a", {"href": f"#fn-{own}", "id": f"fnref-{own}", "role": "doc-noteref"}
    )
    return f'<sup class="footnote-ref">{opening}', f"{closing}</sup>"


_READERS_MARKS = {"link": _link_mark, "language": _language_mark, "footnote": _footnote_mark}


def _around(name: str, attributes: Mapping[str, str]) -> tuple[str, str]:
    closing = f"</{name}>"
    return tag(name, attributes)[: -len(closing)], closing
