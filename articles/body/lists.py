"""Flat list items as nested HTML lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from newsroom.lib.html import tag

_TAGS = {"bullet": "ul", "number": "ol"}


class Item(NamedTuple):
    """``kind`` is ``bullet`` or ``number``; ``start`` its number where that is not the next."""

    kind: str
    level: int
    inner: str
    start: int | None = None
    attributes: Mapping[str, str] = {}


def to_html(items: Iterable[Item]) -> str:
    """The items as lists within lists; a number out of order begins a new one."""
    html: list[str] = []
    open_tags: list[str] = []
    for item in items:
        name = _TAGS[item.kind]
        while len(open_tags) > item.level:
            html.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == item.level:
            html.append("</li>")
            if open_tags[-1] != name or item.start is not None:
                html.append(f"</{open_tags.pop()}>")
        while len(open_tags) < item.level:
            open_tags.append(name)
            is_last = len(open_tags) == item.level
            html.append(_opened(name, {"start": item.start if is_last else None}))
            if not is_last:
                html.append("<li>")
        html.append(_opened("li", item.attributes) + item.inner)
    html.extend(f"</li></{name}>" for name in reversed(open_tags))
    return "".join(html)


def _opened(name: str, attributes: Mapping[str, str | int | None]) -> str:
    return tag(name, attributes)[: -len(f"</{name}>")]
