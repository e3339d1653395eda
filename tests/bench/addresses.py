"""The addresses that are measured, of an archive that is there."""

from __future__ import annotations

from datetime import timedelta

from articles.models import ArticleEdition
from feed.models import PostEdition
from newsroom.editorial import clock


def of_readers() -> dict[str, str]:
    """Every page type, list, feed and answer of the API, by its name in the tables."""
    edition = ArticleEdition.objects.live().newest_first().select_related("item", "section")[0]
    post = PostEdition.objects.live().newest_first()[0]
    tag = edition.card["tags"][0]["slug"]
    before = f"{clock.now() - timedelta(days=30):%Y-%m-%dT%H:%M:%SZ}"
    return {
        "article page": edition.path,
        "front": "/",
        "section page": edition.section.get_absolute_url(),
        "tag page": f"/tag/{tag}/",
        "author page": f"/author/{edition.card['authors'][0]['slug']}/",
        "one post": post.card["path"],
        "feed column": "/feed/",
        "search page": "/search/?q=harbour",
        "RSS, 30 entries": "/rss.xml",
        "JSON Feed": "/feed.json",
        "news sitemap": "/news-sitemap.xml",
        "API: an article": f"/api/v1/articles/{edition.item.uuid}",
        "API: 20 articles": "/api/v1/articles",
        "API: 100 articles": "/api/v1/articles?limit=100",
        "API: articles before a date": f"/api/v1/articles?published_before={before}",
        "API: 20 posts": "/api/v1/posts",
        "API: 100 changes": "/api/v1/changes?limit=100",
    }


def of_staff() -> dict[str, str]:
    """Pages of the admin."""
    edition = ArticleEdition.objects.live().newest_first()[0]
    return {
        "admin: start page": "/admin/",
        "admin: list of articles": "/admin/articles/article/",
        "admin: form of an article": f"/admin/articles/article/{edition.item_id}/change/",
    }
