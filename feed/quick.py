"""The fast lane: a headline, a few lines, tags; published at once by whoever may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.html import format_html, format_html_join

from articles.models import Tag
from articles.tagging import save_new
from media.models import Image
from newsroom.editorial import revisions, visibility, workflow

from . import drafts
from .models import Post


@transaction.atomic
def write(
    *,
    by: Any,
    headline: str,
    text: str,
    image: Image | None = None,
    image_crop: str = "",
    tags: Sequence[Tag] = (),
) -> Post:
    """A new draft with its first revision. The writer's own byline, where they have one."""
    post = Post.objects.create(
        headline=headline, body=paragraphs(text), image=image, image_crop=image_crop, created_by=by
    )
    drafts.set_tags(post, save_new(tags))
    author = getattr(by, "author", None)
    drafts.set_authors(post, [author] if author else [])
    revisions.save(post, by=by)
    return post


def may_publish(user: Any) -> bool:
    """Whether a post of theirs would go out without another's eyes."""
    return _offers(user, "publish")


def may_submit(user: Any) -> bool:
    return _offers(user, "submit")


def paragraphs(text: str) -> str:
    """Typed lines as HTML: an empty line ends a paragraph, a line's end is kept. Escaped."""
    blocks = (block.strip() for block in text.replace("\r\n", "\n").split("\n\n"))
    return format_html_join(
        "",
        "<p>{}</p>",
        ((_lines(block),) for block in blocks if block),
    )


def _lines(block: str) -> str:
    return format_html_join(format_html("<br>"), "{}", ((line,) for line in block.split("\n")))


def _offers(user: Any, name: str) -> bool:
    fresh = Post(created_by=user)
    offers = workflow.allowed(fresh, user, now=visibility.Standing())
    return any(o.transition.name == name and o.is_allowed for o in offers)
