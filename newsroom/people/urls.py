"""Addresses of people that need no login, under the newsroom's own."""

from django.urls import path

from . import acceptance

urlpatterns = [
    path("invitation/<str:token>/", acceptance.invitation, name="invitation"),
]
