"""The shapes of what the API tells of the site as a whole."""

from articles.shapes import SHAPES as ARTICLES
from feed.shapes import SHAPES as FEED
from newsroom.api.shapes import (
    Schema,
    enum,
    nullable,
    obj,
    public_id,
    string,
    url,
)


def _hit(shape: Schema, description: str) -> Schema:
    """A document without its body, and the words that were found."""
    members = {name: schema for name, schema in shape["properties"].items() if name != "body"}
    snippet = string("The place in the text where the words stand.")
    return obj(description, {**members, "snippet": snippet})


_LINKS = (
    "articles", "posts", "pages", "authors", "tags", "sections", "videos", "search", "changes",
    "resolve", "docs", "openapi", "rss", "atom", "json_feed", "sitemap",
)  # fmt: skip

SHAPES: dict[str, Schema] = {
    "ArticleHit": _hit(ARTICLES["Article"], "An article that holds the words."),
    "PostHit": _hit(FEED["Post"], "A post that holds the words."),
    "Site": obj(
        "The publication.",
        {
            "name": string(), "description": string(), "url": url(),
            "language": string("BCP 47."), "time_zone": string("The newsroom's, IANA."),
            "contact": string("An e-mail address; may be empty."),
            "links": obj("Where things are.", {name: url() for name in _LINKS}),
        },
    ),
    "Resolution": obj(
        "What a path stands for.",
        {
            "type": nullable(
                enum("article", "page", "post", "section", "tag", "author", "video")
            ),
            "id": nullable(public_id()),
            "redirect": nullable(url("Where the path leads, when it is not the address itself.")),
            "links": obj("Its addresses.", {"html": url(), "self": nullable(url())}),
        },
    ),
}  # fmt: skip
