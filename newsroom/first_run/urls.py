"""Under ``admin/``, where forms are protected and a login begins."""

from django.urls import path

from . import views

urlpatterns = [path("first-run/", views.first_run, name="first_run")]
