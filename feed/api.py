"""Posts in the reading API."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.api import (
    AUTHOR,
    BOUNDS,
    COMMON,
    IDS,
    LANGUAGE,
    PAGING,
    PUBLISHED_AFTER,
    PUBLISHED_BEFORE,
    TAG,
    UPDATED_AFTER,
)
from newsroom.api import fields, parameters, shapes
from newsroom.api.listing import Filter, Listing, Through
from newsroom.api.ninjs_views import FORMAT, NinjsItemView
from newsroom.api.parameters import Parameter
from newsroom.api.views import ItemListView

from . import ninjs
from .models import PostEditionAuthor, PostEditionImage, PostEditionTag
from .shapes import SHAPES

shapes.register(SHAPES)

HAS = Parameter(
    "has", parameters.several(("image",)), _("Only with an image."),
    parameters.some_of(("image",)),
)  # fmt: skip


def _has(rows, wanted: list[str]):
    return rows.filter(Exists(PostEditionImage.objects.filter(edition=OuterRef("pk"))))


class PostList(ItemListView):
    """Live posts of the feed."""

    path = "/posts"
    shape = "Post"
    listing = Listing(
        item_type="post",
        filters=(*COMMON, Filter(HAS, _has)),
        throughs=(
            Through(TAG, PostEditionTag, "tag"),
            Through(AUTHOR, PostEditionAuthor, "author"),
        ),
        bounds=BOUNDS,
    )
    parameters = (
        *PAGING, TAG, AUTHOR, LANGUAGE, PUBLISHED_AFTER, PUBLISHED_BEFORE, UPDATED_AFTER, HAS, IDS,
        fields.fields_parameter("Post"), fields.BODY, parameters.COUNT,
    )  # fmt: skip


class PostItem(NinjsItemView):
    """One post."""

    item_type = "post"
    shape = "Post"
    parameters = (fields.fields_parameter("Post"), fields.BODY, FORMAT)

    def ninjs(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return ninjs.post(document)


api_urls = [
    path("posts", PostList.as_view(), name="api-posts"),
    path("posts/<uuid:public_id>", PostItem.as_view(), name="api-post"),
]
