"""Posts in the reading API."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.api import AUTHOR, BOUNDS, COMMON, TAG, has
from newsroom.api import parameters, shapes
from newsroom.api.listing import Filter, Listing, Through
from newsroom.api.ninjs_views import NinjsItemView
from newsroom.api.parameters import Parameter
from newsroom.api.views import ItemListView

from . import ninjs
from .models import PostEditionAuthor, PostEditionTag
from .shapes import SHAPES

shapes.register(SHAPES)

HAS = Parameter(
    "has", parameters.several(("image",)), _("Only with an image of its own."),
    parameters.some_of(("image",)), example=["image"],
)  # fmt: skip


class PostList(ItemListView):
    """Live posts of the feed."""

    path = "/posts"
    shape = "Post"
    listing = Listing(
        item_type="post",
        filters=(*COMMON, Filter(HAS, has)),
        throughs=(
            Through(TAG, PostEditionTag, "tag"),
            Through(AUTHOR, PostEditionAuthor, "author"),
        ),
        bounds=BOUNDS,
    )


_post = NinjsItemView.as_view(item_type="post", shape="Post", ninjs=ninjs.post, summary="One post.")
api_urls = [
    path("posts", PostList.as_view(), name="api-posts"),
    path("posts/<uuid:public_id>", _post, name="api-post"),
]
