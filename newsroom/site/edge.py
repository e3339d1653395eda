"""The rules for every address of readers: it is read-only, and caches are told how long to keep
it."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from csp.middleware import CSPMiddleware
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware

from newsroom.accounts.staff_middleware import is_for_staff
from newsroom.api import edge as api_edge
from newsroom.api.conditional import MAX_AGE_SECONDS
from newsroom.lib import site_settings

_NUL = "\x00"
_CSP = "Content-Security-Policy"
READING = ("GET", "HEAD", "OPTIONS")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Answer readers' addresses by these rules; the API and the newsroom have their own.

    An answer that says nothing about caching may be kept for ``MAX_AGE_SECONDS``, the same whatever
    is planned; an error is never kept.
    """

    def at_the_edge(request: HttpRequest) -> HttpResponse:
        if is_for_staff(request) or api_edge.is_for_the_api(request):
            return get_response(request)
        response = _without_the_page(request) or get_response(request)
        if not response.has_header("Cache-Control"):
            is_kept = response.status_code < 400 and request.method != "OPTIONS"
            response["Cache-Control"] = (
                f"public, max-age={MAX_AGE_SECONDS}" if is_kept else "no-store"
            )
        for name, said in site_settings.current().mining.items():
            response.headers.setdefault(name, said)
        return response

    return at_the_edge


def without_nul(get_response: Callable[[HttpRequest], HttpResponse]):
    """NUL, which PostgreSQL refuses, is in no address, nor in what lists and forms are asked.

    Stands last, so that its 404 is that of any unknown address. Readers' pages and the API read
    each of their parameters strictly.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if _NUL in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") and is_for_staff(request):
            query = request.META["QUERY_STRING"].replace("%00", "")
            request.META["QUERY_STRING"] = query
            request.GET = QueryDict(query, encoding=request.encoding)  # type: ignore[assignment]
        return get_response(request)

    return answer


class ConditionalReads(ConditionalGetMiddleware):
    """HEAD has the ETag of GET, and is answered 304 as GET is: Django's own looks at GET alone."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.method == "HEAD":
            request = copy(request)
            request.method = "GET"
        return super().process_response(request, response)


class SortedCsp(CSPMiddleware):
    """The policy in one order: its library's differs from process to process."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response = super().process_response(request, response)
        if policy := response.get(_CSP):
            response[_CSP] = "; ".join(sorted(policy.split("; ")))
        return response


def _without_the_page(request: HttpRequest) -> HttpResponse | None:
    """The answer to a method that needs no page; the same for addresses that do not exist."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(READING)})
    if request.method in READING:
        return None
    return HttpResponseNotAllowed(
        READING,
        "This address can only be read: ask with GET or HEAD.\n",
        content_type="text/plain; charset=utf-8",
    )
