"""Public addresses of articles. ``/{slug}/`` stands last in the project's own list."""

from django.urls import path, re_path

from newsroom.lib.syndication import FORMATS

from . import sitemaps, syndication, views

FILE = f"(?P<file>{'|'.join(FORMATS)})".replace(".", r"\.")

urlpatterns = [
    re_path(
        r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<slug>[-\w]+)/$", views.article, name="article"
    ),
    path("section/<slug:slug>/", views.section, name="section"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("author/<slug:slug>/", views.author, name="author"),
    re_path(rf"^{FILE}$", syndication.site, name="site-syndication"),
    re_path(rf"^section/(?P<slug>[-\w]+)/{FILE}$", syndication.section, name="section-syndication"),
    re_path(rf"^tag/(?P<slug>[-\w]+)/{FILE}$", syndication.tag, name="tag-syndication"),
    re_path(rf"^author/(?P<slug>[-\w]+)/{FILE}$", syndication.author, name="author-syndication"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/lists.xml", sitemaps.lists, name="sitemap-lists"),
    re_path(
        r"^sitemap/(?P<year>[0-9]{4})-(?P<month>[0-9]{2})\.xml$",
        sitemaps.month,
        name="sitemap-month",
    ),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("videos/", views.videos, name="videos"),
    path("videos/<slug:slug>/", views.video, name="video"),
]
