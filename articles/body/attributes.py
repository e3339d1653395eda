"""The elements that hold public ids, and how their attributes are read and written.

| part        | element                                                                  |
|-------------|--------------------------------------------------------------------------|
| Figure      | ``<figure data-image data-layout data-alt? data-crop?><figcaption>``     |
| ArticleCard | ``<div data-card="article" data-id>``                                    |
| LinkCard    | ``<div data-card="link" data-url data-title data-excerpt data-publication data-author data-image?>`` |
| Video       | ``<div data-video>``                                                     |
| Post        | ``<div data-post>``                                                      |
| Embed       | ``<div data-embed data-title data-provider>``                            |
| Quote       | ``<aside data-quote="" data-attribution><p>``                            |
| Factbox     | ``<aside data-factbox="" data-title>`` with text in it                   |
"""  # noqa: E501

from __future__ import annotations

import re
from uuid import UUID

from newsroom.lib import boxes, urls
from newsroom.lib.html import Element
from newsroom.lib.text import single_line

from .elements import LAYOUTS, ArticleCard, Embed, LinkCard, Part, Post, Video

#: The longest words an attribute may hold; the rest is cut.
LIMITS = {
    "data-alt": 1000,
    "data-title": 300,
    "data-excerpt": 1000,
    "data-publication": 200,
    "data-author": 200,
    "data-attribution": 300,
    "data-provider": 100,
}
#: Every attribute that an element of a body may carry, by the element's name.
ALLOWED: dict[str, frozenset[str]] = {
    "figure": frozenset({"data-image", "data-layout", "data-alt", "data-crop"}),
    "div": frozenset(
        {"data-card", "data-id", "data-url", "data-title", "data-excerpt", "data-publication"}
        | {"data-author", "data-image", "data-video", "data-post", "data-embed", "data-provider"}
    ),
    "aside": frozenset({"data-quote", "data-attribution", "data-factbox", "data-title"}),
    "a": frozenset({"href"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
}
#: The attribute that says which element a ``div`` is.
KINDS = ("data-card", "data-video", "data-post", "data-embed")

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def public_id(text: str) -> UUID | None:
    """The id in its usual form with hyphens; None for anything else."""
    text = text.strip()
    return UUID(text) if _UUID.fullmatch(text) else None


def words(element: Element, name: str) -> str:
    """The attribute's words on one line, cut to its limit."""
    return single_line(element.get(name), limit=LIMITS[name])


def layout(element: Element) -> str:
    named = element.get("data-layout").strip()
    return named if named in LAYOUTS else LAYOUTS[0]


def crop(element: Element) -> str:
    """The part of the picture that a figure shows; empty for the whole and for what is no part."""
    return boxes.clean(element.get("data-crop"))


def read(element: Element) -> Part | None:
    """The card, video, post or embed that a ``div`` stands for; None if it is none or broken."""
    kind = next((kind for kind in KINDS if element.has(kind)), "")
    if kind == "data-card":
        return _card(element)
    if kind == "data-embed":
        url = urls.web_address(element.get("data-embed"))
        title, provider = words(element, "data-title"), words(element, "data-provider")
        return Embed(url, title, provider) if url else None
    found = public_id(element.get(kind)) if kind else None
    if found is None:
        return None
    return Video(found) if kind == "data-video" else Post(found)


def _card(element: Element) -> Part | None:
    kind = element.get("data-card").strip()
    if kind == "article":
        found = public_id(element.get("data-id"))
        return ArticleCard(found) if found else None
    url = urls.web_address(element.get("data-url"))
    if kind != "link" or url is None:
        return None
    return LinkCard(
        url=url,
        title=words(element, "data-title") or urls.host(url),
        excerpt=words(element, "data-excerpt"),
        publication=words(element, "data-publication"),
        author=words(element, "data-author"),
        image=public_id(element.get("data-image")),
    )
