from django.urls import re_path

from . import views

urlpatterns = [
    # Everything below it is answered here: no other address may begin like this.
    re_path(r"^files/(?P<name>[\s\S]*)\Z", views.file, name="file"),
]
