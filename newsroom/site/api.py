"""The site as a whole in the reading API: search, what a path stands for, what there is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from articles import paths
from articles.api import AUTHOR, PUBLISHED_AFTER, PUBLISHED_BEFORE, SECTION, TAG
from newsroom.api import fields, gone, limits, moments, pagination, parameters, shapes
from newsroom.api.errors import ApiProblem
from newsroom.api.parameters import Parameter, Wrong
from newsroom.api.shapes import Schema
from newsroom.api.views import ReadView, answer_printed, listed_printed
from newsroom.editorial import registry
from newsroom.lib import addresses, languages, site_settings, surrogate_keys

from . import search
from .search import index, narrowing
from .shapes import FILES, RESOURCES, SEARCH_MEMBERS, SEARCHED, SHAPES, hit_name

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
    "q", _words,
    gettext_lazy("The words to look for: what is found holds all of them. Words in quotation "
                 "marks stand side by side; a minus leaves out what holds a word or phrase."),
    {"type": "string", "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$",
     "maxLength": search.LONGEST_QUERY},
    max_length=search.LONGEST_QUERY, required=True, example="harbour bridge",
)  # fmt: skip
COUNT = Parameter(
    "count", parameters.yes_or_no,
    gettext_lazy("Whether the first page has “total”, counted up to 1,000; where there are more "
                 "than were counted, “total_is_lower_bound” says so."),
    {"type": "boolean", "default": False}, default=False,
)  # fmt: skip
PATH = Parameter(
    "path", _path, gettext_lazy("A path of this site, as readers' browsers ask for it."),
    {"type": "string", "pattern": r"^/([^/?#\x00][^?#\x00]*)?$", "maxLength": 500},
    max_length=500, required=True, example="/about/",
)  # fmt: skip


TYPE = Parameter(
    "type", parameters.choice([each.name for each in SEARCHED]),
    gettext_lazy("Items of this type only."),
    {"type": "string", "enum": [each.name for each in SEARCHED]},
)  # fmt: skip
_HITS = [hit_name(each.name) for each in SEARCHED]


class SearchView(ReadView):
    """Articles and posts that hold all the words, best first, and what has them as its name."""

    path = "/search"
    operation = "search"
    limit = limits.SEARCH
    parameters = (
        Q, parameters.LIMIT, pagination.CURSOR, TYPE, SECTION, AUTHOR, TAG, PUBLISHED_AFTER,
        PUBLISHED_BEFORE, fields.fields_parameter(*_HITS), COUNT,
    )  # fmt: skip

    def answers(self) -> Schema:
        hits = [name for each in _HITS for name in (each, shapes.part_name(each))]
        return shapes.page_of(*hits, **SEARCH_MEMBERS, **shapes.TOTAL)

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponse:
        given = parameters.given(request)
        after = None
        if asked["cursor"] is not None:
            text = pagination.decode(asked["cursor"], self.path, given)
            after = search.Place.from_text(text)
        is_behind = index.is_behind()
        around = moments.now(each.name for each in SEARCHED)
        found = search.find(
            asked["q"], at=around.at, limit=asked["limit"], after=after,
            filters=_filters(asked, around.at), counts=asked["count"],
        )  # fmt: skip
        next_url = None
        if found.after is not None:
            given |= {"q": found.corrected} if found.corrected else {}
            next_url = pagination.next_address(self.path, given, found.after.to_text())
        hits = [fields.shown(hit_name(each["type"]), asked).pick(each) for each in found.documents]
        envelope = pagination.envelope(
            hits, next_url, corrected=found.corrected or None,
            things=[_thing(each) for each in found.things], **_total(found),
        )  # fmt: skip
        response = listed_printed(request, envelope, keys=(surrogate_keys.SEARCH,), around=around)
        # It says what this reader has left: no shared cache may give it to another.
        lifetime = response["Cache-Control"].replace("public", "private")
        response["Cache-Control"] = "no-store" if is_behind else lifetime
        return response


def _filters(asked: dict[str, Any], at: datetime) -> search.Filters:
    named = {
        name: narrowing.uuid_of(narrowing.thing(name, asked[name], at))
        for name in ("section", "author", "tag")
        if asked[name] is not None
    }
    return search.Filters(
        type=asked["type"] or "", **named,
        after=asked["published_after"], before=asked["published_before"],
    )  # fmt: skip


def _thing(thing: search.Thing) -> dict[str, Any]:
    links = {"html": addresses.absolute(thing.url), "self": addresses.api(
        f"/{thing.type}s/{thing.id}")}  # fmt: skip
    return {"type": thing.type, "id": thing.id, "name": thing.name, "links": links}


def _total(found: search.Found) -> dict[str, Any]:
    if found.total is None:
        return {}
    return {"total": found.total, "total_is_lower_bound": found.total_is_lower_bound}


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
            raise ApiProblem("not_found")
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
            "name": site_settings.current().name,
            "description": site_settings.current().description,
            "url": addresses.absolute("/"),
            "language": languages.of_site(),
            "time_zone": site_settings.current().time_zone,
            "contact": site_settings.current().email,
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
