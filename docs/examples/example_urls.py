"""The samples' addresses, then the product's, whose last pattern takes every word."""

from django.urls import include, path
from events.public import EVENTS

handler404 = "newsroom.site.views.not_found"
handler500 = "newsroom.site.views.server_error"

urlpatterns = [
    path("api/v1/", include(EVENTS.api_urls)),
    *EVENTS.urls,
    path("", include("newsroom.urls")),
]
