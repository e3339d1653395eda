"""The front by rule: the newest stories, one large, some beside it, the rest in section bands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from newsroom.lib import instants

NEWEST = 60
SECONDARY = 6
BAND = 4
VIDEOS = 4
#: A breaking post leads the front for so long.
BREAKING_SECONDS = 6 * 3600
#: The lead is the first of so many newest stories that has a picture.
_LEAD_CANDIDATES = 6


def arrange(cards: list[dict[str, Any]]) -> dict[str, Any]:
    """``lead``, ``secondary`` and ``bands`` of the newest cards, each story once."""
    if not cards:
        return {"lead": None, "secondary": [], "bands": [], "videos": []}
    with_picture = (c for c in cards[:_LEAD_CANDIDATES] if c["lead_image"])
    lead = next(with_picture, cards[0])
    rest = [card for card in cards if card is not lead]
    return {
        "lead": lead,
        "secondary": rest[:SECONDARY],
        "bands": _bands(rest[SECONDARY:]),
        "videos": _videos(cards),
    }


def breaking(posts: list[dict[str, Any]], at: datetime) -> dict[str, Any] | None:
    """The newest post marked breaking, while it is fresh."""
    for post in posts:
        age = at - instants.from_text(post["published_at"])
        if post["breaking"] and age.total_seconds() < BREAKING_SECONDS:
            return post
    return None


def _bands(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cards by section, sections in the order in which they come up."""
    bands: dict[str, dict[str, Any]] = {}
    for card in cards:
        if (section := card["section"]) is None:
            continue
        band = bands.setdefault(section["slug"], {"section": section, "articles": []})
        if len(band["articles"]) < BAND:
            band["articles"].append(card)
    return list(bands.values())


def _videos(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    videos = {video["id"]: video for card in cards for video in card["videos"]}
    return list(videos.values())[:VIDEOS]
