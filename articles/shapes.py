"""Articles, pages, authors, sections and tags in the API: types of documents, and their shapes."""

from typing import Annotated, NotRequired, TypedDict

from media.shapes import ImageDocument, VideoDocument
from newsroom.api.block_shapes import ItemDocument, Seo, item_shape
from newsroom.api.shapes import (
    VERSION,
    Id,
    Natural,
    Positive,
    Schema,
    Url,
    const,
    enum,
    nullable,
    obj,
    public_id,
    ref,
    shape_of,
    string,
    url,
)

from . import bylines
from .body.part import kinds
from .item_fields import ARTICLE, PAGE
from .lists import LISTS
from .models import Author

_LINKS = obj("Other addresses of the same.", {"self": url(), "html": url()})
ITEM_LINKS = obj(
    "Other addresses of the same.",
    {"self": url(), "html": url(), "ninjs": url("As IPTC ninjs 3.1.")},
)


class Target(TypedDict):
    """What a link or a card leads to on this site: a type with an id or a slug, else the path."""

    type: Annotated[str, ("enum", ["article", *LISTS, "site"])]
    id: NotRequired[Id]
    slug: NotRequired[str]
    path: NotRequired[Annotated[str, "Of the type “site”: any other page."]]


class SectionSummary(TypedDict):
    """A section as items show it."""

    id: Id
    slug: str
    name: str
    url: Url


class TagSummary(SectionSummary):
    """A tag as items show it, in their order."""

    primary: Annotated[bool, "Whether it is the first."]


class AuthorSummary(TypedDict):
    """One name of a byline, as lists show it. A guest has no id and no address."""

    id: Id | None
    slug: str
    name: Annotated[str, "As printed."]
    role: Annotated[str, ("enum", list(bylines.ROLES))]
    url: Annotated[str, "Their page; empty for a guest."]


class BylineEntry(AuthorSummary):
    """One name of a byline, in its place."""

    kind: Annotated[str, ("enum", Author.Kind.values)]
    job_title: str
    bio: str
    fediverse: str
    portrait: ImageDocument | None


class ArticleCard(TypedDict):
    """The article that a post points at."""

    url: Url
    title: str
    excerpt: str
    publication: str
    author: str
    target: Target
    image: ImageDocument | None
    language: NotRequired[Annotated[str, "BCP 47."]]


class PageFrame(ItemDocument):
    """What ``document.frame`` takes from the draft of a page."""

    standfirst: str
    slug: str
    seo: Seo


class ArticleFrame(PageFrame):
    """The same of an article."""

    kicker: str
    dateline: str
    kind: str
    short_headline: str


class StoryMembers(ArticleFrame):
    """What lists and the story itself have alike."""

    section: SectionSummary | None
    tags: list[TagSummary]
    byline: Annotated[str, "The printed line."]
    reading_minutes: Positive
    word_count: Natural
    lead_image: ImageDocument | None
    videos: list[VideoDocument]
    related: list["ArticleDocument"]
    links: dict[str, str]


class ListedArticle(StoryMembers):
    """An article as lists print it."""

    authors: list[AuthorSummary]


class ArticleDocument(StoryMembers):
    """A story with its own page."""

    authors: list[BylineEntry]


class PageDocument(PageFrame):
    """A plain page (about, policies): an item outside the lists."""

    word_count: Natural
    links: dict[str, str]


SHAPES: dict[str, Schema] = {
    "Target": shape_of(Target, optional=("id", "slug", "path")),
    "TagSummary": shape_of(TagSummary),
    "SectionSummary": shape_of(SectionSummary),
    "AuthorSummary": shape_of(AuthorSummary),
    "BylineEntry": shape_of(BylineEntry),
    "ArticleCard": shape_of(ArticleCard, optional=("language",)),
    "Article": item_shape(ArticleDocument, "article", ARTICLE, links=ITEM_LINKS),
    "ListedArticle": item_shape(ListedArticle, "article", ARTICLE, links=ITEM_LINKS),
    "Page": item_shape(PageDocument, "page", PAGE, links=_LINKS),
    "Author": obj(
        "A person or body in bylines; public while something live names them.",
        {
            "id": public_id(), "type": const("author"), "version": VERSION, "slug": string(),
            "name": string(), "kind": enum(*Author.Kind.values), "job_title": string(),
            "bio": string(), "portrait": nullable(ref("Image")), "email": string(),
            "website": string(), "fediverse": string(), "url": url(),
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
