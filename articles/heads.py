"""What the pages of articles say of themselves in their heads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from media.shapes import ImageDocument
from newsroom.api import ninjs
from newsroom.lib import addresses, publisher, site_settings
from newsroom.lib.page import INDEXED, NOT_INDEXED, Alternate, Page, Picture, Value
from newsroom.lib.syndication import FORMATS

from . import bylines, structured_data
from .shapes import ArticleDocument, PageDocument


def feeds(path: str, title: str) -> list[Alternate]:
    """The syndication forms of the list at ``path``."""
    return [
        Alternate(each.media_type, f"{title}: {each.name}", addresses.absolute(path + each.file))
        for each in FORMATS.values()
    ]


def api_forms(document: Mapping[str, Any]) -> list[Alternate]:
    """The item in the API: its own document, and ninjs."""
    return [
        Alternate("application/json", "JSON", document["links"]["self"]),
        Alternate("application/json", "ninjs", ninjs.address(document)),
    ]


def of_article(document: ArticleDocument, *, is_preview: bool = False) -> Page:
    seo = document["seo"]
    section: Mapping[str, Any] = document["section"] or {}
    return Page(
        title=seo["title"] or document["headline"],
        description=seo["description"] or document["standfirst"],
        canonical="" if is_preview else (seo["canonical_url"] or document["url"]),
        kind="article",
        alternates=[]
        if is_preview
        else [*feeds("/", site_settings.current().name), *api_forms(document)],
        og={
            "og:title": document["headline"],
            "og:description": document["standfirst"],
            "article:published_time": document["published_at"],
            "article:modified_time": document["updated_at"],
            "article:section": section.get("name", ""),
            "article:tag": [tag["name"] for tag in document["tags"]],
            "article:author": [a["url"] for a in bylines.wrote(document["authors"]) if a["url"]],
        },
        named=_named(document),
        **shared(document["lead_image"]),
        json_ld="" if is_preview else structured_data.article(document),
        language=document["language"],
        section=section.get("slug", ""),
        robots=NOT_INDEXED if is_preview else INDEXED,
    )


def of_page(document: PageDocument, *, is_preview: bool = False) -> Page:
    seo = document["seo"]
    return Page(
        title=seo["title"] or document["headline"],
        description=seo["description"] or document["standfirst"],
        canonical="" if is_preview else document["url"],
        kind="page",
        language=document["language"],
        **({} if is_preview else shared()),
        robots=NOT_INDEXED if is_preview else INDEXED,
    )


def of_list(path: str, *, title: str, next_url: str, **more: Any):
    """The head of a section's, tag's or author's page."""
    return Page(
        title=title,
        alternates=feeds(path, title),
        next=addresses.absolute(next_url) if next_url else "",
        **more,
    )


def shared(*images: ImageDocument | None) -> dict[str, Any]:
    """The members of ``Page`` for a page that networks show with the first image that has files."""
    shown = next((image for image in images if image and image["src"]), None)
    return {"is_shared": True, "picture": _picture(shown) if shown else None}


def shared_list(images: Iterable[ImageDocument | None]) -> dict[str, Any]:
    """The same of a list; where none of it has an image, the logo stands for it."""
    found = next((image for image in images if image and image["src"]), None)
    logo = Picture(**publisher.logo(), alt=site_settings.current().name, is_large=False)
    return shared(found) if found else {"is_shared": True, "picture": logo}


def _picture(image: ImageDocument) -> Picture:
    file = social_picture(image)
    return Picture(
        url=file.get("url", image["src"]),
        alt=image["alt"],
        width=file.get("width", ""),
        height=file.get("height", ""),
        type=file.get("type", ""),
    )


def social_picture(image: ImageDocument) -> dict[str, Any]:
    """The JPEG that networks show: 16:9 and 1280 pixels wide, or less if the picture is smaller."""
    jpegs = [r for r in image["renditions"] if r["type"] == "image/jpeg"]
    named = {r["name"]: r for r in jpegs}
    shown = named.get("card_large") or next((r for r in jpegs if r["url"] == image["src"]), None)
    return {**shown} if shown else {}


def _named(document: ArticleDocument) -> dict[str, Value]:
    writers = bylines.wrote(document["authors"])
    named: dict[str, Value] = {
        "fediverse:creator": [a["fediverse"] for a in writers if a.get("fediverse")],
    }
    if writers:
        named |= {
            "twitter:label1": _("Written by"),
            "twitter:data1": bylines.names(writers),
            "twitter:label2": _("Reading time"),
            "twitter:data2": _("%(minutes)s min") % {"minutes": document["reading_minutes"]},
        }
    return named
