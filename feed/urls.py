"""Public addresses of the feed."""

from django.urls import path, re_path

from articles.urls import FILE

from . import syndication, views

urlpatterns = [
    path("feed/", views.column, name="feed"),
    re_path(
        r"^feed/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$",
        views.day,
        name="feed-day",
    ),
    re_path(rf"^feed/{FILE}$", syndication.posts, name="feed-syndication"),
    path("feed/<uuid:public_id>/", views.post, name="post"),
]
