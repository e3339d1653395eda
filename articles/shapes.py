"""The shapes of articles, pages, authors, sections and tags in the API."""

from newsroom.api.block_shapes import ITEM, TIMES
from newsroom.api.shapes import (
    VERSION,
    Schema,
    array,
    boolean,
    const,
    enum,
    integer,
    nullable,
    obj,
    public_id,
    ref,
    string,
    url,
)
from newsroom.editorial.fields import shapes

from . import bylines
from .body.part import kinds
from .item_fields import ARTICLE, PAGE
from .models import Author

_LINKS = obj("Other addresses of the same.", {"self": url(), "html": url()})
_ITEM_LINKS = obj(
    "Other addresses of the same.",
    {"self": url(), "html": url(), "ninjs": url("As IPTC ninjs 3.1.")},
)
_SUMMARY = {"id": public_id(), "slug": string(), "name": string(), "url": url()}
_PORTRAIT = nullable(ref("Image"))
_AUTHOR_KIND = enum(*Author.Kind.values)

_AUTHOR_SUMMARY = {
    "id": nullable(public_id()), "slug": string(), "name": string("As printed."),
    "role": enum(*bylines.ROLES), "url": string("Their page; empty for a guest."),
}  # fmt: skip
_ARTICLE = {
    "id": ITEM["id"], "type": const("article"), "version": VERSION, "url": url(),
    "path": string(), **shapes(ARTICLE), "section": nullable(ref("SectionSummary")),
    "tags": array(ref("TagSummary")), "authors": array(ref("BylineEntry")),
    "byline": string("The printed line."), **TIMES,
    "reading_minutes": integer(minimum=1), "word_count": integer(minimum=0),
    "lead_image": nullable(ref("Image")), "body": ref("Body"),
    "videos": array(ref("Video")), "related": array(ref("Article")),
    "corrections": array(ref("Correction")), "seo": ref("Seo"), "links": _ITEM_LINKS,
}  # fmt: skip

SHAPES: dict[str, Schema] = {
    "TagSummary": obj(
        "A tag as items show it, in their order.",
        {**_SUMMARY, "primary": boolean("Whether it is the first.")},
    ),
    "SectionSummary": obj("A section as items show it.", _SUMMARY),
    "AuthorSummary": obj("One name of a byline, as lists show it.", _AUTHOR_SUMMARY),
    "BylineEntry": obj(
        "One name of a byline, in its place. A guest has no id and no address.",
        {
            **_AUTHOR_SUMMARY, "kind": _AUTHOR_KIND, "job_title": string(), "bio": string(),
            "fediverse": string(), "portrait": _PORTRAIT,
        },
    ),
    "Article": obj("A story with its own page.", _ARTICLE, optional=("body",)),
    "ListedArticle": obj(
        "An article as lists print it.",
        {**_ARTICLE, "authors": array(ref("AuthorSummary"))},
        optional=("body",),
    ),
    "Page": obj(
        "A plain page (about, policies): an item outside the lists.",
        {
            "id": ITEM["id"], "type": const("page"), "version": VERSION, "url": url(),
            "path": string(), **shapes(PAGE), **TIMES, "word_count": integer(minimum=0),
            "body": ref("Body"), "corrections": array(ref("Correction")), "seo": ref("Seo"),
            "links": _LINKS,
        },
        optional=("body",),
    ),
    "Author": obj(
        "A person or body in bylines; public while something live names them.",
        {
            "id": public_id(), "type": const("author"), "version": VERSION, "slug": string(),
            "name": string(), "kind": _AUTHOR_KIND, "job_title": string(), "bio": string(),
            "portrait": _PORTRAIT, "email": string(), "website": string(),
            "fediverse": string(), "url": url(),
        },
    ),
    "Section": obj(
        "Where articles are filed; public while something live is filed there.",
        {
            "id": public_id(), "type": const("section"), "version": VERSION, "slug": string(),
            "name": string(), "description": string(), "url": url(),
        },
    ),
    "Tag": obj(
        "A topic; public while something live carries it.",
        {
            "id": public_id(), "type": const("tag"), "version": VERSION, "slug": string(),
            "name": string(), "description": string(), "url": url(),
        },
    ),
}  # fmt: skip


def block_shapes() -> dict[str, Schema]:
    """The shapes of a body's blocks, and the one of any of them, once all apps have registered."""
    of_types = {kind.type: kind.shapes() for kind in kinds()}
    blocks = {
        "description": "One part of a body; _type says which.",
        "oneOf": [ref(next(iter(found))) for found in of_types.values()],
    }
    return {name: shape for found in of_types.values() for name, shape in found.items()} | {
        "Block": blocks
    }
