"""A post's draft as JSON and back: what a revision keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from articles import crops
from articles.body.clean import clean, plain
from articles.drafts import find, find_all, replace_ordered
from articles.models import Article, Author, Tag
from media.models import Image

from .models import Post, PostByline, PostTag

_WORDS = (
    "headline", "language", "source_name", "source_url", "is_pinned", "is_key_event", "is_breaking",
)  # fmt: skip


def prepare(post: Post) -> None:
    """Clean the draft's words; called by every path that saves."""
    post.headline = plain(post.headline)
    post.source_name = plain(post.source_name)
    post.image_crop = crops.clean(post.image_crop, image=post.image)
    post.body = clean(post.body)
    post.save()
    crops.request(post.body, image=post.image, crop=post.image_crop)


def words_of(post: Post) -> dict[str, Any]:
    """The post's words and what it names, by public ids, every list in its order."""
    return {
        **{name: getattr(post, name) for name in _WORDS},
        "body": post.body,
        "tags": [str(row.tag.uuid) for row in post.ordered_tags.select_related("tag")],
        "authors": [str(row.author.uuid) for row in post.bylines.select_related("author")],
        "image": str(post.image.uuid) if post.image else None,
        **crops.word("image_crop", post.image_crop),
        "article": str(post.article.uuid) if post.article else None,
    }


def apply(post: Post, words: dict[str, Any]) -> list[str]:
    """Write a revision's words into the draft; returns sentences about what is gone."""
    gone: list[str] = []
    for name in (*_WORDS, "body"):
        setattr(post, name, words.get(name, getattr(post, name)))
    post.image_crop = words.get("image_crop", "")
    post.image = find(Image, words.get("image"), gone, _("image"))
    post.article = find(Article, words.get("article"), gone, _("article"))
    post.save()
    set_tags(post, find_all(Tag, words.get("tags", []), gone, _("tag")))
    set_authors(post, find_all(Author, words.get("authors", []), gone, _("author")))
    return gone


def set_tags(post: Post, tags: Sequence[Tag]) -> None:
    """Replace the tags, in this order."""
    replace_ordered(PostTag, {"content_object": post}, "tag", tags)


def set_authors(post: Post, authors: Sequence[Author]) -> None:
    """Replace the authors, in this order."""
    replace_ordered(PostByline, {"post": post}, "author", authors)
