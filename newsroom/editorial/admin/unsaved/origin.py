"""Whether one of our own pages sent a request."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest
from django.utils.http import is_same_domain


def is_form_of_ours(request: HttpRequest) -> bool:
    """Whether what it holds was typed on one of our pages."""
    return is_ours(request) or has_token(request)


def is_ours(request: HttpRequest) -> bool:
    """By ``Origin``, else ``Referer``; a request that names neither comes from elsewhere.

    The host is compared with its scheme and port, as in Django's own check. CSRF_TRUSTED_ORIGINS
    are ours too, unless the browser says that the page belongs to another site.
    """
    origin = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site in ("same-origin", "none"):
        return origin == _own(request) or _is_trusted(origin)
    return site == "same-site" and _is_trusted(origin)


def has_token(request: HttpRequest) -> bool:
    """Whether it came with this browser's token, which only our own pages can know."""
    try:
        _csrf()._check_token(request)  # type: ignore[attr-defined]
    except RejectRequest:
        return False
    return True


def _own(request: HttpRequest) -> str | None:
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return None


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def _is_trusted(origin: str) -> bool:
    trusted = _csrf()
    if origin in trusted.allowed_origins_exact:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    hosts = trusted.allowed_origin_subdomains.get(parts.scheme, ())
    return any(is_same_domain(parts.netloc, host) for host in hosts)


def _csrf() -> CsrfViewMiddleware:
    return CsrfViewMiddleware(lambda request: HttpResponse())
