"""A reader of the WSGI application itself, with the layer that stands before Django."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import brotli
import zstandard
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from newsroom.site import states
from newsroom.site.page_cache import PublicSite

_READERS = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


@contextmanager
def one_connection() -> Iterator[None]:
    """As Django's own test client: the test's transaction is on this connection."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        coding = self.headers.get("content-encoding")
        return (_READERS[coding](self.body) if coding else self.body).decode()

    @property
    def how(self) -> str:
        """hit, joined, stored, miss or pass; empty where the layer let Django answer."""
        return self.headers.get("x-page-cache", "")


class Reader:
    """Asks one web process. ``printed`` counts how often Django was asked."""

    def __init__(self, *, is_on: bool = True) -> None:
        self.printed, self.is_on = 0, is_on
        self._django = WSGIHandler()
        self._site = PublicSite(self._counted, is_on=is_on)  # type: ignore[arg-type]

    @classmethod
    def of(cls, site: Any) -> Reader:
        """A reader of any WSGI application."""
        reader = cls()
        reader._site = site
        return reader

    @property
    def vouched(self) -> set[str]:
        """The addresses of what is kept with a witness."""
        frames = self._site.frames
        return {key for store in frames.stores for key in store.keys}

    @property
    def addresses(self) -> set[str]:
        """All addresses under which something is kept now."""
        finished = states.read().state.finished
        keys = self.vouched | {key for store in finished.stores for key in store.keys}
        return {key.partition(" ")[2] for key in keys}

    def get(self, address: str, *, method: str = "GET", **headers: str) -> Answer:
        path, _sign, query = address.partition("?")
        told: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        with one_connection():
            found = self._site(environ, lambda *told_now: told.extend(told_now[:2]))
            body = b"".join(found)
            if hasattr(found, "close"):
                found.close()
        return Answer(
            int(told[0].split()[0]), {name.lower(): value for name, value in told[1]}, body
        )

    def _counted(self, environ: Any, start_response: Any) -> Any:
        self.printed += 1
        return self._django(environ, start_response)
