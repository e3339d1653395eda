"""The layer before Django: what anonymous readers ask for again is answered here.

An answer that Django has printed is kept in two forms. **Finished** bytes hang on the state of the
site and are given again while the state holds, which a look at shared memory tells. Its **frame**
outlives the state: once its witness has given the same rows again, it is joined with the present
shell. Nothing else is known of any page here: all printing is the views'.

``PAGE_CACHE=off`` leaves frames and witnesses and asks the database at each request.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

import brotli
import zstandard
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError
from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils.http import parse_http_date_safe

from newsroom.api import edge as api_edge
from newsroom.delivery.outbox import channels
from newsroom.editorial.publication import ledger
from newsroom.lib.bounded import BoundedStore
from newsroom.lib.pieces import Frame, HoldsBy, PageResponse, Piece, etag

from . import states, stored_pages, surrogates, watcher
from .states import Reading, State

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]

#: The desk, and files that have rules of their own.
_NOT_OURS = (*settings.STAFF_ADDRESSES, settings.STATIC_URL, "/files/")
#: Different each time.
_NEVER = ("/healthz", "/search/")
#: What changes a page; other parameters (those that campaigns add) change nothing.
_PAGE_PARAMETERS = frozenset({"before"})
#: Headers that depend on the form in which an answer is sent.
_OF_ITS_FORM = frozenset({"ETag", "Content-Length", "Vary", "Surrogate-Control"})
_REQUEST_ID = "X-Request-ID"
#: What a 304 does not say.
_OF_A_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})
_SMALLEST_COMPRESSED = 500
_TEXT = re.compile(r"(?:text/|application/(?:[\w.+-]*(?:json|xml)|javascript))")


@dataclass(slots=True)
class Kept:
    """An answer: its frame, what vouches for it, and the headers that all its forms share."""

    frame: Frame
    vouched: HoldsBy | None
    headers: Headers
    #: The answer's own tag where it is not made of its pieces.
    etag: str
    #: When something in it changes by itself, if nothing else does before.
    until: datetime | None


@dataclass(slots=True)
class Finished:
    """An answer's bytes, and the forms in which it was given so far."""

    body: bytes
    etag: str
    headers: Headers
    status: str
    forms: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)
    is_compressed: bool = False
    surrogate_keys: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        named = dict(self.headers)
        self.is_compressed = (
            len(self.body) >= _SMALLEST_COMPRESSED
            and "Content-Encoding" not in named
            and bool(_TEXT.match(named.get("Content-Type", "")))
        )
        if self.status.startswith("200"):
            self.surrogate_keys = tuple(named.get("Surrogate-Key", "").split())

    def form(self, coding: str) -> tuple[Headers, bytes]:
        """Its headers and body in this coding; empty: as it is."""
        found = self.forms.get(coding)
        if found is None:
            body = _CODINGS[coding](self.body) if coding else self.body
            headers = [*self.headers, ("Content-Length", str(len(body)))]
            if self.is_compressed:
                headers.append(("Vary", "Accept-Encoding"))
            if self.etag:
                tag = f'{self.etag[:-1]}-{coding}"' if coding else self.etag
                headers.append(("ETag", tag))
            if coding:
                headers.append(("Content-Encoding", coding))
            found = self.forms[coding] = headers, body
        return found


