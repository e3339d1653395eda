"""Public addresses of articles. ``/{slug}/`` stands last in the project's own list."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    re_path(
        r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<slug>[-\w]+)/$", views.article, name="article"
    ),
    path("section/<slug:slug>/", views.section, name="section"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("videos/", views.videos, name="videos"),
    path("videos/<slug:slug>/", views.video, name="video"),
]
