"""Articles, pages, authors, tags and sections in the reading API."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from newsroom.api import fields, gone, parameters, shapes, shared_views
from newsroom.api.errors import ApiProblem
from newsroom.api.listing import Filter, Listing, Through, the_key_of
from newsroom.api.ninjs_views import NinjsItemView
from newsroom.api.parameters import INSTANT_SCHEMA, SLUG_OR_ID_SCHEMA, Parameter
from newsroom.api.views import ItemListView, ItemView
from newsroom.editorial import registry
from newsroom.editorial.addresses import item_once_at as once_at
from newsroom.editorial.publication import ledger
from newsroom.lib import addresses, languages

from . import ninjs
from .models import ArticleEditionAuthor, ArticleEditionTag, Section
from .shapes import SHAPES
from .slugs import SPACE

shapes.register(SHAPES)

TAG = Parameter(
    "tag", parameters.slug_or_id, _("With this tag, in any place: its slug or id."),
    SLUG_OR_ID_SCHEMA, example="transport",
)  # fmt: skip
PRIMARY_TAG = Parameter(
    "primary_tag", parameters.slug_or_id, _("With this tag in the first place: its slug or id."),
    SLUG_OR_ID_SCHEMA, example="transport",
)  # fmt: skip
AUTHOR = Parameter(
    "author", parameters.slug_or_id, _("With this author in the byline: their slug or id."),
    SLUG_OR_ID_SCHEMA, example="mara-lind",
)  # fmt: skip
SECTION = Parameter(
    "section", parameters.slug_or_id, _("Filed in this section: its slug or id."),
    SLUG_OR_ID_SCHEMA, example="city",
)  # fmt: skip
LANGUAGE = Parameter(
    "language",
    parameters.language,
    _("In this language."),
    parameters.LANGUAGE_SCHEMA,
    example="en",
)
PUBLISHED_AFTER = Parameter(
    "published_after", parameters.instant,
    _("First published after this instant; a day alone begins at midnight UTC."), INSTANT_SCHEMA,
    example="2026-03-02T08:40:00Z",
)  # fmt: skip
PUBLISHED_BEFORE = Parameter(
    "published_before", parameters.instant,
    _("First published before this instant; a day alone begins at midnight UTC."), INSTANT_SCHEMA,
    example="2026-03-02",
)  # fmt: skip
UPDATED_AFTER = Parameter(
    "updated_after", parameters.instant, _("Substantively changed after this instant."),
    INSTANT_SCHEMA, example="2026-03-02T08:40:00Z",
)  # fmt: skip
IDS = Parameter(
    "ids", parameters.public_ids, _("These ids only, separated by commas; at most 100."),
    parameters.IDS_SCHEMA, max_length=parameters.MAX_IDS * 37, example=[parameters.ID_EXAMPLE],
)  # fmt: skip
HAS = Parameter(
    "has", parameters.several(("image", "video")),
    _("Only with a lead image, with a video, or both (“image,video”)."),
    parameters.some_of(("image", "video")), example=["image"],
)  # fmt: skip


def in_language(rows, value: str):
    """Editions in a language, and those whose tag was stored in this very spelling."""
    return rows.filter(language__in={value, languages.known(value) or value})


BOUNDS = (
    (PUBLISHED_AFTER, "published_at__gt"),
    (PUBLISHED_BEFORE, "published_at__lt"),
)
#: Filters that items of every type have.
COMMON = (
    Filter(LANGUAGE, in_language),
    Filter(UPDATED_AFTER, lambda rows, at: rows.filter(updated_at__gt=at), first_by="updated_at"),
    Filter(IDS, lambda rows, ids: rows.filter(item__uuid__in=ids)),
)


def has(rows, wanted: list[str]):
    """Of editions that have a column for each of the things."""
    return rows.filter(**{f"has_{what}": True for what in wanted})


def _in_section(rows, value):
    return rows.filter(section=the_key_of(Section, value))


class ArticleList(ItemListView):
    """Live articles."""

    path = "/articles"
    shape = shapes.listed("Article")
    listing = Listing(
        item_type="article",
        filters=(*COMMON, Filter(SECTION, _in_section), Filter(HAS, has)),
        throughs=(
            Through(TAG, ArticleEditionTag, "tag"),
            Through(PRIMARY_TAG, ArticleEditionTag, "tag", first_only=True),
            Through(AUTHOR, ArticleEditionAuthor, "author"),
        ),
        bounds=BOUNDS,
    )


class PageList(ItemListView):
    """Live plain pages."""

    path = "/pages"
    shape = "Page"
    listing = Listing(item_type="page", filters=COMMON, bounds=BOUNDS)


class BySlug(ItemView):
    """The item with this slug; an old slug leads to the present one."""

    def operation_id(self) -> str:
        return f"get_{self.item_type}_by_slug"

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        shown = fields.shown(self.shape, asked, usual=fields.USUAL)
        return self.one(request, shown, slug=place["slug"])

    def not_live(self, **by: Any) -> HttpResponse:
        """Whose slug was it while it was public, and where is that now?"""
        at = ledger.public_instant()
        item: Any = once_at(SPACE, by["slug"], at)
        if item is None or registry.type_of(item).name != self.item_type:
            raise ApiProblem("not_found")
        live = item.editions.live_of_items(at).one_or_none()
        if live is not None:
            return gone.moved(addresses.api(f"/{self.item_type}s/by-slug/{live.slug}"))
        return gone.of_item(self.item_type, item)


_ARTICLE = {"item_type": "article", "shape": "Article"}
_PAGE = {"item_type": "page", "shape": "Page"}
_article = NinjsItemView.as_view(**_ARTICLE, ninjs=ninjs.article, summary="One article.")
_page = ItemView.as_view(**_PAGE, summary="One plain page.")
_article_by_slug = BySlug.as_view(**_ARTICLE, summary="One article by its slug.")
_page_by_slug = BySlug.as_view(**_PAGE, summary="One plain page by its slug.")
api_urls = [
    path("articles", ArticleList.as_view(), name="api-articles"),
    path("articles/<uuid:public_id>", _article, name="api-article"),
    path("articles/by-slug/<str:slug>", _article_by_slug, name="api-article-by-slug"),
    path("pages", PageList.as_view(), name="api-pages"),
    path("pages/<uuid:public_id>", _page, name="api-page"),
    path("pages/by-slug/<str:slug>", _page_by_slug, name="api-page-by-slug"),
    *shared_views.urls(
        "author", "Author",
        of_all="Authors whom something live names, by slug.", of_one="One author.",
    ),
    *shared_views.urls(
        "tag", "Tag", of_all="Tags that something live carries, by slug.", of_one="One tag."
    ),
    *shared_views.urls(
        "section", "Section", columns=("position", "slug"),
        of_all="Sections in which something live is filed, in the order of the navigation.",
        of_one="One section.",
    ),
]  # fmt: skip
