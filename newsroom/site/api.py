"""The site as a whole in the reading API: search, what a path stands for, what there is."""

from __future__ import annotations

import base64
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from articles import paths
from newsroom.api import fields, gone, limits, moments, pagination, parameters, shapes
from newsroom.api.errors import Problem
from newsroom.api.parameters import Parameter, Wrong
from newsroom.api.shapes import Schema
from newsroom.api.views import ReadView, answer_printed, listed_printed
from newsroom.editorial import registry
from newsroom.lib import addresses, languages, surrogate_keys

from . import search
from .shapes import FILES, RESOURCES, SEARCHED, SHAPES, hit_name

shapes.register(SHAPES)


def _words(text: str) -> str:
    if not text.strip():
        raise Wrong(_("give the words to look for."))
    return text


def _path(text: str) -> str:
    if not text.startswith("/") or text.startswith("//") or "?" in text or "#" in text:
        raise Wrong(_("give a path of this site that begins with one slash, such as “/about/”."))
    return text


Q = Parameter(
    "q", _words, gettext_lazy("The words to look for: what is found holds all of them."),
    {"type": "string", "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$",
     "maxLength": search.LONGEST_QUERY},
    max_length=search.LONGEST_QUERY, required=True, example="harbour bridge",
)  # fmt: skip
PATH = Parameter(
    "path", _path, gettext_lazy("A path of this site, as readers' browsers ask for it."),
    {"type": "string", "pattern": r"^/([^/?#\x00][^?#\x00]*)?$", "maxLength": 500},
    max_length=500, required=True, example="/about/",
)  # fmt: skip


class SearchView(ReadView):
    """Articles and posts that hold all the words, best first."""

    path = "/search"
    operation = "search"
    limit = limits.SEARCH
    parameters = (Q, parameters.LIMIT, pagination.CURSOR)

    def answers(self) -> Schema:
        return shapes.page_of(*(hit_name(each.name) for each in SEARCHED))

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        given = parameters.given(request)
        after = None
        if asked["cursor"] is not None:
            text = pagination.decode(asked["cursor"], self.path, given)
            rank, key = orjson.loads(base64.urlsafe_b64decode(text))
            after = (float(rank), int(key))
        around = moments.now(each.name for each in SEARCHED)
        found = search.find(asked["q"], at=around.at, limit=asked["limit"], after=after)
        next_url = None
        if found.after is not None:
            text = base64.urlsafe_b64encode(orjson.dumps(found.after)).decode()
            next_url = pagination.next_address(self.path, given, text)
        hits = [_hit(document) for document in found.documents]
        response = listed_printed(
            request,
            pagination.envelope(hits, next_url),
            keys=(surrogate_keys.SEARCH,),
            around=around,
        )
        # It says what this reader has left: no shared cache may give it to another.
        response["Cache-Control"] = response["Cache-Control"].replace("public", "private")
        return response


def _hit(document: dict[str, Any]) -> dict[str, Any]:
    shown = fields.shown(hit_name(document["type"]), {})
    return shown.pick(document)


class ResolveView(ReadView):
    """What a path of the site stands for; for front ends that have the site's addresses."""

    parameters = (PATH,)
    operation = "resolve"
    statuses = (404, 410, 451)

    def answers(self) -> Schema:
        return shapes.ref("Resolution")

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        around = moments.now(t.name for t in registry.item_types())
        found = paths.find(asked["path"], around.at)
        if found is None:
            raise Problem("not_found")
        if found.gone is not None:
            return gone.of_item(registry.type_of(found.gone).name, found.gone)
        moved = found.address != addresses.absolute(asked["path"])
        document = {
            "type": found.type_name or None,
            "id": str(found.public_id) if found.public_id else None,
            "redirect": found.address if moved else None,
            "links": {"html": found.address, "self": _resource(found)},
        }
        return answer_printed(request, document, keys=(surrogate_keys.CHANGES,), around=around)


def _resource(found: paths.Resolved) -> str | None:
    if not found.type_name:
        return None
    return addresses.api(f"/{found.type_name}s/{found.public_id}")


class SiteView(ReadView):
    """The publication, and where everything is."""

    operation = "get_site"

    def answers(self) -> Schema:
        return shapes.ref("Site")

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        document = {
            "name": settings.SITE_NAME,
            "description": settings.SITE_DESCRIPTION,
            "url": addresses.absolute("/"),
            "language": languages.of_site(),
            "time_zone": settings.TIME_ZONE,
            "contact": settings.CONTACT_EMAIL,
            "links": {
                **{name: addresses.api(f"/{name}") for name in RESOURCES},
                "openapi": addresses.api("/openapi.json"),
                **{name: addresses.absolute(file) for name, file in FILES.items()},
            },
        }
        return answer_printed(request, document, keys=(surrogate_keys.SITE,))


api_urls = [
    path("search", SearchView.as_view(), name="api-search"),
    path("resolve", ResolveView.as_view(), name="api-resolve"),
    path("site", SiteView.as_view(), name="api-site"),
]
