"""The checks of posts before they are published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from articles.body import references
from articles.preflight import check_pictures
from newsroom.editorial.preflight import Problem

from .models import Post


def check_post(post: Post, words: dict[str, Any], at: datetime) -> Iterator[Problem]:
    """What blocks these words of a post: few things, the lane is fast."""
    if not words.get("headline"):
        yield Problem("no_headline", _("Write a headline."), field="headline")
    pictures = references.find(words.get("body", "")).images
    if words.get("image"):
        pictures = [UUID(words["image"]), *pictures]
    yield from check_pictures(pictures, "image")
