"""Which style sheets a page loads beside those of every page, by the kind of page it is.

A rule stands in one sheet. A page loads its sheets in the order of ``ORDER``, whichever they are,
because a rule may override one of an earlier sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

#: In the order of the cascade; the first two are every page's.
ORDER = (
    "theme", "shell", "cards", "front", "videos", "lists", "article", "posts", "search", "gone",
)  # fmt: skip
EVERYWHERE = frozenset(ORDER[:2])

_LIST = frozenset({"cards", "lists"})
_STORY = frozenset({"cards", "article"})

#: ``Page.kind`` → its sheets.
BY_KIND = {
    "front": frozenset({"cards", "front", "videos"}),
    "section": _LIST,
    "tag": _LIST,
    "author": _LIST,
    "videos": _LIST | {"videos"},
    "search": _LIST | {"search"},
    "corrections": frozenset({"lists"}),
    "article": _STORY,
    "page": _STORY,
    "video": _STORY,
    "feed": frozenset({"lists", "posts"}),
    "post": frozenset({"posts"}),
    "error": frozenset({"gone"}),
}
#: Pages of item types that come from elsewhere look like stories and lists.
_OTHERS = _LIST | _STORY


def of_page(kind: str) -> Iterator[str]:
    """Names of static files, in the order in which a page of that kind loads them."""
    needed = EVERYWHERE | BY_KIND.get(kind, _OTHERS)
    return (f"site/{name}.css" for name in ORDER if name in needed)
