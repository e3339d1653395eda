"""Addresses that belong to no resource, and the end of the list: everything unknown."""

from django.urls import path, re_path

from . import block_shapes, changes, ninjs_shapes, pages, schema, shapes
from .views import UnknownView

shapes.register(block_shapes.SHAPES)
shapes.register(ninjs_shapes.SHAPES)
shapes.register(schema.SHAPES)
shapes.register(changes.change_shapes())

api_urls = [
    path("changes", changes.ChangesView.as_view(), name="api-changes"),
    path("openapi.json", pages.OpenApiView.as_view(), name="api-openapi"),
    path("docs", pages.DocsView.as_view(), name="api-docs"),
    path("problems/<str:code>", pages.ProblemView.as_view(), name="api-problem"),
]
#: Stands last under ``/api``.
unknown_urls = [re_path(r"^api(?:/.*)?$", UnknownView.as_view(), name="api-unknown")]
