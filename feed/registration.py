"""Telling the kernel what posts are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from newsroom.accounts.roles import EDITORS, EVERYONE, WRITERS, grant
from newsroom.editorial import registry
from newsroom.editorial.fields import BylineRows
from newsroom.editorial.registry import ItemType, Relation

from . import document, item_fields, preflight
from .models import (
    ArticleEditionPost,
    Post,
    PostByline,
    PostEditionAuthor,
    PostEditionCard,
    PostEditionImage,
    PostEditionTag,
)
from .transitions import TRANSITIONS


def register() -> None:
    registry.register_item(
        ItemType(
            name="post",
            looked_for=("headline",),
            model=Post,
            fields=item_fields.POST,
            compile=document.compile_post,
            check=preflight.check_post,
            advise=preflight.advise_post,
            is_own=_in_byline,
            grace=_grace,
            transitions=TRANSITIONS,
            byline=BylineRows(PostByline, "post"),
            own_column="posts",
            desk_path="article__section__desk",
            page="feed.views.print_post",
            is_searched=True,
            is_brief=True,
            listed_at=("/", "/feed/"),
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


def _grace() -> timedelta:
    return timedelta(seconds=settings.EDITORIAL["POST_GRACE_SECONDS"])
