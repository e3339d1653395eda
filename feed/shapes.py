"""The shape of posts in the API."""

from articles import bylines
from newsroom.api.block_shapes import ITEM, TIMES
from newsroom.api.shapes import (
    VERSION,
    Schema,
    array,
    const,
    nullable,
    obj,
    public_id,
    ref,
    string,
    url,
)
from newsroom.editorial.fields import shapes

from .item_fields import POST

SHAPES: dict[str, Schema] = {
    "PostAuthor": obj(
        "Who wrote a post.",
        {
            "id": public_id(), "slug": string(), "name": string(),
            "role": const(bylines.WRITER.name), "url": url(),
        },
    ),
    "ArticleCard": obj(
        "The article that a post points at.",
        {
            "url": url(), "title": string(), "excerpt": string(), "publication": string(),
            "author": string(), "target": ref("Target"), "image": nullable(ref("Image")),
        },
    ),
    "Post": obj(
        "A short item of the feed: a headline, a paragraph, a time.",
        {
            "id": ITEM["id"], "type": const("post"), "version": VERSION, "url": url(),
            "path": string(), **shapes(POST), **TIMES, "display_time": ref("DisplayTime"),
            "body": ref("Body"), "tags": array(ref("TagSummary")),
            "authors": array(ref("PostAuthor")), "image": nullable(ref("Image")),
            "source": obj("Where it comes from.", {"name": string(), "url": string()}),
            "article": nullable(ref("ArticleCard")), "corrections": array(ref("Correction")),
            "links": obj(
                "Other addresses of the same.",
                {"self": url(), "html": url(), "ninjs": url("As IPTC ninjs 3.1.")},
            ),
        },
        optional=("body",),
    ),
}  # fmt: skip
