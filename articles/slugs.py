"""Slugs: one namespace for articles and pages, claimed when a draft is saved.

A claim becomes public with the first live edition that carries it; it is then never given to
another item, so every old address answers with a redirect.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from newsroom.editorial import addresses
from newsroom.editorial.refusals import Refused
from newsroom.lib.slugs import first_free, made

from .models import Article, Page, SlugClaim

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


class SlugTaken(Refused):
    """Another item has the slug, or it is reserved."""

    code = "slug_taken"


def claim(item: Article | Page) -> None:
    """Take the draft's slug (made from the headline when empty) and give back unused ones.

    Raises ``SlugTaken`` when it belongs to another item. An empty slug stays empty where the
    headline gives none.
    """
    if not item.slug:
        item.slug = free_slug(item, item.headline)
    if item.slug:
        _take(item, item.slug)
    _give_back(item)


def free_slug(item: Article | Page, text: str) -> str:
    """A slug made of the text that is free or the item's own, with ``-2`` where needed.

    Only a text of nothing but spaces gives none.
    """
    if not text.strip():
        return ""
    stem = made(text, limit=MAX_LENGTH - 4, fallback=addresses.fallback(item))
    return first_free(stem, lambda slug: is_reserved(slug) or _belongs_to_another(item, slug))


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
    if is_reserved(slug):
        raise SlugTaken(
            _("“%(slug)s” is an address of the site itself. Choose another slug.") % {"slug": slug}
        )
    if _belongs_to_another(item, slug):
        raise SlugTaken(
            _("Another item has, or had, the slug “%(slug)s”. Choose another one.") % {"slug": slug}
        )


def _take(item: Article | Page, slug: str) -> None:
    refuse_taken(item, slug)
    owner = _owner(item)
    if SlugClaim.objects.filter(slug=slug, **owner).exists():
        return
    try:
        with transaction.atomic():
            SlugClaim.objects.create(slug=slug, **owner)
    except IntegrityError:
        # Two saves at the same moment: the database gave it to the other one.
        refuse_taken(item, slug)
        raise


def _give_back(item: Article | Page) -> None:
    """Free the claims that neither the draft nor any edition uses."""
    used = set(item.editions.values_list("slug", flat=True)) | {item.slug}
    SlugClaim.objects.filter(**_owner(item)).exclude(slug__in=used).delete()


def _belongs_to_another(item: Article | Page, slug: str) -> bool:
    claims = SlugClaim.objects.filter(slug=slug)
    return claims.exclude(**_owner(item)).exists() if item.pk else claims.exists()


def _owner(item: Article | Page) -> dict[str, Article | Page]:
    return {"article" if isinstance(item, Article) else "page": item}
