"""The addresses of signing in that Django wants outside the admin's namespace, under ``admin/``."""

from django.urls import path

from . import reset

urlpatterns = [
    path("password-reset/", reset.AskView.as_view(), name="admin_password_reset"),
    path("password-reset/sent/", reset.SentView.as_view(), name="password_reset_done"),
    path(
        "password-reset/<uidb64>/<token>/",
        reset.NewPasswordView.as_view(),
        name="password_reset_confirm",
    ),
    path("password-reset/done/", reset.DoneView.as_view(), name="password_reset_complete"),
]
