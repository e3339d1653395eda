"""The samples' addresses, then the product's, whose last pattern takes every word."""

from django.urls import include, path
from events.public import EVENTS

from newsroom.urls import handler404, handler500

__all__ = ["handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("api/v1/", include(EVENTS.api_urls)),
    *EVENTS.urls,
    path("", include("newsroom.urls")),
]
