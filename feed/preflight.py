"""The checks of posts before they are published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from articles.body import reader
from articles.preflight import advise_pictures, check_pictures
from newsroom.editorial.acts.preflight import Problem
from newsroom.editorial.publication.material import Material


def check_post(material: Material) -> Iterator[Problem]:
    """What blocks these words of a post: few things, the lane is fast."""
    if not material.snapshot.get("headline"):
        yield Problem("no_headline", _("Write a headline."), field="headline")
    yield from check_pictures(material, _pictures(material.snapshot))


def advise_post(material: Material) -> Iterator[Problem]:
    return advise_pictures(material, _pictures(material.snapshot))


def _pictures(words: dict[str, Any]) -> list[tuple[UUID, str]]:
    used = reader.references(words.get("body", "")).images
    if words.get("image"):
        used = [UUID(words["image"]), *used]
    return [(public_id, "image") for public_id in used]
