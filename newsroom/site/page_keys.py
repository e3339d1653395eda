"""Under which key an answer is kept: the address with the parameters that its view declares.

Whatever else a query string holds makes no other page, so it cannot fill a store.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

from newsroom.api import edge as api_edge
from newsroom.lib import requests

#: The desk, and files that have rules of their own.
_NOT_OURS = (*settings.STAFF_ADDRESSES, settings.STATIC_URL, "/files/")
#: Different each time, or for one reader alone.
_NEVER = ("/healthz", f"{api_edge.PREFIX}v1/search")
_MOST_PARAMETERS = 100


def is_public(path: str) -> bool:
    return not path.startswith(_NOT_OURS)


def key_of(path: str, query: str, host: str, *, is_secure: bool) -> str | None:
    """The key; None for what Django answers each time."""
    if path.startswith(_NEVER) or not _is_our_host(host):
        return None
    if settings.SECURE_SSL_REDIRECT and not is_secure:
        return None
    pairs: list[tuple[str, str]] = []
    if query:
        try:
            pairs = parse_qsl(_text(query), keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
        except ValueError:  # Too many; Django says so.
            return None
        declared = _declared(_text(path))
        known = [pair for pair in pairs if declared is None or pair[0] in declared]
        if path.startswith(api_edge.PREFIX) and known != pairs:
            return None  # The API refuses what it does not know.
        pairs = known
    return f"{is_secure:d} {path}?{urlencode(pairs)}"


def query_of(key: str) -> str:
    """The query string that is left of the one that was asked."""
    return key.rpartition("?")[2]


def _declared(path: str) -> Collection[str] | None:
    """The parameters that the view of a path reads; None: no view has this path."""
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return None
    if (of_api := getattr(view, "view_class", None)) is not None:
        return {each.name for each in of_api(**view.view_initkwargs).parameters}
    return requests.parameters_of(view)


def _text(given: str) -> str:
    """A server gives bytes as if each were a character (PEP 3333)."""
    return given.encode("latin-1", "replace").decode("utf-8", "replace")


def _is_our_host(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
