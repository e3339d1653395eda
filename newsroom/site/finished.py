"""Finished answers: their bytes and headers in each form in which they were given so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from http import HTTPStatus
from time import perf_counter
from typing import Any

from django.utils.http import parse_http_date_safe

from newsroom.api import edge as api_edge
from newsroom.delivery.outbox import channels
from newsroom.lib import codings, preconditions

from . import surrogates

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]

REQUEST_ID = "X-Request-ID"
#: Headers that depend on the form in which an answer is sent.
OF_ITS_FORM = frozenset({"ETag", "Content-Length", "Vary", "Surrogate-Control"})
#: What a 304 does not say.
_OF_A_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})


class Finished:
    """An answer's bytes. ``source`` says what they were joined from; None: they are for once.
    Something in them changes by itself at ``until``."""

    __slots__ = (
        "_changed", "_forms", "_gets_an_id", "_surrogate_keys", "body", "etag", "headers",
        "is_compressed", "source", "status", "until",
    )  # fmt: skip

    def __init__(
        self,
        body: bytes,
        etag: str,
        headers: Headers,
        status: str = "200 OK",
        *,
        source: Any = None,
        until: datetime | None = None,
    ) -> None:
        self.body, self.etag, self.headers, self.status = body, etag, headers, status
        self.source, self.until = source, until
        named = dict(headers)
        self.is_compressed = (
            len(body) >= codings.SMALLEST
            and "Content-Encoding" not in named
            and "Set-Cookie" not in named
            and codings.is_text(named.get("Content-Type", ""))
        )
        is_ok = status.startswith("200")
        self._surrogate_keys = tuple(named.get("Surrogate-Key", "").split()) if is_ok else ()
        self._changed = parse_http_date_safe(named.get("Last-Modified", ""))
        self._gets_an_id = "Access-Control-Expose-Headers" in named and REQUEST_ID not in named
        #: By coding: the body, its headers, and those of a hit and of an answer that was joined.
        self._forms: dict[str, tuple[bytes, Headers, dict[str, Headers]]] = {}

    def give(
        self, environ: Environ, start_response: StartResponse, how: str, began: float | None = None
    ) -> list[bytes]:
        """The answer says ``how`` it was made and, if it ``began`` earlier, how long that took."""
        coding = ""
        if self.is_compressed and "HTTP_ACCEPT_ENCODING" in environ:
            coding = codings.preferred(environ["HTTP_ACCEPT_ENCODING"])
        body, plain, made = self._forms.get(coding) or self._form(coding)
        headers = made[how] if how in made else [*plain, *_how(how, began)]
        if self._gets_an_id:
            headers = [
                *headers,
                (REQUEST_ID, api_edge.request_id(environ.get("HTTP_X_REQUEST_ID", ""))),
            ]
        if self._surrogate_keys and channels.is_any_purged_by_keys():
            since = perf_counter() if began is None else began
            headers = [*headers, *surrogates.control(self._surrogate_keys, since).items()]
        if self._is_unchanged(environ):
            start_response("304 Not Modified", [h for h in headers if h[0] not in _OF_A_BODY])
            return []
        start_response(self.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _form(self, coding: str) -> tuple[bytes, Headers, dict[str, Headers]]:
        body = codings.compress(self.body, coding)
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        if self.is_compressed:
            headers.append(("Vary", "Accept-Encoding"))
        if self.etag:
            headers.append(("ETag", codings.tag_of_form(self.etag, coding)))
        if coding:
            headers.append(("Content-Encoding", coding))
        made = {how: [*headers, *_how(how, None)] for how in ("hit", "joined")}
        found = self._forms[coding] = body, headers, made
        return found

    def _is_unchanged(self, environ: Environ) -> bool:
        tags = environ.get("HTTP_IF_NONE_MATCH")
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if (tags is None and since is None) or not self.status.startswith("200"):
            return False
        return preconditions.is_unchanged(
            self.etag, self._changed, none_match=tags, modified_since=since
        )


class _Compressed:
    """The parts of an answer that comes in parts, each compressed when it comes."""

    def __init__(self, response: Any, coding: str) -> None:
        self._parts = codings.compress_parts(response, coding)
        self.close = response.close

    def __iter__(self) -> Iterator[bytes]:
        return self._parts


def give_parts(response: Any, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Django's answer that comes in parts, none of which is kept."""
    headers = [h for h in response.items() if h[0] != "Vary"]
    coding, etag = "", response.get("ETag", "")
    if codings.is_text(response.get("Content-Type", "")) and not response.has_header(
        "Content-Encoding"
    ):
        headers.append(("Vary", "Accept-Encoding"))
        coding = codings.preferred(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if coding:
        headers = [h for h in headers if h[0] not in ("Content-Length", "ETag")]
        headers += [("Content-Encoding", coding)]
        headers += [("ETag", codings.tag_of_form(etag, coding))] if etag else []
    headers += _how("pass", None)
    is_unchanged = response.status_code == HTTPStatus.OK and preconditions.is_unchanged(
        etag,
        parse_http_date_safe(response.get("Last-Modified", "")),
        none_match=environ.get("HTTP_IF_NONE_MATCH"),
        modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
    )
    if is_unchanged:
        start_response("304 Not Modified", [h for h in headers if h[0] not in _OF_A_BODY])
    else:
        start_response(status_line(response), headers)
    if is_unchanged or environ["REQUEST_METHOD"] == "HEAD":
        response.close()
        return []
    return _Compressed(response, coding) if coding else response


def status_line(response: Any) -> str:
    return f"{response.status_code} {response.reason_phrase}"


def _how(how: str, began: float | None) -> Headers:
    spent = "" if began is None else f";dur={(perf_counter() - began) * 1000:.2f}"
    return [("X-Page-Cache", how), ("Server-Timing", f'page;desc="{how}"{spent}')]
