"""HTML as a browser would understand it, with nothing in it but what a body may be read from."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import nh3

from newsroom.lib import html
from newsroom.lib.html import Element
from newsroom.lib.text import tidy

from . import footnotes, speech
from .part import allowed_attributes
from .vocabulary import BLOCKS, CLOSES_ITSELF, INLINE, REMOVED

#: What word processors say by attributes; read, never kept.
_PASTE_ATTRIBUTES = {"style", "role", "aria-level", "data-aria-level", "id", "lang", "dir"}
# A parser's time grows with the square of the nesting. Tags that nest deeper than any real page are
# taken out before it sees them; those that close by themselves do not nest.
_MAX_NESTING = 200
_TAG = re.compile(r"<!--(?:-?>|.*?(?:--!?>|$))|<(/?)([a-zA-Z][^\s/>]*)[^>]*>?", re.DOTALL)


def tree(source: str) -> Element:
    """The sanitised tree: known elements and attributes only, footnotes in their lines."""
    found = html.parse(tidy(_cleaner().clean(shallow(tidy(source)))))
    speech.quieten(found, source)
    footnotes.gather(found)
    return found


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(INLINE | BLOCKS),
        clean_content_tags=set(REMOVED),
        attributes={"*": _PASTE_ATTRIBUTES, "img": {"alt"}} | allowed_attributes(),
        # Word links the two ends of a footnote by the file that it was copied from, and Safari by
        # the paste.
        url_schemes={"http", "https", "mailto", "tel", "file", "applewebdata", "about"},
        link_rel=None,
        strip_comments=True,
    )


def shallow(source: str) -> str:
    """The HTML without the tags that nest deeper than 200."""
    if source.count("<") <= _MAX_NESTING:
        return source
    depths: Counter[str] = Counter()
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        name = (tag[2] or "").lower()
        if not name or name in CLOSES_ITSELF:
            return tag[0]
        if tag[1]:
            was_open = min(1, depths[name])
            depths[name] -= was_open
            depth -= was_open
            return tag[0]
        if depth >= _MAX_NESTING:
            return ""
        depths[name] += 1
        depth += 1
        return tag[0]

    return _TAG.sub(kept, source)
