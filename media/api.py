"""Images and videos in the reading API."""

from django.urls import path

from newsroom.api import fields, shapes
from newsroom.api.shared_views import SharedItemView, SharedListView, list_parameters

from .shapes import SHAPES

shapes.register(SHAPES)


class ImageItem(SharedItemView):
    """One image, while something live shows it."""

    type_name, shape = "image", "LibraryImage"
    parameters = (fields.fields_parameter("LibraryImage"),)


class VideoList(SharedListView):
    """Videos that something live shows, by slug."""

    type_name, shape = "video", "LibraryVideo"
    parameters = list_parameters("LibraryVideo")


class VideoItem(SharedItemView):
    """One video."""

    type_name, shape = "video", "LibraryVideo"
    parameters = (fields.fields_parameter("LibraryVideo"),)


api_urls = [
    path("images/<uuid:public_id>", ImageItem.as_view(), name="api-image"),
    path("videos", VideoList.as_view(), name="api-videos"),
    path("videos/<str:key>", VideoItem.as_view(), name="api-video"),
]