class PublicSite:
    """The WSGI application: readers' GET and HEAD from what is kept, all else from Django."""

    def __init__(
        self, django: WSGIHandler, *, is_on: bool = settings.PAGE_CACHE, is_watched: bool = False
    ) -> None:
        self.django = django
        self.is_on = is_on
        self.is_watched = is_watched
        self.frames: BoundedStore[Kept] = BoundedStore(states.MOST_BYTES)
        self._locks = [Lock() for _each in range(64)]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_public(environ):
            return self.django(environ, start_response)
        began, how, found = time.perf_counter(), "hit", None
        if self.is_watched:
            watcher.start()
        key = _key(environ)
        if key is not None and self.is_on and (state := states.present()) is not None:
            found = state.finished.get(key)
        if found is None:
            how, found = self._answer(environ, key)
        if not isinstance(found, Finished):
            start_response(_status(found), list(found.items()))
            return found if environ["REQUEST_METHOD"] == "GET" else _closed(found)
        spent = (time.perf_counter() - began) * 1000
        more = [("X-Page-Cache", how), ("Server-Timing", f'page;desc="{how}";dur={spent:.2f}')]
        if found.surrogate_keys and channels.is_any_purged_by_keys():
            more += surrogates.control(found.surrogate_keys, began).items()
        return _give(found, environ, start_response, more)

    def _answer(self, environ: Environ, key: str | None) -> tuple[str, Any]:
        """How it was made, and the answer: finished, or Django's own where that is a stream."""
        if key is None:
            return "pass", self._from_django(environ)
        try:
            if (found := self._joined(key, self.frames.get(key))) is not None:
                return "joined", found
            if (found := self._joined(key, self._stored(key))) is not None:
                return "stored", found
            reading = states.read()
            if not reading.state.keeps:
                return "pass", self._from_django(environ)
            # Whoever asks for the same meanwhile waits, and then finds it.
            with self._locks[hash(key) % len(self._locks)]:
                if self.is_on and (found := reading.state.finished.get(key)) is not None:
                    return "hit", found
                return self._printed(environ, key, reading)
        except DatabaseError:  # Django says what is wrong.
            return "pass", self._from_django(environ)

    def _joined(self, key: str, kept: Kept | None) -> Finished | None:
        """The frame with what surrounds it now, if its rows are the same."""
        if kept is None or kept.vouched is None:
            return None
        asked = time.monotonic()
        head, rows = ledger.head_and_rows(kept.vouched.witness)
        state = states.of(head, asked).state
        if not state.keeps or not kept.vouched.holds(rows, head.at):
            return None
        return self._finish(kept, key, state)

    def _stored(self, key: str) -> Kept | None:
        """What a row has of a page that this process has not."""
        found = stored_pages.find(key)
        if found is None:
            return None
        kept = Kept(found.frame, found.vouched, found.headers, "", None)
        self.frames.put(key, kept, kept.frame.size)
        return kept

    def _printed(self, environ: Environ, key: str, reading: Reading) -> tuple[str, Any]:
        answer = self._at(reading, environ)
        if isinstance(answer, Kept):
            if answer.vouched is not None:
                self.frames.put(key, answer, answer.frame.size)
            answer = self._finish(answer, key, reading.state)
        return "miss", answer

    def kept(self, environ: Environ, reading: Reading) -> Kept | None:
        """What would be kept of Django's answer at this instant."""
        answer = self._at(reading, environ)
        return answer if isinstance(answer, Kept) else None

    def _at(self, reading: Reading, environ: Environ) -> Any:
        environ["newsroom.shell"] = reading.state.shell.at_later(reading.at)
        return self._from_django(environ, keeps=True)

    def _finish(self, kept: Kept, key: str, state: State) -> Finished:
        pieces = kept.frame.filled(state.shell)
        body = b"".join([piece.raw for piece in pieces])
        found = Finished(body, kept.etag or etag(pieces), kept.headers, "200 OK")
        if self.is_on and (kept.until is None or kept.until >= state.until):
            # What is compressed of it is about as large again.
            state.finished.put(key, found, 2 * len(body) + 500)
        return found

    def _from_django(self, environ: Environ, *, keeps: bool = False) -> Any:
        """Django's answer, printed whole: a ``Kept`` if it may be kept."""
        asked = {**environ, "REQUEST_METHOD": "GET"}
        # What the client has already is compared here.
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE"):
            asked.pop(name, None)
        response: Any = self.django(asked, _not_yet)
        if response.streaming:
            return response
        response.close()
        headers = [(k, v) for k, v in response.items() if k not in _OF_ITS_FORM]
        own_etag = response.get("ETag", "")
        if not keeps or not _may_be_kept(response):
            return Finished(response.content, own_etag, headers, _status(response))
        headers = [named for named in headers if named[0] != _REQUEST_ID]
        is_page = isinstance(response, PageResponse)
        frame = response.frame if is_page else Frame([Piece(response.content)])
        vouched, until = getattr(response, "vouched", None), getattr(response, "until", None)
        return Kept(frame, vouched, headers, "" if is_page else own_etag, until)


