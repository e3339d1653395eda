"""What a body names by public id."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .reading import read


@dataclass(frozen=True)
class References:
    """Public ids in the order of their first appearance, each once."""

    images: list[UUID]
    articles: list[UUID]
    posts: list[UUID]
    videos: list[UUID]


def find(html: str) -> References:
    """What this body names; images of cards included."""
    found = dict.fromkeys(pair for part in read(html or "") for pair in part.names())
    return References(
        *(
            [public_id for kind, public_id in found if kind == wanted]
            for wanted in ("image", "article", "post", "video")
        )
    )
