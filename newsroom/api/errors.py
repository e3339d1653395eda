"""Every error under /api/ is ``application/problem+json`` (RFC 9457) and names a page we serve."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from newsroom.lib import addresses

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status, its title, and what its page says about it."""

    status: int
    title: str | Promise
    meaning: str | Promise


KINDS: dict[str, Kind] = {
    "bad_parameter": Kind(
        400, _("A parameter is wrong"),
        _("A query parameter is unknown, repeated, or has a value it may not have. The member "
          "“errors” names each one and says what it may be. Nothing is ignored or capped in "
          "silence."),
    ),
    "bad_request": Kind(
        400, _("The request cannot be read"),
        _("The request is not well formed. The detail says what could not be read."),
    ),
    "forbidden": Kind(
        403, _("Not allowed"),
        _("The client is known, but may not do this."),
    ),
    "not_found": Kind(
        404, _("Not found"),
        _("Nothing is published at this address. Whether something is being written or planned "
          "is not told."),
    ),
    "method_not_allowed": Kind(
        405, _("The method is not allowed"),
        _("The address does not know this method. The header “Allow” lists those it knows."),
    ),
    "not_acceptable": Kind(
        406, _("No such representation"),
        _("The address cannot answer in any of the media types that the header “Accept” lists. "
          "Ask for application/json."),
    ),
    "withdrawn": Kind(
        410, _("Withdrawn"),
        _("It was published here and has been withdrawn. Remove your copy."),
    ),
    "retracted": Kind(
        410, _("Retracted"),
        _("It was published here and has been retracted. The note says why. Remove your copy and "
          "print the note where the story stood."),
    ),
    "privacy": Kind(
        410, _("Removed for privacy"),
        _("It was removed to protect a person. Remove your copy and everything made from it."),
    ),
    "too_large": Kind(
        413, _("The request is too large"),
        _("The request's body is larger than the address accepts."),
    ),
    "too_many_requests": Kind(
        429, _("Too many requests"),
        _("Your address has asked more often than the limit allows. Ask again after the seconds in "
          "the header “Retry-After”."),
    ),
    "legal": Kind(
        451, _("Unavailable for legal reasons"),
        _("It was published here and may not be shown for legal reasons. Remove your copy."),
    ),
    "server_error": Kind(
        500, _("Something went wrong here"),
        _("The error is ours and has been logged under the request's id. Trying again later may "
          "help."),
    ),
    "unavailable": Kind(
        503, _("Not available at the moment"),
        _("The service cannot answer just now. Try again in a few seconds."),
    ),
}  # fmt: skip

#: What a bare status means where nothing more is known.
BY_STATUS = {
    400: "bad_request", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    406: "not_acceptable", 410: "withdrawn", 413: "too_large",
    429: "too_many_requests", 451: "legal", 500: "server_error", 503: "unavailable",
}  # fmt: skip


def code_of(status: int) -> str:
    return BY_STATUS.get(status) or ("bad_request" if status < 500 else "server_error")


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong; ``parameter`` names a query parameter, ``pointer`` a body member."""

    detail: str
    code: str
    parameter: str = ""
    pointer: str = ""

    def as_json(self) -> dict[str, str]:
        where = {"parameter": self.parameter} if self.parameter else {"pointer": self.pointer}
        return {**where, "code": self.code, "detail": self.detail}


@dataclass
class ApiProblem(Exception):
    """An answer that is an error. ``more`` are further members of the problem document."""

    code: str
    detail: str | Promise = ""
    flaws: Iterable[Flaw] = ()
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.code)

    @property
    def status(self) -> int:
        return KINDS[self.code].status


def wrong(parameter: str, detail: str | Promise, code: str = "invalid") -> ApiProblem:
    """The problem of one wrong query parameter."""
    return bad_parameters([Flaw(str(detail), code, parameter=parameter)])


def bad_parameters(flaws: list[Flaw]) -> ApiProblem:
    return ApiProblem("bad_parameter", " ".join(flaw.detail for flaw in flaws), flaws)


def answer(problem: ApiProblem, request: HttpRequest) -> HttpResponse:
    """The response of a problem. It echoes nothing of the address."""
    kind = KINDS[problem.code]
    document = {
        "type": addresses.api(f"/problems/{problem.code}"),
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(problem.detail or kind.meaning),
        "request_id": getattr(request, "request_id", ""),
        **problem.more,
    }
    flaws = [flaw.as_json() for flaw in problem.flaws]
    if flaws:
        document["errors"] = flaws
    response = HttpResponse(
        orjson.dumps(document), content_type=MEDIA_TYPE, status=kind.status, headers=problem.headers
    )
    # A 404 may become a story at any second; no cache keeps an error.
    response["Cache-Control"] = "no-store"
    return response


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """REST framework's exception handler: whatever is raised in a view becomes a problem."""
    request = context["request"]
    problem = from_exception(error, request)
    if problem.status == 405:
        problem.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return answer(problem, getattr(request, "_request", request))


def from_exception(error: Exception, request: Any) -> ApiProblem:
    """The problem that an exception stands for; an unforeseen one is logged and is a 500."""
    if isinstance(error, ApiProblem):
        return error
    if isinstance(error, Http404):
        return ApiProblem("not_found")
    if isinstance(error, PermissionDenied):
        return ApiProblem("forbidden")
    if isinstance(error, RequestDataTooBig):
        return ApiProblem("too_large")
    if isinstance(error, SuspiciousOperation):
        return ApiProblem("bad_request", _("The request is not well formed."))
    if isinstance(error, exceptions.APIException):
        return ApiProblem(code_of(error.status_code))
    logger.error("%s failed.", getattr(request, "path", "A request"), exc_info=error)
    return ApiProblem("unavailable" if isinstance(error, OperationalError) else "server_error")