def _not_yet(*_told: Any) -> Any:
    """Django says its status and headers; the response has them too."""


def _closed(response: Any) -> list[bytes]:
    response.close()
    return []


def _is_public(environ: Environ) -> bool:
    return environ["REQUEST_METHOD"] in ("GET", "HEAD") and not environ["PATH_INFO"].startswith(
        _NOT_OURS
    )


def _key(environ: Environ) -> str | None:
    """What the answer is kept under; None for what Django answers each time."""
    path: str = environ["PATH_INFO"]
    if path.startswith(_NEVER) or "HTTP_AUTHORIZATION" in environ:
        return None
    if not _is_our_host(environ.get("HTTP_HOST", "")):
        return None
    is_secure = _is_secure(environ)
    if settings.SECURE_SSL_REDIRECT and not is_secure:
        return None
    query: str = environ.get("QUERY_STRING", "")
    if query and not path.startswith(api_edge.PREFIX):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([pair for pair in pairs if pair[0] in _PAGE_PARAMETERS])
    return f"{is_secure:d} {path}?{query}"


@lru_cache(maxsize=64)
def _is_our_host(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _is_secure(environ: Environ) -> bool:
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        return str(environ.get(name, "")).split(",")[0].strip() == value
    return bool(environ.get("wsgi.url_scheme") == "https")


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
    )


def _status(response: HttpResponse) -> str:
    return f"{response.status_code} {response.reason_phrase}"


def _give(
    found: Finished, environ: Environ, start_response: StartResponse, more: Headers
) -> list[bytes]:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "") if found.is_compressed else ""
    form, body = found.form(_coding(accepted) if accepted else "")
    headers = [*form, *more]
    if environ["PATH_INFO"].startswith(api_edge.PREFIX) and _REQUEST_ID not in dict(form):
        headers.append((_REQUEST_ID, api_edge.request_id(environ.get("HTTP_X_REQUEST_ID", ""))))
    if _is_unchanged(found, environ):
        start_response("304 Not Modified", [h for h in headers if h[0] not in _OF_A_BODY])
        return []
    start_response(found.status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_unchanged(found: Finished, environ: Environ) -> bool:
    """Whether the client has these bytes already, in whatever coding (RFC 9110, 13.2.2)."""
    if not found.etag or not found.status.startswith("200"):
        return False
    if (given := environ.get("HTTP_IF_NONE_MATCH")) is not None:
        tags = (tag.strip().removeprefix("W/") for tag in given.split(","))
        return given.strip() == "*" or found.etag in (_CODED_TAG.sub('"', tag) for tag in tags)
    if (since := environ.get("HTTP_IF_MODIFIED_SINCE")) is None:
        return False
    changed = parse_http_date_safe(dict(found.headers).get("Last-Modified", ""))
    asked = parse_http_date_safe(since)
    return changed is not None and asked is not None and changed <= asked


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


#: In the order of the server's preference: how fast, and how small.
_CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=4, mode=brotli.MODE_TEXT),
    "zstd": lambda body: zstandard.ZstdCompressor(level=6).compress(body),
    "gzip": _gzip,
}
_CODED_TAG = re.compile(rf'-(?:{"|".join(_CODINGS)})"$')


@lru_cache(maxsize=256)
def _coding(accepted: str) -> str:
    """The coding that the client prefers; empty: none (RFC 9110, 12.5.3)."""
    weights = {}
    for given in accepted.lower().split(","):
        name, _semicolon, quality = given.partition(";")
        try:
            weights[name.strip()] = float(quality.replace(" ", "").removeprefix("q=") or 1)
        except ValueError:
            continue
    others = weights.get("*", 0.0)
    best = max(_CODINGS, key=lambda name: weights.get(name, others))
    return best if weights.get(best, others) > 0 else ""
