"""Posts in the API: types of their documents, and their shapes."""

from typing import Annotated, TypedDict

from articles import bylines
from articles.models import Author
from articles.shapes import ITEM_LINKS, ArticleCard, SectionSummary, TagSummary
from media.shapes import ImageDocument
from newsroom.api.block_shapes import DisplayTime, ItemDocument, item_shape
from newsroom.api.shapes import Schema, shape_of

from .item_fields import POST


class PostAuthor(SectionSummary):
    """Who wrote a post."""

    role: Annotated[str, ("const", bylines.WRITER.name)]
    kind: Annotated[str, ("enum", Author.Kind.values)]


class SourceMembers(TypedDict):
    """Where it comes from."""

    name: str
    url: str


class PostFrame(ItemDocument):
    """What ``articles.document.frame`` takes from the draft of a post."""

    breaking: bool
    pinned: bool
    key_event: bool
    source: SourceMembers


class PostDocument(PostFrame):
    """A short item of the feed: a headline, a paragraph, a time."""

    display_time: DisplayTime
    tags: list[TagSummary]
    authors: list[PostAuthor]
    image: ImageDocument | None
    article: ArticleCard | None
    links: dict[str, str]


SHAPES: dict[str, Schema] = {
    "PostAuthor": shape_of(PostAuthor),
    "Post": item_shape(PostDocument, "post", POST, links=ITEM_LINKS),
}
