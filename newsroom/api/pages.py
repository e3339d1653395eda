"""What people read of the API: its documentation, and a page for each kind of problem."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from rest_framework.request import Request

from newsroom.lib import addresses, site_settings, surrogate_keys

from . import conditional, limits, schema
from .conditional import Freshness
from .errors import KINDS, ApiProblem
from .views import ReadView, answer_printed

_MAX_AGE_SECONDS = 300


class OpenApiView(ReadView):
    """The description of the API, OpenAPI 3.1."""

    schema = None

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        return answer_printed(
            request, schema.openapi(), keys=("openapi",), max_age_seconds=_MAX_AGE_SECONDS
        )


class PageView(ReadView):
    """An HTML page; whatever is asked for, it is the only representation."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """No negotiation: an error page must not answer with an error."""

    def page(self, request: Request, template: str, **context: Any) -> HttpResponse:
        content = render_to_string(template, context).encode()
        fresh = Freshness(
            conditional.etag_of_bytes(content), at=None, max_age_seconds=_MAX_AGE_SECONDS,
            keys=(surrogate_keys.SITE,),
        )  # fmt: skip
        if conditional.is_unchanged(request, fresh):
            return conditional.not_modified(fresh)
        return conditional.tell_caches(HttpResponse(content), fresh)


class DocsView(PageView):
    """The documentation for people, made from the description; nothing comes from elsewhere."""

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        return self.page(
            request,
            "api/docs.html",
            site_name=site_settings.current().name,
            # By its path: the page's own origin may be another name of the same site.
            openapi="openapi.json",
            reading=limits.READING.most,
            search=limits.SEARCH.most,
            problems=[(code, kind) for code, kind in KINDS.items()],
        )


class ProblemView(PageView):
    """What a kind of problem means: the address in the “type” of its answers."""

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        kind = KINDS.get(place["code"])
        if kind is None:
            raise ApiProblem("not_found")
        return self.page(
            request, "api/problem.html", code=place["code"], kind=kind, docs=addresses.api("/docs")
        )
