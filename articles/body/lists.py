"""Flat list items as nested HTML lists, and their levels in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .elements import Part, TextBlock

_TAGS = {"bullet": "ul", "number": "ol"}


def to_html(items: Iterable[tuple[str, int, str]]) -> str:
    """Items of (``bullet`` or ``number``, level, inner HTML) as lists within lists."""
    html: list[str] = []
    open_tags: list[str] = []
    for kind, level, inner in items:
        tag = _TAGS[kind]
        while len(open_tags) > level:
            html.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == level:
            html.append("</li>")
            if open_tags[-1] != tag:
                html.append(f"</{open_tags.pop()}>")
        while len(open_tags) < level:
            html.append(f"<{tag}>")
            open_tags.append(tag)
            if len(open_tags) < level:
                html.append("<li>")
        html.append(f"<li>{inner}")
    html.extend(f"</li></{tag}>" for tag in reversed(open_tags))
    return "".join(html)


def with_levels(parts: Sequence[Part]) -> list[Part]:
    """The parts with list levels that begin at 1 and go down one step at a time."""
    levelled: list[Part] = []
    depths: list[int] = []
    for part in parts:
        if not isinstance(part, TextBlock) or not part.list_item:
            depths = []
            levelled.append(part)
            continue
        while depths and depths[-1] > part.level:
            depths.pop()
        if not depths or part.level > depths[-1]:
            depths.append(part.level)
        levelled.append(replace(part, level=len(depths)))
    return levelled
