"""Videos in templates: the same HTML as in a body."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.body import videos
from articles.body.part import videos_in
from articles.body.printed import trusted

register = template.Library()


@register.filter
def video_figure(video: dict[str, Any]) -> SafeString:
    """The video as it stands in a body."""
    return trusted(videos.figure(video))


@register.filter
def player(video: dict[str, Any]) -> SafeString:
    """Our own video file, ready to play; empty for a video elsewhere."""
    return trusted(videos.player(video) if video.get("file") else "")


@register.filter
def transcript(video: dict[str, Any]) -> SafeString:
    return trusted(videos.transcript(video))


@register.filter
def not_in_body(article: dict[str, Any]) -> list[dict[str, Any]]:
    """The videos of the story's list that its body does not show: each is printed once."""
    blocks = (article.get("body") or {}).get("blocks") or []
    shown = {video["id"] for video in videos_in(blocks)}
    return [video for video in article["videos"] if video["id"] not in shown]
