"""The videos that a story shows, in its list and in its body, each once: page, feeds, JSON-LD and
ninjs ask here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from media.shapes import VideoDocument
from media.videos import players

from .body.part import played_in, videos_in


def each_once(document: Mapping[str, Any]) -> list[VideoDocument]:
    """All of them, those of the list first."""
    blocks = document["body"]["blocks"]
    found: dict[str, VideoDocument] = {}
    for video in (*document.get("videos", ()), *videos_in(blocks)):
        found.setdefault(_identity(video), video)
    return list(found.values())


def beside_body(document: Mapping[str, Any]) -> list[VideoDocument]:
    """Those of the list that the body does not show, be it as a link to the same video."""
    blocks = (document.get("body") or {}).get("blocks", ())
    shown = {*map(_identity, videos_in(blocks)), *map(players.identity, played_in(blocks))}
    listed = {_identity(video): video for video in reversed(document["videos"])}
    return [video for key, video in reversed(listed.items()) if key not in shown]


def _identity(video: Mapping[str, Any]) -> str:
    """Where it is: the file of our own, else the address elsewhere."""
    address: str = (video.get("file") or video).get("url", "")
    return players.identity(address) if address else f"#{video['id']}"
