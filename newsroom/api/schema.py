"""OpenAPI 3.1 from what the views declare: their parameters, their shape, the kinds of problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from newsroom.lib import site_settings

from . import errors, shapes
from .parameters import ID_EXAMPLE, Parameter
from .shapes import Schema, array, integer, obj, ref, string, url

_PLACES: dict[str, Schema] = {
    "public_id": {"type": "string", "format": "uuid"},
    "slug": {"type": "string", "minLength": 1, "maxLength": 120},
    "key": {"type": "string", "minLength": 1, "maxLength": 120},
}
_PLACES_SAID = {
    "public_id": ("The item's or the image's id.", ID_EXAMPLE),
    "slug": ("The last part of its address.", "harbour-bridge-closes"),
    "key": ("Its id or its slug.", "transport"),
}
_MEANINGS = {
    200: "What was asked for.",
    301: "It is at another address now.",
    304: "Unchanged since the answer that had this ETag.",
}
#: What every reading address may answer besides a 200.
ALWAYS = (304, 400, 406, 429, 500, 503)
_GONE = {410, 451}


class Schema31(AutoSchema):
    """Reads the operation from the view: ``parameters``, ``answers``, ``statuses``, docstring."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any]:
        view: Any = self.view
        responses = {str(status): _response(status) for status in sorted({*ALWAYS, *view.statuses})}
        responses["200"] = _response(200, view.answers())
        for status in _GONE & set(view.statuses) if view.tombstone else ():
            responses[str(status)]["content"]["application/json"] = {"schema": view.tombstone}
        return {
            "operationId": view.operation_id(),
            "summary": view.summary or view.__doc__.strip().partition("\n")[0],
            "tags": [path.removeprefix("/api/v1/").partition("/")[0]],
            "parameters": [*_path_parameters(path), *map(_query_parameter, view.parameters)],
            "responses": dict(sorted(responses.items())),
            # Reading needs no key.
            "security": [],
        }


def _path_parameters(path: str) -> Iterable[dict[str, Any]]:
    for name, schema in _PLACES.items():
        if f"{{{name}}}" in path:
            said, example = _PLACES_SAID[name]
            yield {
                "in": "path",
                "name": name,
                "required": True,
                "description": said,
                "schema": schema,
                "example": example,
            }


def _query_parameter(parameter: Parameter) -> dict[str, Any]:
    # A list is one value with commas. Repeated, it is understood as well.
    schema = dict(parameter.schema)
    if parameter.values:
        schema["items"] = {**schema["items"], "enum": list(parameter.values())}
    style = {"style": "form", "explode": False} if parameter.schema.get("type") == "array" else {}
    return {
        "in": "query",
        "name": parameter.name,
        "required": parameter.required,
        "description": str(parameter.description),
        "schema": schema,
        **style,
        **({} if parameter.example is None else {"example": parameter.example}),
    }


def _response(status: int, schema: Schema | None = None) -> dict[str, Any]:
    if schema is not None:
        return {
            "description": _MEANINGS[status],
            "headers": _HEADERS,
            "content": {"application/json": {"schema": schema}},
        }
    if status in _MEANINGS:
        headers = {"Location": _header("Where it is.", "uri")} if status == 301 else _HEADERS
        return {"description": _MEANINGS[status], "headers": headers}
    kind = errors.KINDS[errors.BY_STATUS[status]]
    more = _LIMITED if status == 429 else _BLOCKED if status == 451 else {}
    return {
        "description": str(kind.title),
        "headers": {"X-Request-ID": _HEADERS["X-Request-ID"], **more},
        "content": {errors.MEDIA_TYPE: {"schema": ref("Problem")}},
    }


def _header(description: str, format: str = "") -> Schema:
    more = {"format": format} if format else {}
    return {"description": description, "schema": {"type": "string", **more}}


_HEADERS = {
    "ETag": _header("Strong: equal only with equal bytes. Send it back in If-None-Match."),
    "Last-Modified": _header("When it changed, once that is two seconds ago."),
    "Cache-Control": _header("How long caches may keep it; an end of rights shortens it."),
    "Link": _header("The page that follows (RFC 8288), rel=next."),
    "X-Request-ID": _header("The request's name in our log."),
}
_LIMITED = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "RateLimit": _header("What is left, and in how many seconds it begins anew."),
    "RateLimit-Policy": _header("How many requests there are in how many seconds."),
}
_BLOCKED = {"Link": _header("Who keeps it closed (RFC 7725), rel=blocked-by.")}

SHAPES: dict[str, Schema] = {
    "Flaw": {
        "type": "object",
        "description": "One thing that is wrong.",
        "properties": {
            "parameter": string("The query parameter that is wrong."),
            "pointer": string("The member of the body that is wrong (RFC 6901)."),
            "code": string(), "detail": string("What it may be."),
        },
        "required": ["code", "detail"],
    },
    "Problem": obj(
        "An error (RFC 9457).",
        {
            "type": url("A page about this kind of problem."), "title": string(),
            "status": integer(), "detail": string(), "request_id": string(),
            "errors": array(ref("Flaw")),
            "reason": shapes.enum(
                "withdrawn", "retracted", "legal", "privacy",
                description="Why something that was published is gone.",
            ),
            "at": shapes.instant("Since when it is gone."),
            "note": string("What readers are told about it."),
            "headline": string("Of a retracted story."),
            "contact": string("Whom to ask."),
        },
        optional=("errors", "reason", "at", "note", "headline", "contact"),
    ),
}  # fmt: skip


def add_components(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Post-processing of the generated schema: the shapes that it refers to."""
    found = {**shapes.all_shapes()}
    found |= {shapes.part_name(n): shapes.part_of(n) for n in _named_parts(result)}
    result["components"] = {"schemas": dict(sorted(found.items()))}
    result["security"] = []
    return result


def _named_parts(schema: Any) -> set[str]:
    """The names in references to parts."""
    if isinstance(schema, Mapping):
        reference = schema.get("$ref")
        named = set().union(*map(_named_parts, schema.values()))
        if isinstance(reference, str) and reference.endswith("Part"):
            named.add(reference.rsplit("/", 1)[1].removesuffix("Part"))
        return named
    if isinstance(schema, list):
        return set().union(*map(_named_parts, schema))
    return set()


def openapi() -> dict[str, Any]:
    """The description of the whole API, under the newsroom's name."""
    described = _described(get_language() or "")
    return {**described, "info": {"title": site_settings.current().name, **described["info"]}}


@cache
def _described(language: str) -> dict[str, Any]:
    """All else depends on code and settings, in this language."""
    described: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    described["info"].pop("title", None)
    return described
