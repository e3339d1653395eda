"""An article's or a page's draft as JSON and back: what a revision keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from media.models import Image, Video

from . import crops
from .body.clean import clean, plain
from .models import Article, ArticleTag, ArticleVideo, Author, Byline, Page, Section, Tag
from .slugs import claim

_ARTICLE_LINES = ("headline", "short_headline", "kicker", "slugline", "dateline", "seo_title")
_ARTICLE_WORDS = (
    "kind", *_ARTICLE_LINES, "standfirst", "slug", "language", "lead_caption",
    "seo_description", "canonical_url",
)  # fmt: skip
_PAGE_WORDS = (
    "headline", "standfirst", "slug", "language", "is_in_footer", "seo_title", "seo_description",
)  # fmt: skip


def prepare_article(article: Article) -> None:
    """Clean the draft's words and claim its slug; called by every path that saves."""
    for name in (*_ARTICLE_LINES, "standfirst", "lead_caption", "seo_description"):
        setattr(article, name, plain(getattr(article, name)))
    article.lead_crop = crops.clean(article.lead_crop, image=article.lead_image)
    article.body = clean(article.body)
    claim(article)
    article.save()
    crops.request(article.body, image=article.lead_image, crop=article.lead_crop)


def article_words(article: Article) -> dict[str, Any]:
    """The article's words and what it names, by public ids, every list in its order."""
    bylines = article.bylines.select_related("author").order_by("position", "pk")
    return {
        **{name: getattr(article, name) for name in _ARTICLE_WORDS},
        **crops.word("lead_crop", article.lead_crop),
        "body": article.body,
        "section": _id(article.section),
        "tags": [str(u) for u in _ordered(article.ordered_tags, "tag__uuid")],
        "byline": [
            {"author": _id(b.author), "printed_name": b.printed_name, "role": b.role}
            for b in bylines
        ],
        "lead_image": _id(article.lead_image),
        "videos": [str(u) for u in _ordered(article.ordered_videos, "video__uuid")],
    }


def apply_to_article(article: Article, words: dict[str, Any]) -> list[str]:
    """Write a revision's words into the draft; returns sentences about what is gone."""
    gone: list[str] = []
    for name in (*_ARTICLE_WORDS, "body"):
        setattr(article, name, words.get(name, getattr(article, name)))
    article.lead_crop = words.get("lead_crop", "")
    article.section = find(Section, words.get("section"), gone, _("section"))
    article.lead_image = find(Image, words.get("lead_image"), gone, _("lead image"))
    article.save()
    set_tags(article, find_all(Tag, words.get("tags", []), gone, _("tag")))
    set_videos(article, find_all(Video, words.get("videos", []), gone, _("video")))
    names = []
    for name in words.get("byline", []):
        author = find(Author, name.get("author"), gone, _("author"))
        if author or name.get("printed_name"):
            names.append((author, name.get("printed_name", ""), name.get("role", "writer")))
    set_byline(article, names)
    return gone


def prepare_page(page: Page) -> None:
    for name in ("headline", "standfirst", "seo_title", "seo_description"):
        setattr(page, name, plain(getattr(page, name)))
    page.body = clean(page.body)
    claim(page)
    page.save()
    crops.request(page.body)


def page_words(page: Page) -> dict[str, Any]:
    return {**{name: getattr(page, name) for name in _PAGE_WORDS}, "body": page.body}


def apply_to_page(page: Page, words: dict[str, Any]) -> list[str]:
    for name in (*_PAGE_WORDS, "body"):
        setattr(page, name, words.get(name, getattr(page, name)))
    page.save()
    return []


def set_tags(article: Article, tags: Sequence[Tag]) -> None:
    """Replace the tags, in this order; the first is the primary tag."""
    replace_ordered(ArticleTag, {"content_object": article}, "tag", tags)


def set_videos(article: Article, videos: Sequence[Video]) -> None:
    replace_ordered(ArticleVideo, {"article": article}, "video", videos)


def set_byline(article: Article, names: Iterable[tuple[Author | None, str, str]]) -> None:
    """Replace the byline: (author or None for a guest, printed name, role), in this order."""
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(
            article=article, author=author, printed_name=plain(printed), role=role, position=place
        )
        for place, (author, printed, role) in enumerate(names)
    )


def replace_ordered(model: type[models.Model], owner: dict, field: str, things: Sequence) -> None:
    """Replace an owner's ordered rows by these things, each once, in this order."""
    model._default_manager.filter(**owner).delete()
    unique = list(dict.fromkeys(things))
    model._default_manager.bulk_create(
        model(**owner, **{field: thing}, position=place) for place, thing in enumerate(unique)
    )


def _ordered(manager, field: str) -> list[UUID]:
    return list(manager.order_by("position", "pk").values_list(field, flat=True))


def _id(thing) -> str | None:
    return str(thing.uuid) if thing else None


def find(model, public_id: str | None, gone: list[str], word: str):
    """The thing of this public id, merges followed; a missing one adds a sentence to ``gone``."""
    if not public_id:
        return None
    found = model._default_manager.filter(uuid=public_id).first()
    if found is None:
        gone.append(_("The %(thing)s %(id)s is gone.") % {"thing": word, "id": public_id})
    return followed(found)


def find_all(model, public_ids: list[str], gone: list[str], word: str) -> list:
    """``find`` for a list; what is gone is left out."""
    found = (find(model, public_id, gone, word) for public_id in public_ids)
    return [thing for thing in found if thing is not None]


def followed(thing):
    """The thing itself, or the one that it was merged into."""
    while thing is not None and getattr(thing, "merged_into_id", None):
        thing = thing.merged_into
    return thing
