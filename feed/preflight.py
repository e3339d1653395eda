"""The checks of posts before they are published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from articles.body import references
from media.rights import preflight as pictures
from newsroom.editorial.acts.preflight import Problem

from .models import Post


def check_post(post: Post, words: dict[str, Any], at: datetime) -> Iterator[Problem]:
    """What blocks these words of a post: few things, the lane is fast."""
    if not words.get("headline"):
        yield Problem("no_headline", _("Write a headline."), field="headline")
    used = references.find(words.get("body", "")).images
    if words.get("image"):
        used = [UUID(words["image"]), *used]
    yield from pictures.check([(public_id, "image") for public_id in used], at=at)
