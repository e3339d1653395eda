"""Answering with a public file: whole, a part of it, or that the reader has it already.

Source: RFC 9110, sections 13 and 14. A request for several ranges gets the whole file, as the
standard allows.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from .stores import media_type, renditions_storage

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


@dataclass(frozen=True)
class Range:
    """The bytes from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """A range that begins after the end."""


def answer(request: HttpRequest, name: str, *, cache_control: str) -> HttpResponseBase:
    """The file of this name in the public storage. Raises FileNotFoundError.

    With ``ACCEL_REDIRECT`` the front server sends the bytes, and answers for ranges and for what
    the reader has already; the headers are ours.
    """
    storage = renditions_storage()
    size = storage.size(name)
    etag = f'"{_digest(name)}"'
    headers = {
        "Cache-Control": cache_control,
        "Content-Type": media_type(name),
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        # Captions are fetched by the player's page, which may be at another host than the files.
        "Access-Control-Allow-Origin": "*",
    }
    if settings.ACCEL_REDIRECT and not storage.answers_readers:
        headers["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT.rstrip('/')}/{name}"
        return HttpResponse(headers=headers)
    head = HttpResponse(headers={**headers, "Content-Length": str(size)})
    conditional = get_conditional_response(request, etag=etag, response=head)
    if conditional is not head or request.method == "HEAD":
        return conditional  # type: ignore[return-value]
    try:
        asked = _asked_range(request, size, etag)
    except Unsatisfiable:
        return _unsatisfiable(size)
    if asked is None:
        status, sent = 200, Range(0, size - 1)
    else:
        status, sent = 206, asked
        headers["Content-Range"] = f"bytes {sent.first}-{sent.last}/{size}"
    part = storage.part(name, first=sent.first, length=sent.length)
    headers["Content-Length"] = str(sent.length)
    return StreamingHttpResponse(part, status=status, headers=headers)


def parse_range(header: str, size: int) -> Range | None:
    """The one range of a header such as ``bytes=0-499``; None for what is not honoured.

    Raises ``Unsatisfiable``.
    """
    found = _RANGE.fullmatch(header.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        wanted = Range(max(0, size - int(last)), size - 1)
    else:
        wanted = Range(int(first), min(int(last), size - 1) if last else size - 1)
        if last and int(last) < int(first):
            return None
    if wanted.first >= size or wanted.length < 1:
        raise Unsatisfiable
    return wanted


def _asked_range(request: HttpRequest, size: int, etag: str) -> Range | None:
    """A reader who holds a part of other bytes (If-Range) gets the whole."""
    header = request.headers.get("Range", "")
    if not header or request.headers.get("If-Range", etag) != etag:
        return None
    return parse_range(header, size)


def _digest(name: str) -> str:
    """The hash of the content that stands in every public name."""
    return name.rpartition("-")[2].partition(".")[0]


def _unsatisfiable(size: int) -> HttpResponse:
    headers = {"Content-Range": f"bytes */{size}", "Cache-Control": "no-store"}
    return HttpResponse(
        "The file is shorter than that.\n",
        status=416,
        content_type="text/plain; charset=utf-8",
        headers=headers,
    )
