"""What a body names by public id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from .elements import ArticleCard, Figure, LinkCard, Part, Post, Video
from .reading import read


@dataclass(frozen=True)
class References:
    """Public ids in the order of their first appearance, each once."""

    images: list[UUID]
    articles: list[UUID]
    posts: list[UUID]
    videos: list[UUID]


def find(html: str) -> References:
    """What this body names; pictures of cards included."""
    found = list(_named(read(html or "")))
    return References(
        *(
            list(dict.fromkeys(public_id for kind, public_id in found if kind == wanted))
            for wanted in ("image", "article", "post", "video")
        )
    )


def _named(parts: Iterable[Part]) -> Iterator[tuple[str, UUID]]:
    for part in parts:
        match part:
            case Figure(image=image) | LinkCard(image=image) if image:
                yield "image", image
            case ArticleCard(article):
                yield "article", article
            case Post(post):
                yield "post", post
            case Video(video):
                yield "video", video
