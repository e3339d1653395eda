"""The tables of articles, pages, authors, sections, tags and redirects."""

from .article import Article, ArticleRevision, ArticleTag, ArticleVideo, Byline
from .edition import (
    ArticleEdition,
    ArticleEditionAuthor,
    ArticleEditionCard,
    ArticleEditionImage,
    ArticleEditionTag,
    ArticleEditionVideo,
)
from .imported import ImportedRecord
from .page import (
    Page,
    PageEdition,
    PageEditionCard,
    PageEditionImage,
    PageEditionVideo,
    PageRevision,
)
from .redirects import Redirect
from .shared import Author, Section, Tag, TagAlias

__all__ = [
    "Article",
    "ArticleEdition",
    "ArticleEditionAuthor",
    "ArticleEditionCard",
    "ArticleEditionImage",
    "ArticleEditionTag",
    "ArticleEditionVideo",
    "ArticleRevision",
    "ArticleTag",
    "ArticleVideo",
    "Author",
    "Byline",
    "ImportedRecord",
    "Page",
    "PageEdition",
    "PageEditionCard",
    "PageEditionImage",
    "PageEditionVideo",
    "PageRevision",
    "Redirect",
    "Section",
    "Tag",
    "TagAlias",
]
