"""HTML from blocks, and from blocks alone: what pages, feeds and the API print.

One function for each ``_type`` in one table. The result is marked as safe HTML because nothing gets
into it but by ``newsroom.lib.html``: every text is escaped by ``escape``, every attribute by
``tag``, and an address stands in a link only if ``newsroom.lib.urls`` allows its scheme, whatever
the block says. ``printed.trusted`` marks it, here and where a stored document is printed.

Standard blocks give the HTML that other renderers of Portable Text give, so both can be mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from newsroom.lib import instants, urls
from newsroom.lib.html import escape, tag

from . import inline, lists, text, videos
from .pictures import picture
from .printed import trusted

Block = dict[str, Any]

_MARK_TAGS = {
    "strong": ("<strong>", "</strong>"),
    "em": ("<em>", "</em>"),
    "code": ("<code>", "</code>"),
    "strike-through": ("<del>", "</del>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
}
_STYLE_TAGS = {"normal": "p", "blockquote": "blockquote"} | {f"h{n}": f"h{n}" for n in range(2, 7)}


class UnknownBlock(LookupError):
    """A block of a type that no renderer knows; publishing fails rather than losing it."""


def render(blocks: Sequence[Block]) -> SafeString:
    """The blocks as HTML. The same blocks always give the same bytes."""
    html = "".join(_group(is_list, group) for is_list, group in groupby(blocks, _is_list_item))
    return trusted(html)


def _is_list_item(block: Block) -> bool:
    return block["_type"] == "block" and "listItem" in block


def _group(is_list: bool, blocks) -> str:  # noqa: FBT001 - groupby's key
    if is_list:
        return lists.to_html((b["listItem"], b["level"], _line(b)) for b in blocks)
    return "".join(map(_one, blocks))


def _one(block: Block) -> str:
    renderer = RENDERERS.get(block["_type"])
    if renderer is None:
        raise UnknownBlock(f"No renderer knows blocks of the type {block['_type']!r}.")
    return renderer(block)


def _line(block: Block) -> str:
    """Spans with their marks and links."""
    tags = dict(_MARK_TAGS)
    for mark_def in block["markDefs"]:
        tags[mark_def["_key"]] = _link_tags(mark_def["href"], mark_def.get("target"))
    return inline.to_html([(span["text"], span["marks"]) for span in block["children"]], tags)


def _link_tags(href: str, target: Any) -> tuple[str, str]:
    attributes = _link(href, target)
    return (tag("a", attributes)[: -len("</a>")], "</a>") if attributes else ("", "")


def _link(href: str, target: Any = None) -> dict[str, str]:
    """The attributes of a link; none for an address that may not stand in one."""
    address = urls.link_address(href)
    if not address:
        return {}
    is_foreign = address.startswith("http") and not target
    return {"href": address, "rel": "noopener"} if is_foreign else {"href": address}


def _linked(words: str, href: str, target: Any = None) -> str:
    attributes = _link(href, target)
    return tag("a", attributes, escape(words)) if attributes else escape(words)


def _optional(name: str, class_name: str, inner: str) -> str:
    return tag(name, {"class": class_name}, inner) if inner else ""


def _text(block: Block) -> str:
    return tag(_STYLE_TAGS[block["style"]], inner=_line(block))


def _figure(block: Block) -> str:
    image, layout = block["image"], block["layout"]
    caption = "<br>".join(map(_line, block["caption"]))
    credit = _optional("span", "figure-credit", escape(text.printed_credit(image)))
    below = " ".join(filter(None, [caption, credit]))
    return tag(
        "figure",
        {"class": "figure" if layout == "normal" else f"figure figure-{layout}"},
        picture(image, size=layout) + _optional("figcaption", "figure-caption", below),
    )


def _card(block: Block) -> str:
    title = block["title"] or urls.host(block["url"])
    source = " · ".join(filter(None, [block["publication"], block["author"]]))
    words = (
        _optional("p", "card-title", _linked(title, block["url"], block["target"]))
        + _optional("p", "card-excerpt", escape(block["excerpt"] or ""))
        + _optional("p", "card-source", escape(source))
    )
    image = picture(block["image"], size="card") if block["image"] else ""
    return tag("aside", {"class": "card"}, image + tag("div", {"class": "card-words"}, words))


def _video(block: Block) -> str:
    return videos.figure(block["video"])


def _post(block: Block) -> str:
    post = block["post"]
    printed = (post.get("display_time") or {}).get("text") or post["published_at"]
    machine = instants.to_attribute(instants.from_text(post["published_at"]))
    time = tag("time", {"datetime": machine}, escape(printed))
    attributes = _link(post["url"], post)
    inner = (
        _optional("p", "post-embed-time", tag("a", attributes, time) if attributes else time)
        + _optional("p", "post-embed-headline", escape(post["headline"]))
        + render(post["blocks"])
    )
    return tag("aside", {"class": "post-embed"}, inner)


def _quote(block: Block) -> str:
    words = tag("blockquote", inner=render(block["blocks"]))
    attribution = _optional("figcaption", "quote-attribution", escape(block["attribution"]))
    return tag("figure", {"class": "quote"}, words + attribution)


def _factbox(block: Block) -> str:
    title = _optional(f"h{block['level']}", "factbox-title", escape(block["title"]))
    return tag("aside", {"class": "factbox"}, title + render(block["blocks"]))


def _embed(block: Block) -> str:
    title = block["title"] or urls.host(block["url"])
    words = (
        _optional("p", "embed-title", _linked(title, block["url"]))
        + _optional("p", "embed-provider", escape(block["provider"]))
    )  # fmt: skip
    return tag("aside", {"class": "embed"}, words)


def _table(block: Block) -> str:
    rows = block["rows"]
    heads = 0
    while heads < len(rows) and all(cell["header"] for cell in rows[heads]["cells"]):
        heads += 1
    head = "".join(_row(row, scope="col") for row in rows[:heads])
    rest = "".join(_row(row, scope="row") for row in rows[heads:])
    table = tag(
        "table",
        inner=(tag("caption", inner=escape(block["caption"])) if block["caption"] else "")
        + (tag("thead", inner=head) if head else "")
        + (tag("tbody", inner=rest) if rest else ""),
    )
    # A wide table scrolls in its frame; the frame takes the focus so that the keyboard can do it.
    return tag("div", {"class": "table", "tabindex": 0}, table)


def _row(row: Block, *, scope: str) -> str:
    return tag("tr", inner="".join(_cell(cell, scope=scope) for cell in row["cells"]))


def _cell(cell: Block, *, scope: str) -> str:
    attributes = {
        "scope": scope if cell["header"] else None,
        "colspan": cell["colspan"] if cell["colspan"] > 1 else None,
        "rowspan": cell["rowspan"] if cell["rowspan"] > 1 else None,
    }
    return tag("th" if cell["header"] else "td", attributes, _line(cell))


def _code(block: Block) -> str:
    return tag("pre", inner=tag("code", inner=escape(block["code"])))


def _rule(block: Block) -> str:
    return tag("hr")


RENDERERS: dict[str, Callable[[Block], str]] = {
    "block": _text,
    "figure": _figure,
    "card": _card,
    "video": _video,
    "post": _post,
    "quote": _quote,
    "factbox": _factbox,
    "embed": _embed,
    "table": _table,
    "code": _code,
    "rule": _rule,
}
