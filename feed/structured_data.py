"""schema.org for the feed: a live blog, and each of its postings."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from articles.structured_data import ORGANISATION_ID, organisation, representative, written_by
from newsroom.lib import addresses

from .shapes import PostDocument

NEWEST = 50


def live_blog(posts: list[PostDocument]) -> str:
    """A LiveBlogPosting with the newest posts, as JSON text."""
    newest = posts[:NEWEST]
    feed = addresses.absolute("/feed/")
    blog = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": f"{feed}#feed",
        "url": feed,
        "headline": f"{settings.SITE_NAME}: feed",
        "datePublished": newest[-1]["published_at"],
        "dateModified": max(p["updated_at"] for p in newest),
        "coverageStartTime": newest[-1]["published_at"],
        "publisher": {"@id": addresses.absolute(ORGANISATION_ID)},
        "liveBlogUpdate": [_update(p) for p in newest],
    }
    return json.dumps([blog, organisation()], ensure_ascii=False)


def posting(post: PostDocument) -> str:
    """A BlogPosting, as JSON text."""
    return json.dumps(
        [{"@context": "https://schema.org", **_update(post)}, organisation()], ensure_ascii=False
    )


def _update(post: PostDocument) -> dict[str, Any]:
    about: dict[str, Any] = {
        "@type": "BlogPosting",
        "@id": post["url"],
        "url": post["url"],
        "headline": post["headline"],
        "articleBody": post["body"]["text"],
        "datePublished": post["published_at"],
        "dateModified": post["updated_at"],
        "author": written_by(post["authors"]),
    }
    if pictures := representative(post["image"]):
        about["image"] = pictures
    return about
