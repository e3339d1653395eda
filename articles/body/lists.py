"""Flat list items as nested HTML lists."""

from __future__ import annotations

from collections.abc import Iterable

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
