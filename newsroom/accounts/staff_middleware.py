"""Sessions, CSRF, login and messages: Django's own middleware, for the newsroom's addresses only.

Readers' addresses must neither read nor set a cookie, whatever a browser sends: an answer that
depends on one cannot be kept in a cache. Being subclasses, these satisfy the admin's system checks.
"""

from __future__ import annotations

import logging
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from .signin import devices, requirement
from .signin.sessions import SessionStore

logger = logging.getLogger(__name__)

#: Addresses that whoever has no second factor needs to set one up.
WITHOUT_SECOND_FACTOR = frozenset(
    {"me", "me_app", "me_passkey", "me_codes", "login", "login_passkey", "logout", "jsi18n",
     "password_change", "password_change_done"}
)  # fmt: skip


def is_for_staff(request: HttpRequest) -> bool:
    """Whether the address requires a login: ``STAFF_ADDRESSES`` in the settings."""
    return request.path_info.startswith(settings.STAFF_ADDRESSES)


class _ForStaff(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> Any:
        # Checked before the view runs: a preview puts another path in the request.
        return super().__call__(request) if is_for_staff(request) else self.get_response(request)


class StaffSessions(_ForStaff, SessionMiddleware):
    """Also writes down that a login is in use, and lets a browser be known after a sign-in."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        cast(SessionStore, request.session).request = request

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        devices.remember(request, response)
        try:
            cast(SessionStore, request.session).note_seen()
        except DatabaseError:
            # The page is more important; the next request writes it.
            logger.warning("A login was not noted as in use.", exc_info=True)
        return super().process_response(request, response)


class StaffLogin(_ForStaff, AuthenticationMiddleware):
    pass


class StaffMessages(_ForStaff, MessageMiddleware):
    pass


class StaffSecondFactor(_ForStaff, MiddlewareMixin):
    """Leads people who must set up a second factor to its page. Saves are answered by the admin."""

    def process_view(self, request: HttpRequest, *call: Any) -> Any:
        if request.method not in ("GET", "HEAD") or not is_for_staff(request):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in WITHOUT_SECOND_FACTOR:
            return None
        return redirect("admin:me") if requirement.is_unmet(request) else None


class StaffCsrf(_ForStaff, CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *call: Any) -> Any:
        return super().process_view(request, *call) if is_for_staff(request) else None
