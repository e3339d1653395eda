"""Public addresses of articles. ``/{slug}/`` stands last in the project's own list."""

from django.urls import path, re_path

from newsroom.lib.syndication import FORMATS

from . import sitemaps, syndication, views
from .lists import LISTS

FILE = f"(?P<file>{'|'.join(FORMATS)})".replace(".", r"\.")

urlpatterns = [
    re_path(
        r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<slug>[^/]+)/$", views.article, name="article"
    ),
    *(path(f"{name}/<str:slug>/", views.of_thing, {"name": name}, name=name) for name in LISTS),
    re_path(rf"^{FILE}$", syndication.site, name="site-syndication"),
    *(
        re_path(
            rf"^{name}/(?P<slug>[^/]+)/{FILE}$",
            syndication.of_thing,
            {"name": name},
            name=f"{name}-syndication",
        )
        for name in LISTS
    ),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/lists.xml", sitemaps.lists, name="sitemap-lists"),
    re_path(
        r"^sitemap/(?P<year>[0-9]{4})-(?P<month>[0-9]{2})\.xml$",
        sitemaps.month,
        name="sitemap-month",
    ),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("videos/", views.videos, name="videos"),
    path("videos/<str:slug>/", views.video, name="video"),
]
