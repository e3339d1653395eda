"""Sessions, CSRF, login and messages: Django's own middleware, for the newsroom's addresses only.

Readers' addresses must neither read nor set a cookie, whatever a browser sends: an answer that
depends on one cannot be kept in a cache. Being subclasses, these satisfy the admin's system checks.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin


def is_for_staff(request: HttpRequest) -> bool:
    """Whether the address requires a login: ``STAFF_ADDRESSES`` in the settings."""
    return request.path_info.startswith(settings.STAFF_ADDRESSES)


class _ForStaff(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> Any:
        # Checked before the view runs: a preview puts another path in the request.
        return super().__call__(request) if is_for_staff(request) else self.get_response(request)


class StaffSessions(_ForStaff, SessionMiddleware):
    pass


class StaffLogin(_ForStaff, AuthenticationMiddleware):
    pass


class StaffMessages(_ForStaff, MessageMiddleware):
    pass


class StaffCsrf(_ForStaff, CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *call: Any) -> Any:
        return super().process_view(request, *call) if is_for_staff(request) else None
