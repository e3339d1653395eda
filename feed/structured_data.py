"""schema.org for the feed: a live blog, and each of its postings."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.structured_data import corrections, representative, written_by
from newsroom.lib import addresses, instants, languages, site_settings
from newsroom.lib.publisher import logo, organisation, publisher

from .shapes import PostDocument

NEWEST = 50


def live_blog(posts: list[PostDocument], *, began_at: datetime) -> str:
    """A LiveBlogPosting with the newest posts, as JSON text.

    It began with the feed's first post, and has no end: the feed goes on.
    """
    newest = sorted(posts, key=lambda post: post["published_at"], reverse=True)[:NEWEST]
    feed, start = addresses.absolute("/feed/"), instants.to_text(began_at)
    title = _("%(site)s: feed") % {"site": site_settings.current().name}
    pictures = (representative(post["image"]) for post in newest)
    blog = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": f"{feed}#feed",
        "url": feed,
        "mainEntityOfPage": feed,
        "headline": title,
        "description": _("Short news, as it comes."),
        "inLanguage": languages.of_site(),
        "image": next(filter(None, pictures), [{"@type": "ImageObject", **logo()}]),
        "datePublished": start,
        "dateModified": max(post["updated_at"] for post in newest),
        "coverageStartTime": start,
        "about": {
            "@type": "Event",
            "name": title,
            "startDate": start,
            "location": {"@type": "VirtualLocation", "url": feed},
        },
        "author": written_by([]),
        "publisher": publisher(),
        "liveBlogUpdate": [_update(post) for post in newest],
    }
    return json.dumps([blog, organisation()], ensure_ascii=False)


def posting(post: PostDocument) -> str:
    """A BlogPosting, as JSON text."""
    posting = {"@context": "https://schema.org", **_update(post), "publisher": publisher()}
    return json.dumps([posting, organisation()], ensure_ascii=False)


def _update(post: PostDocument) -> dict[str, Any]:
    about: dict[str, Any] = {
        "@type": "BlogPosting",
        "@id": post["url"],
        "url": post["url"],
        "mainEntityOfPage": post["url"],
        "headline": post["headline"],
        # A post may be a headline alone.
        "articleBody": post["body"]["text"] or post["headline"],
        "datePublished": post["published_at"],
        "dateModified": post["updated_at"],
        "inLanguage": post["language"],
        "author": written_by(post["authors"]),
        "publisher": {"@id": publisher()["@id"]},
        "keywords": [tag["name"] for tag in post["tags"]],
        "image": representative(post["image"]),
        "correction": corrections(post),
    }
    return {name: value for name, value in about.items() if value}
