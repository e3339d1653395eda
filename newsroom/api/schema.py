"""OpenAPI 3.1 from what the views declare: their parameters, their shape, the kinds of problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from . import errors, shapes
from .parameters import Parameter
from .shapes import Schema, array, integer, obj, ref, string, url

_PLACES: dict[str, Schema] = {
    "public_id": {"type": "string", "format": "uuid"},
    "slug": {"type": "string", "minLength": 1, "maxLength": 120},
    "key": {"type": "string", "minLength": 1, "maxLength": 120, "description": "An id or a slug."},
}
_MEANINGS = {
    200: "What was asked for.",
    301: "It is at another address now.",
    304: "Unchanged since the answer that had this ETag.",
}
#: What every reading address may answer besides a 200.
ALWAYS = (304, 400, 406, 500, 503)
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
        }


def _path_parameters(path: str) -> Iterable[dict[str, Any]]:
    for name, schema in _PLACES.items():
        if f"{{{name}}}" in path:
            yield {"in": "path", "name": name, "required": True, "schema": schema}


def _query_parameter(parameter: Parameter) -> dict[str, Any]:
    # A list is one value with commas; a parameter that is given twice is an error.
    style = {"style": "form", "explode": False} if parameter.schema.get("type") == "array" else {}
    return {
        "in": "query",
        "name": parameter.name,
        "required": parameter.required,
        "description": str(parameter.description),
        "schema": dict(parameter.schema),
        **style,
    }


def _response(status: int, schema: Schema | None = None) -> dict[str, Any]:
    if schema is not None:
        return {
            "description": _MEANINGS[status],
            "headers": _HEADERS,
            "content": {"application/json": {"schema": schema}},
        }
    if status in _MEANINGS:
        return {"description": _MEANINGS[status]}
    kind = errors.KINDS[errors.BY_STATUS[status]]
    return {
        "description": str(kind.title),
        "content": {errors.MEDIA_TYPE: {"schema": ref("Problem")}},
    }


_HEADERS = {
    "ETag": {"schema": {"type": "string"}, "description": "Strong: equal only with equal bytes."},
    "X-Request-ID": {"schema": {"type": "string"}},
}

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


@cache
def openapi() -> dict[str, Any]:
    """The description of the whole API; it depends on code and settings alone."""
    return SchemaGenerator().get_schema(public=True)
