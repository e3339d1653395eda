"""Telling the kernel what posts are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from articles.body import references
from newsroom.accounts.roles import EDITORS, EVERYONE, WRITERS, grant
from newsroom.editorial import registry
from newsroom.editorial.registry import ItemType, Relation
from newsroom.editorial.rules import access

from . import document, drafts, preflight
from .models import (
    ArticleEditionPost,
    Post,
    PostEditionAuthor,
    PostEditionCard,
    PostEditionImage,
    PostEditionTag,
)

_FIELDS = (
    "headline", "body", "language", "source_name", "source_url", "is_pinned", "is_key_event",
    "is_breaking", "tags", "tag_list", "authors", "author_list", "image", "image_crop", "article",
    "assigned_to", "embargo",
)  # fmt: skip


def register() -> None:
    registry.register_item(
        ItemType(
            name="post",
            model=Post,
            snapshot=drafts.words_of,
            apply=drafts.apply,
            compile=document.compile_post,
            check=preflight.check_post,
            is_own=_in_byline,
            cards=_cards,
            mentions=_mentions,
            prepare=drafts.prepare,
            grace=_grace,
            belongs={"image_crop": "image"},
            transitions="posts",
            byline_lookup="bylines__author__user",
            parts=dict.fromkeys(_FIELDS, access.TEXT),
            own_column="posts",
        )
    )
    for model, field, item_type, target in (
        (PostEditionTag, "tag", "post", "tag"),
        (PostEditionAuthor, "author", "post", "author"),
        (PostEditionImage, "image", "post", "image"),
        (PostEditionCard, "article", "post", "article"),
        (ArticleEditionPost, "post", "article", "post"),
    ):
        registry.register_relation(Relation(model, field, item_type, target))
    grant(EVERYONE, "feed.view_post")
    grant(WRITERS | EDITORS, "feed.add_post", "feed.change_post")


def _in_byline(post: Post, user: Any) -> bool:
    return post.bylines.filter(author__user=user).exists()


def _cards(words: dict[str, Any]):
    if words.get("article"):
        yield "article", words["article"]
    yield from (("article", u) for u in references.find(words.get("body", "")).articles)


def _mentions(words: dict[str, Any]):
    found = references.find(words.get("body", ""))
    pictures = [*found.images, *filter(None, [words.get("image")])]
    yield from (("image", public_id) for public_id in pictures)
    yield from (("tag", public_id) for public_id in words.get("tags", []))
    yield from (("author", public_id) for public_id in words.get("authors", []))


def _grace() -> timedelta:
    return timedelta(seconds=settings.EDITORIAL["POST_GRACE_SECONDS"])
