"""The admin site: the desk as its start page, tables in three groups, a policy of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods
from django.views.i18n import JavaScriptCatalog

from newsroom.accounts.models import User
from newsroom.accounts.signin import log as sign_in_log
from newsroom.accounts.signin import logins
from newsroom.accounts.signin import views as sign_in_views
from newsroom.editorial import clock, registry
from newsroom.editorial.rules import access
from newsroom.lib import site_settings

from .autocomplete import pick
from .desk import desk_lists, notices
from .pages import RequestAdmin
from .unsaved import attempts, late_login

#: The groups of the start page, in order. A ModelAdmin says ``desk_group``; without one: set-up.
GROUPS = {"items": _("Write"), "library": _("Library"), "setup": _("Set-up")}

#: Address, view and name of the pages for one's own sign-in.
_OWN_SIGN_IN = (
    ("me/", sign_in_views.me, "me"),
    ("me/app/", sign_in_views.me_app, "me_app"),
    ("me/passkey/", sign_in_views.me_passkey, "me_passkey"),
    ("me/codes/", sign_in_views.me_codes, "me_codes"),
    ("lost-factor/", sign_in_views.lost_factor, "lost_factor"),
)


class NewsroomAdminSite(AdminSite):
    @property
    def site_header(self) -> str:  # type: ignore[override]
        return site_settings.current().name

    site_title = site_header
    index_title = _("Desk")
    empty_value_display = "–"
    enable_nav_sidebar = False

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Every admin page is read with GET and written to with POST, and carries a policy.

        ADMIN_CONTENT_SECURITY_POLICY has a nonce, which the editor needs. The answer to a save that
        cannot be taken holds everything that was typed.
        """

        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            guarded: Callable[..., HttpResponse] = AdminSite.admin_view(
                self, _for_request(view), cacheable
            )
            return guarded(request, *args, **kwargs)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # Everybody may log out.
            if view != self.logout and (
                asked := late_login.answer_instead(
                    request, self, asks_password=_asks_password(view, request)
                )
            ):
                return asked
            response = attempts.view_until_taken(answer, request, *args, **kwargs)
            late_login.remember_name(request, response)
            return response

        checked = inner if getattr(view, "csrf_exempt", False) else csrf_protect(inner)
        allowed = require_http_methods(["GET", "HEAD", "POST"])(checked)
        with_policy = csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)(allowed)
        return update_wrapper(with_policy, view)

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The translations of every app's scripts; Django's own view has those of its admin."""
        return cast(HttpResponse, JavaScriptCatalog.as_view()(request))

    def get_urls(self) -> list[Any]:
        # Before Django's own, whose last address catches everything.
        return [
            path("login/passkey/", sign_in_views.sign_in_with_passkey, name="login_passkey"),
            *(path(at, self.admin_view(view), name=name) for at, view, name in _OWN_SIGN_IN),
            path("pick/<slug:kind>/", self.admin_view(pick), name="pick"),
            path(
                "r/<int:content_type_id>/<path:object_id>/",
                self.admin_view(self.on_site),
                name="view_on_site",
            ),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return sign_in_views.sign_in(request)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.method == "POST" and isinstance(request.user, User):
            sign_in_log.record(request, sign_in_log.Act.SIGNED_OUT, request.user)
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """With a new password one's other logins end."""
        response = super().password_change(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            user = cast(User, request.user)
            logins.end(user, but=request)
            request.signed_in_user = user  # type: ignore[attr-defined]
            sign_in_log.record(request, sign_in_log.Act.PASSWORD_CHANGED, user)
        return response

    def on_site(self, request: Any, content_type_id: int, object_id: str) -> HttpResponse:
        """Where readers find a thing, if the user may know of it: the address names the thing."""
        content_type = get_object_or_404(ContentType, pk=content_type_id)
        model = content_type.model_class()
        if model is None or not registry.is_known(model):
            raise Http404
        rows = access.known(model._default_manager.all(), request.user)
        try:
            get_object_or_404(rows, pk=object_id)
        except (ValueError, ValidationError):
            raise Http404 from None
        return shortcut(request, content_type_id, object_id)

    def index(self, request: Any, extra_context: dict[str, Any] | None = None) -> Any:
        at = clock.now()
        context = {
            "desk": desk_lists(request.user, at=at),
            "notices": notices(request.user, at=at),
            "read_at": at,
            **(extra_context or {}),
        }
        return super().index(request, context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Three groups in place of one list an app; an app's own page keeps Django's list."""
        if app_label is not None:
            return super().get_app_list(request, app_label)
        # Django asks for it on every page, and the start page alone prints it.
        return SimpleLazyObject(lambda: self._groups(request))

    def _groups(self, request: HttpRequest) -> list[dict[str, Any]]:
        apps = super().get_app_list(request)
        groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
        for app in apps:
            for model in app["models"]:
                admin = self._registry[model["model"]]
                groups[getattr(admin, "desk_group", "setup")].append(model)
        return [
            {"name": GROUPS[name], "app_label": name, "app_url": "", "models": models}
            for name, models in groups.items()
            if models
        ]


def _asks_password(view: Callable[..., Any], request: HttpRequest) -> bool:
    """Whether the password is asked again before it: its admin, or the view itself, says so."""
    admin = getattr(view, "__self__", None)
    asks = getattr(admin, "asks_password", None) or getattr(view, "asks_password", None)
    return bool(asks and asks(request))


def _for_request(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view as a method of an admin that only this request has."""
    admin = getattr(view, "__self__", None)
    return getattr(admin.for_request(), view.__name__) if isinstance(admin, RequestAdmin) else view
