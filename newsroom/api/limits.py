"""How often one address may ask: counted by the minute, in the cache that all processes share.

Without ``CACHE_URL`` each process counts for itself. What a cache or the layer before Django
answers is not counted. Source of the headers: draft-ietf-httpapi-ratelimit-headers-10.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from newsroom.lib import client_address

from .errors import ApiProblem

logger = logging.getLogger(__name__)

_WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Limit:
    """``setting`` says how many requests a minute one address has; 0: as many as it likes."""

    name: str
    setting: str
    #: Whether answers say what is left: only those that no shared cache keeps.
    is_told: bool = False

    @property
    def most(self) -> int:
        return int(getattr(settings, self.setting))


READING = Limit("reading", "API_LIMIT")
#: A search costs more than a list, and nothing keeps its answers.
SEARCH = Limit("search", "API_SEARCH_LIMIT", is_told=True)


@dataclass(frozen=True)
class Spent:
    """How many requests an address has left, and in how many seconds the count starts again."""

    limit: Limit
    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        name = self.limit.name
        return {
            "RateLimit-Policy": f'"{name}";q={self.limit.most};w={_WINDOW_SECONDS}',
            "RateLimit": f'"{name}";r={max(self.left, 0)};t={self.seconds}',
        }


def count(request: HttpRequest, limit: Limit) -> Spent | None:
    """Count one request; raises a 429 once the address has spent its limit. None: no limit."""
    if not limit.most:
        return None
    window, gone = divmod(int(time.time()), _WINDOW_SECONDS)
    key = f"api-limit:{limit.name}:{window}:{client_address.network(request)}"
    try:
        # Both are atomic. A key that has just been dropped counts from the start.
        cache.add(key, 0, timeout=2 * _WINDOW_SECONDS)
        asked = cache.incr(key)
    except Exception:  # A cache that is away closes no API.
        logger.warning("Requests are not counted: the cache does not answer.", exc_info=True)
        return None
    spent = Spent(limit, limit.most - asked, _WINDOW_SECONDS - gone)
    if spent.left < 0:
        headers = {**spent.headers, "Retry-After": str(spent.seconds)}
        raise ApiProblem("too_many_requests", headers=headers)
    return spent


def tell(response: HttpResponse, spent: Spent | None) -> None:
    """Say what is left, where the answer names the limit."""
    if spent is not None and spent.limit.is_told:
        for name, value in spent.headers.items():
            response[name] = value
