"""The layer before Django: what anonymous readers ask for again is answered here.

An answer that Django has printed is kept in two forms. **Finished** bytes hang on the state of the
site and are given again while the state holds, which a look at shared memory tells. Its **frame**
outlives the state: once its witness has given the same rows again, it is joined with the present
shell. Nothing else is known of any page here: all printing is the views'.

``PAGE_CACHE=off`` leaves frames and witnesses and asks the database at each request.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError
from django.http import HttpResponse

from newsroom.editorial.publication import ledger
from newsroom.lib.pieces import Frame, HoldsBy, PageResponse, Piece, etag

from . import page_keys, states, stored_pages, watcher
from .finished import (
    OF_ITS_FORM,
    REQUEST_ID,
    Environ,
    Finished,
    Headers,
    StartResponse,
    give_parts,
    status_line,
)
from .states import Answers, Reading, State

_READING = ("GET", "HEAD")
#: What a client has already, and who it is, makes no other answer.
_NOT_ASKED = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE")
_MOST_ADDRESSES = 4096
_LONGEST_ADDRESS = 400


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
    #: Under which settings of the site it was printed.
    look: str
    #: What is joined of it says so by this.
    token: object = field(default_factory=object)


class PublicSite:
    """The WSGI application: readers' GET and HEAD from what is kept, all else from Django."""

    def __init__(
        self, django: WSGIHandler, *, is_on: bool = settings.PAGE_CACHE, is_watched: bool = False
    ) -> None:
        self.django = django
        self.is_on = is_on
        self.is_watched = is_watched
        self.frames: Answers[Kept] = Answers(states.MOST_BYTES)
        self._locks = [Lock() for _each in range(64)]
        # What says whether a request came by HTTPS, and which value says that it did.
        self._scheme, self._secure = settings.SECURE_PROXY_SSL_HEADER or (
            "wsgi.url_scheme",
            "https",
        )
        #: The keys of addresses under which something was kept, as servers give them.
        self._keys: dict[tuple[Any, ...], str] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in _READING:
            return self.django(environ, start_response)
        address = (
            environ["PATH_INFO"], environ.get("QUERY_STRING", ""), environ.get("HTTP_HOST", ""),
            environ.get(self._scheme),
        )  # fmt: skip
        key = self._keys.get(address)
        if key is None or "HTTP_AUTHORIZATION" in environ:
            if not page_keys.is_public(environ["PATH_INFO"]):
                return self.django(environ, start_response)
            key = self._key(environ, address)
        if key is not None and (found := self._finished(key)) is not None:
            return found.give(environ, start_response, "hit")
        began = time.perf_counter()
        if self.is_watched:
            watcher.start()
        how, found = self._answer(environ, key)
        if not isinstance(found, Finished):
            return give_parts(found, environ, start_response)
        if key is not None and found.source is not None:
            self._remember(address, key)
        return found.give(environ, start_response, how, began)

    def _finished(self, key: str) -> Finished | None:
        """What the shared number vouches for, without a query."""
        if self.is_on and (state := states.present()) is not None:
            return state.finished.get(key)
        return None

    def _key(self, environ: Environ, address: tuple[Any, ...]) -> str | None:
        if "HTTP_AUTHORIZATION" in environ:
            return None
        path, query, host, scheme = address
        is_secure = str(scheme).split(",")[0].strip() == self._secure
        return page_keys.key_of(path, query, host, is_secure=is_secure)

    def _remember(self, address: tuple[Any, ...], key: str) -> None:
        """The next time nothing of the address has to be read."""
        if address in self._keys or sum(map(len, address[:3])) > _LONGEST_ADDRESS:
            return
        if len(self._keys) >= _MOST_ADDRESSES:
            self._keys.clear()
        self._keys[address] = key

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
                # What nothing vouches for holds as long as the state, which was asked for just now.
                if (found := reading.state.finished.get(key)) is not None:
                    return "hit" if self.is_on else "joined", found
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
        if not state.keeps or kept.look != state.shell.settings.look:
            return None
        if not kept.vouched.holds(rows, head.at):
            return None
        # The same frame in the same shell makes the same bytes.
        found = state.finished.get(key)
        return found if found and found.source is kept.token else self._finish(kept, key, state)

    def _stored(self, key: str) -> Kept | None:
        """What a row has of a page that this process has not."""
        found = stored_pages.find(key)
        if found is None:
            return None
        kept = Kept(found.frame, found.vouched, found.headers, "", None, found.look)
        self.frames.put(key, kept, kept.frame.size)
        return kept

    def _printed(self, environ: Environ, key: str, reading: Reading) -> tuple[str, Any]:
        query, declared = environ.get("QUERY_STRING", ""), page_keys.query_of(key)
        answer = self._at(reading, {**environ, "QUERY_STRING": declared})
        if not isinstance(answer, Kept) and query != declared:
            # No page: a redirect takes the rest along, and an old address may be made of it.
            answer = self._at(reading, environ, keeps=False)
        if isinstance(answer, Kept):
            if answer.vouched is not None:
                self.frames.put(key, answer, answer.frame.size)
            answer = self._finish(answer, key, reading.state)
        return "miss", answer

    def kept(self, environ: Environ, reading: Reading) -> Kept | None:
        """What would be kept of Django's answer at this instant."""
        answer = self._at(reading, environ)
        return answer if isinstance(answer, Kept) else None

    def _at(self, reading: Reading, environ: Environ, *, keeps: bool = True) -> Any:
        shell = environ["newsroom.shell"] = reading.state.shell.at_later(reading.at)
        return self._from_django(environ, look=shell.settings.look if keeps else None)

    def _finish(self, kept: Kept, key: str, state: State) -> Finished:
        pieces = kept.frame.filled(state.shell)
        body = b"".join([piece.raw for piece in pieces])
        found = Finished(body, kept.etag or etag(pieces), kept.headers, source=kept.token)
        if kept.until is None or kept.until >= state.until:
            # What is compressed of it is about as large again.
            state.finished.put(key, found, 2 * len(body) + 500)
        return found

    def _from_django(self, environ: Environ, *, look: str | None = None) -> Any:
        """Django's answer, printed whole: a ``Kept`` under this look if it may be kept."""
        asked = {**environ, "REQUEST_METHOD": "GET"}
        for name in _NOT_ASKED:
            asked.pop(name, None)
        response: Any = self.django(asked, _not_yet)
        if response.streaming:
            return response
        response.close()
        headers = [(k, v) for k, v in response.items() if k not in OF_ITS_FORM]
        headers += [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        own_etag = response.get("ETag", "")
        if look is None or not _may_be_kept(response):
            return Finished(response.content, own_etag, headers, status_line(response))
        headers = [named for named in headers if named[0] != REQUEST_ID]
        is_page = isinstance(response, PageResponse)
        frame = response.frame if is_page else Frame([Piece(response.content)])
        vouched, until = getattr(response, "vouched", None), getattr(response, "until", None)
        return Kept(frame, vouched, headers, "" if is_page else own_etag, until, look)


def _not_yet(*_told: Any) -> Any:
    """Django says its status and headers; the response has them too."""


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
    )
