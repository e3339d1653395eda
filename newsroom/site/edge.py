"""The rules for every address of readers: it is read-only, and caches are told how long to keep
it."""

from __future__ import annotations

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from newsroom.accounts.staff_middleware import is_for_staff
from newsroom.api import edge as api_edge
from newsroom.api.conditional import MAX_AGE_SECONDS

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
        return response

    return at_the_edge


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
