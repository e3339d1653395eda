from django.urls import path

from . import views

urlpatterns = [
    path("files/<path:name>", views.file, name="file"),
]
