"""Addresses that belong to no resource, and the end of the list: everything unknown."""

from django.urls import path, re_path

from . import block_shapes, shapes
from .changes import ChangesView
from .views import UnknownView

shapes.register(block_shapes.SHAPES)

api_urls = [
    path("changes", ChangesView.as_view(), name="api-changes"),
]
#: Stands last under ``/api``.
unknown_urls = [re_path(r"^api(?:/.*)?$", UnknownView.as_view(), name="api-unknown")]
