"""Videos in templates: the same HTML as in a body."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from articles import shown_videos
from articles.body import videos
from articles.body.render import trusted
from articles.shapes import ArticleDocument
from media.shapes import VideoDocument

register = template.Library()


@register.filter
def video_figure(video: VideoDocument) -> SafeString:
    """The video as it stands in a body."""
    return trusted(videos.figure(video))


@register.filter
def player(video: VideoDocument) -> SafeString:
    """Our own video file, ready to play; empty for a video elsewhere."""
    return trusted(videos.player(video))


@register.filter
def transcript(video: VideoDocument) -> SafeString:
    return trusted(videos.transcript(video))


@register.filter
def not_in_body(article: ArticleDocument) -> list[VideoDocument]:
    """The videos of the story's list that its body does not show: each is printed once."""
    return shown_videos.beside_body(article)
