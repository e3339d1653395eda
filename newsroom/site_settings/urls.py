from django.urls import path, re_path

from . import views

urlpatterns = [
    re_path(r"^site-files/(?P<name>[0-9a-f]{24}\.(?:png|ico|css))\Z", views.file, name="site-file"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("apple-touch-icon.png", views.touch_icon, name="touch-icon"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("opensearch.xml", views.search_description, name="opensearch"),
]
