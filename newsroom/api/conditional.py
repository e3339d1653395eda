"""Conditional requests and what caches are told: strong ETags, 304, HEAD, how long, which keys."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from newsroom.lib import preconditions, site_settings

#: How long a cache may keep an answer of the site or the API. The same whatever is planned: a
#: lifetime that ran down to a publication would announce it.
MAX_AGE_SECONDS = 5
LIFETIME = timedelta(seconds=MAX_AGE_SECONDS)
#: Counts up when the frame around the documents prints other bytes than before.
FRAME_NUMBER = 1
# A date of whole seconds cannot tell two changes of one second apart.
_SETTLED = timedelta(seconds=2)
Response = TypeVar("Response", bound=HttpResponseBase)


@dataclass(frozen=True)
class Freshness:
    """What is known of an answer before it is printed."""

    etag: str
    #: None if nothing says when the answer changes.
    at: datetime | None
    changed_at: datetime | None = None
    #: When the lease of something in the answer ends.
    holds_until: datetime | None = None
    max_age_seconds: int = MAX_AGE_SECONDS
    keys: tuple[str, ...] = ()

    @property
    def last_modified(self) -> datetime | None:
        """None while the last change is so young that another of the same second may follow."""
        if self.at is None or self.changed_at is None or self.at - self.changed_at < _SETTLED:
            return None
        return self.changed_at


def etag_of(*facts: Any) -> str:
    """A strong ETag of facts that are equal only where the answer's bytes are.

    The site's settings are printed into many answers, so they count too.
    """
    facts = (FRAME_NUMBER, site_settings.current().look, facts)
    digest = hashlib.sha256(repr(facts).encode()).digest()
    return '"' + base64.urlsafe_b64encode(digest[:18]).decode() + '"'


def etag_of_bytes(content: bytes) -> str:
    digest = hashlib.sha256(content).digest()
    return '"' + base64.urlsafe_b64encode(digest[:18]).decode() + '"'


def is_unchanged(request: HttpRequest, fresh: Freshness) -> bool:
    """Whether the client has these bytes already (RFC 9110, 13.2.2)."""
    changed = fresh.last_modified
    return preconditions.is_unchanged(
        fresh.etag,
        int(changed.timestamp()) if changed else None,
        none_match=request.headers.get("If-None-Match"),
        modified_since=request.headers.get("If-Modified-Since"),
    )


def not_modified(fresh: Freshness) -> HttpResponse:
    response = HttpResponse(status=304)
    del response["Content-Type"]
    return tell_caches(response, fresh)


def tell_caches(response: Response, fresh: Freshness) -> Response:
    """Set the headers that a 200 and its 304 share."""
    if fresh.etag:
        response["ETag"] = fresh.etag
    if fresh.last_modified is not None:
        response["Last-Modified"] = http_date(fresh.last_modified.timestamp())
    response["Cache-Control"] = lifetime(fresh.at, fresh.holds_until, fresh.max_age_seconds)
    if fresh.keys:
        response["Surrogate-Key"] = " ".join(fresh.keys)
    return response


def lifetime(
    at: datetime | None, holds_until: datetime | None, max_age_seconds: int = MAX_AGE_SECONDS
) -> str:
    """``Cache-Control`` of an answer read at ``at``: never past the end of a lease."""
    if holds_until is not None and at is not None:
        left = int((holds_until - at).total_seconds())
        max_age_seconds = max(0, min(max_age_seconds, left))
    return f"public, max-age={max_age_seconds}"
