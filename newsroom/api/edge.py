"""What is true of every answer under /api/, whatever made it: an id, and problems for errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import getrandbits

from django.http import HttpRequest, HttpResponse

from . import errors

PREFIX = "/api/"
# Partners get a takedown as a canceled item, which is JSON of its own.
_OURS = {errors.MEDIA_TYPE, "application/json"}
_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# The admin's forms may have more fields than any request to the API.
_MOST_PARAMETERS = 1000


def is_for_the_api(request: HttpRequest) -> bool:
    return f"{request.path}/".startswith(PREFIX)


class ApiEdge:
    """Middleware; stands first, so that errors of the other middlewares are problems too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_the_api(request):
            return self.get_response(request)
        given = request.headers.get("X-Request-ID", "")
        request.request_id = request_id(given)  # type: ignore[attr-defined]
        if request.META["QUERY_STRING"].count("&") < _MOST_PARAMETERS:
            response = self.get_response(request)
        else:
            response = errors.answer(errors.ApiProblem("bad_request"), request)
        if response.status_code >= 400 and response["Content-Type"] not in _OURS:
            # Django's own error page.
            problem = errors.ApiProblem(errors.code_of(response.status_code))
            response = errors.answer(problem, request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What is raised past the view, as when an answer is printed."""
        if not hasattr(request, "request_id"):
            return None
        return errors.answer(errors.from_exception(error, request), request)


def request_id(given: str) -> str:
    """The one that came with the request, where a proxy gave it; else a new one."""
    if given and _GOOD_ID.fullmatch(given):
        return given
    return f"{getrandbits(128):032x}"
