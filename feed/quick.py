"""The fast lane: a headline, a few lines, tags; published at once by people who may publish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.html import linebreaks

from articles.models import Tag
from media.models import Image
from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.rules import visibility, workflow

from .models import Post


@transaction.atomic
def write(
    *,
    by: Any,
    public_id: UUID | None = None,
    headline: str,
    text: str,
    image: Image | None = None,
    image_crop: str = "",
    tags: Sequence[Tag] = (),
) -> Post:
    """A new draft with its first revision, under the writer's own byline if they have one.

    A form that arrives again under the same ``public_id`` is a save of the post it made.
    """
    post = Post.objects.filter(uuid=public_id, created_by=by).first() if public_id else None
    if post is None:
        post = Post(uuid=public_id or uuid4(), created_by=by)
    post.headline, post.body = headline, linebreaks(text, autoescape=True)
    post.image, post.image_crop = image, image_crop
    post.save()
    author = getattr(by, "author", None)
    registry.set_lists(post, tags=tags, authors=[author] if author else [])
    revisions.save(post, by=by)
    return post


def may_publish(user: Any) -> bool:
    """Whether a post of theirs would go out without another's eyes."""
    return _offers(user, "publish")


def _offers(user: Any, name: str) -> bool:
    fresh = Post(created_by=user)
    offers = workflow.allowed(fresh, user, now=visibility.Standing())
    return any(o.transition.name == name and o.is_allowed for o in offers)
