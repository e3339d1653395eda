"""The roof: every address of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from articles import api as articles_api
from articles.shapes import block_shapes
from articles.urls import FILE
from articles.views import by_slug
from feed import api as feed_api
from media import api as media_api
from newsroom.api import shapes
from newsroom.api import urls as api
from newsroom.site import api as site_api
from newsroom.site import machine_files, preview, search_page, views

handler404 = views.not_found
handler500 = views.server_error

shapes.register(block_shapes())

api_urls = [
    *articles_api.api_urls,
    *feed_api.api_urls,
    *media_api.api_urls,
    *site_api.api_urls,
    *api.api_urls,
]

urlpatterns = [
    path("api/v1/", include(api_urls)),
    *api.unknown_urls,
    path("", views.front, name="front"),
    path("admin/", include("newsroom.accounts.signin.urls")),
    path("admin/", include("newsroom.first_run.urls")),
    path("admin/", include("newsroom.people.urls")),
    path("admin/", admin.site.urls),
    path("", include("media.urls")),
    path("preview/at/", preview.at_instant, name="preview-at"),
    path("preview/<str:type_name>/<uuid:public_id>/", preview.item, name="preview-item"),
    path("search/", search_page.search, name="search"),
    path("corrections/", views.corrections, name="corrections"),
    re_path(rf"^corrections/{FILE}$", views.corrections_feed, name="corrections-syndication"),
    path("robots.txt", machine_files.robots, name="robots"),
    path(".well-known/trust.txt", machine_files.trust, name="trust"),
    path(".well-known/security.txt", machine_files.security, name="security"),
    path(".well-known/tdmrep.json", machine_files.mining, name="mining"),
    path("", include("newsroom.site_settings.urls")),
    path("healthz", views.health, name="health"),
    path("", include("feed.urls")),
    path("", include("articles.urls")),
    # Last: a plain page, or an old address.
    # No slug has a point: "/ads.txt" is none.
    re_path(r"^(?P<slug>[^/.]+)/$", by_slug, name="page"),
]
