"""The admin site: the desk as its start page, tables in three groups, a policy of its own."""

from __future__ import annotations

from functools import update_wrapper
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import clock
from .desk import desk_lists, notices
from .picking import pick

#: The groups of the start page, in order. A ModelAdmin says ``desk_group``; without one: set-up.
GROUPS = {"items": _("Write"), "library": _("Library"), "setup": _("Set-up")}


class NewsroomAdminSite(AdminSite):
    site_header = site_title = settings.SITE_NAME
    index_title = _("Desk")
    empty_value_display = "–"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable: bool = False):  # noqa: FBT001, FBT002
        """Every admin page carries ADMIN_CONTENT_SECURITY_POLICY: the editor needs a nonce."""
        guarded = super().admin_view(view, cacheable)
        with_policy = csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)(guarded)
        return update_wrapper(with_policy, view)

    def get_urls(self):
        # Before Django's own, whose last address catches everything.
        return [
            path("pick/<slug:kind>/", self.admin_view(pick), name="pick"),
            *super().get_urls(),
        ]

    def index(self, request: Any, extra_context: dict[str, Any] | None = None):
        at = clock.now()
        context = {
            "desk": desk_lists(request.user, at=at),
            "notices": notices(request.user, at=at),
            "read_at": at,
            **(extra_context or {}),
        }
        return super().index(request, context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None):
        """Three groups in place of one list an app; an app's own page keeps Django's list."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        groups: dict[str, list[dict]] = {name: [] for name in GROUPS}
        for app in apps:
            for model in app["models"]:
                admin = self._registry[model["model"]]
                groups[getattr(admin, "desk_group", "setup")].append(model)
        return [
            {"name": GROUPS[name], "app_label": name, "app_url": "", "models": models}
            for name, models in groups.items()
            if models
        ]
