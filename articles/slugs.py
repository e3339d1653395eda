"""Slugs of articles and pages: one namespace, claimed when a draft is saved.

A claim becomes public with the first live edition that carries it; it is then never given to
another item, so every old address answers with a redirect.
"""

from __future__ import annotations

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from newsroom.editorial import addresses
from newsroom.editorial.addresses import SlugTaken
from newsroom.lib.slugs import first_free, made

from .models import Article, Page

__all__ = ["SlugTaken"]

#: The space of slugs that articles and pages share.
SPACE = "story"
#: First segments of longer addresses, and words that the site may want; ``is_reserved`` finds the
#: addresses that there are.
RESERVED = frozenset(
    {
        "admin", "api", "atom", "author", "authors", "corrections", "feed", "files", "ghost",
        "healthz", "metrics", "news", "page", "preview", "rss", "search", "section", "sections",
        "sitemap", "static", "tag", "tags", "videos", "well-known",
    }
)  # fmt: skip
MAX_LENGTH = 120


def claim(item: Article | Page) -> None:
    """Take the draft's slug (made from the headline when empty) and give back unused ones.

    Raises ``SlugTaken`` when it belongs to another item. An empty slug stays empty where the
    headline gives none.
    """
    if not item.slug:
        item.slug = free_slug(item, item.headline)
    if item.slug:
        _refuse_reserved(item.slug)
        addresses.take(item, item.slug)
    used = set(item.editions.values_list("slug", flat=True)) | {item.slug}
    addresses.give_back(item, but_not=used)


def free_slug(item: Article | Page, text: str) -> str:
    """A slug made of the text that is free or the item's own, with ``-2`` where needed.

    Only a text of nothing but spaces gives none.
    """
    if not text.strip():
        return ""
    stem = made(text, limit=MAX_LENGTH - 4, fallback=addresses.fallback(item))
    return first_free(stem, lambda slug: is_reserved(slug) or addresses.is_anothers(item, slug))


def is_reserved(slug: str) -> bool:
    """Whether an address of the site itself has this first segment, or might have it."""
    return slug in RESERVED or slug.isdigit() or _resolve(f"/{slug}/") not in ("", "page")


def _resolve(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


def refuse_taken(item: Article | Page, slug: str) -> None:
    """Raise ``SlugTaken`` with a sentence for the form unless the item may have the slug."""
    _refuse_reserved(slug)
    addresses.refuse_anothers(item, slug)


def _refuse_reserved(slug: str) -> None:
    if is_reserved(slug):
        raise SlugTaken(
            _("“%(slug)s” is an address of the site itself. Choose another slug.") % {"slug": slug}
        )
