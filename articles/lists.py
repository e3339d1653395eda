"""The lists of articles by section, tag and author, each declared once.

The list's page and its three feeds, its line in the sitemap, the shared thing's document and its
place in the API follow. Each list walks one range of one index (``listing.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media.document import image_document
from newsroom.editorial.models import EditionRelation, Shared
from newsroom.lib import addresses

from . import structured_data
from .models import (
    ArticleEdition,
    ArticleEditionAuthor,
    ArticleEditionTag,
    Author,
    Section,
    Tag,
)

if TYPE_CHECKING:
    from .shapes import ArticleDocument


@dataclass(frozen=True)
class ArticleList:
    """The articles that name one thing of a kind. ``name`` is the kind, and its address begins
    with it."""

    name: str
    model: type[Shared]
    #: What readers may see of the thing, beside what all have.
    members: Callable[[Any, datetime], dict[str, Any]]
    #: The rows that name it; None where the edition has a column of the list's name.
    relation: type[EditionRelation] | None
    #: The things of the kind in an article's card.
    named_in: Callable[[ArticleDocument], Sequence[Mapping[str, Any]]]
    #: The words above the page's heading; empty: the thing's job title.
    kicker: str | Promise = ""
    is_in_navigation: bool = False
    json_ld: Callable[[dict[str, Any]], str] = lambda document: ""
    reads: Sequence[str] = ()
    #: What its page and each of its feeds may cost, the shell's two included.
    max_queries: int = 4

    def find(self, slug: str) -> Any:
        """The thing with this slug, merged or not."""
        rows: Any = self.model._default_manager
        first = (path.partition("__")[0] for path in self.reads)
        rows = rows.select_related("merged_into", *first).prefetch_related(*self.reads)
        return rows.filter(slug=slug).first()

    def rows(self, thing: Any, at: datetime) -> QuerySet:
        """The live editions that name the thing, or the relation rows that say so.

        Ordered by the edition's columns a list of relation rows reads the whole archive.
        """
        if self.relation is None:
            return ArticleEdition.objects.live(at).filter(**{self.name: thing})
        relations: Any = self.relation._default_manager
        return relations.live(at).filter(**{self.name: thing}).select_related("edition")

    def naming(self, at: datetime) -> QuerySet:
        """What names the thing of an outer query."""
        return self.rows(OuterRef("pk"), at)

    def document(self, thing: Any, at: datetime) -> dict[str, Any]:
        """What readers may see of the thing, as on its page and in the API."""
        return {
            "id": str(thing.uuid),
            "type": self.name,
            "slug": thing.slug,
            "name": thing.name,
            **self.members(thing, at),
            "url": addresses.absolute(thing.get_absolute_url()),
        }


def _author(author: Author, at: datetime) -> dict[str, Any]:
    return {
        "kind": author.kind,
        "job_title": author.job_title,
        "bio": author.bio,
        "portrait": image_document(author.portrait, at=at) if author.portrait else None,
        "email": author.email,
        "website": author.website,
        "fediverse": author.fediverse,
    }


def _described(thing: Section | Tag, at: datetime) -> dict[str, Any]:
    return {"description": thing.description}


SECTION = ArticleList(
    "section", Section, _described, None,
    named_in=lambda card: [card["section"]] if card["section"] else [],
    kicker=_("Section"), is_in_navigation=True,
)  # fmt: skip
AUTHOR = ArticleList(
    "author", Author, _author, ArticleEditionAuthor,
    named_in=lambda card: card["authors"],
    json_ld=structured_data.person_page, reads=("portrait__renditions",),
)  # fmt: skip
TAG = ArticleList(
    "tag", Tag, _described, ArticleEditionTag,
    named_in=lambda card: card["tags"], kicker=_("Topic"),
)  # fmt: skip
LISTS = {each.name: each for each in (SECTION, AUTHOR, TAG)}
