"""Images and videos in the reading API."""

from django.urls import path

from newsroom.api import shapes, shared_views

from .shapes import SHAPES

shapes.register(SHAPES)

_image = shared_views.SharedItemView.as_view(
    type_name="image", shape="LibraryImage", summary="One image, while something live shows it."
)
api_urls = [
    path("images/<uuid:public_id>", _image, name="api-image"),
    *shared_views.urls(
        "video", "LibraryVideo",
        of_all="Videos that something live shows, by slug.", of_one="One video.",
    ),
]  # fmt: skip
