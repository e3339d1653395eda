"""From the parts of a body to the draft's HTML: one way to write each thing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from newsroom.lib.html import escape, tag

from . import inline, lists, tables
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
    Spans,
    Table,
    TextBlock,
    Video,
)

_MARK_TAGS = {
    "strong": ("<strong>", "</strong>"),
    "em": ("<em>", "</em>"),
    "code": ("<code>", "</code>"),
    "strike-through": ("<s>", "</s>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
}


def write(parts: Iterable[Part]) -> str:
    """The draft's HTML of these parts; reading it gives the same parts."""
    return "".join(_group(kind, list(group)) for kind, group in groupby(parts, _kind))


def line(spans: Spans) -> str:
    """Spans as HTML, in the fewest tags."""
    runs, links = inline.runs(spans)
    tags = {key: (tag("a", {"href": href})[: -len("</a>")], "</a>") for key, href in links.items()}
    return inline.to_html(runs, _MARK_TAGS | tags)


def _kind(part: Part) -> str:
    if isinstance(part, TextBlock):
        return "list" if part.list_item else part.style
    return ""


def _group(kind: str, parts: list) -> str:
    if kind == "list":
        return lists.to_html((p.list_item, p.level, line(p.spans)) for p in parts)
    if kind == "blockquote":
        return tag("blockquote", inner="".join(tag("p", inner=line(p.spans)) for p in parts))
    if kind:
        name = "p" if kind == "normal" else kind
        return "".join(tag(name, inner=line(p.spans)) for p in parts)
    return "".join(_element(part) for part in parts)


def _element(part: Part) -> str:
    match part:
        case Rule():
            return tag("hr")
        case Code(text):
            return tag("pre", inner=escape(text))
        case Table():
            return _table(part)
        case Figure():
            attributes = {
                "data-image": str(part.image),
                "data-layout": part.layout,
                "data-alt": part.alt or None,
                "data-crop": part.crop or None,
            }
            caption = tag("figcaption", inner=line(part.caption)) if part.caption else ""
            return tag("figure", attributes, caption)
        case ArticleCard(article):
            return tag("div", {"data-card": "article", "data-id": str(article)})
        case LinkCard():
            return tag("div", _link_card(part))
        case Video(video):
            return tag("div", {"data-video": str(video)})
        case Post(post):
            return tag("div", {"data-post": str(post)})
        case Quote(paragraphs, attribution):
            inner = "".join(tag("p", inner=line(spans)) for spans in paragraphs)
            return tag("aside", {"data-quote": "", "data-attribution": attribution}, inner)
        case Factbox(title, parts):
            return tag("aside", {"data-factbox": "", "data-title": title}, write(parts))
        case Embed(url, title, provider):
            return tag("div", {"data-embed": url, "data-title": title, "data-provider": provider})
    raise TypeError(f"{part!r} is no part of a body.")


def _link_card(card: LinkCard) -> dict[str, str | None]:
    return {
        "data-card": "link",
        "data-url": card.url,
        "data-title": card.title,
        "data-excerpt": card.excerpt,
        "data-publication": card.publication,
        "data-author": card.author,
        "data-image": _id(card.image),
    }


def _id(public_id: UUID | None) -> str | None:
    return str(public_id) if public_id else None


def _table(table: Table) -> str:
    heads = len(tables.head_rows(table.rows))
    head = "".join(map(_row, table.rows[:heads]))
    rest = "".join(map(_row, table.rows[heads:]))
    return tag(
        "table",
        inner=(tag("caption", inner=escape(table.caption)) if table.caption else "")
        + (tag("thead", inner=head) if head else "")
        + (tag("tbody", inner=rest) if rest else ""),
    )


def _row(row: tuple[Cell, ...]) -> str:
    return tag("tr", inner="".join(map(_cell, row)))


def _cell(cell: Cell) -> str:
    spans = {
        "colspan": cell.colspan if cell.colspan > 1 else None,
        "rowspan": cell.rowspan if cell.rowspan > 1 else None,
    }
    return tag("th" if cell.is_header else "td", spans, line(cell.spans))
