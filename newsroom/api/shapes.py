"""The shapes of what the API prints, as JSON Schema: OpenAPI's components, and what ``fields`` has.

Apps register theirs in their ``shapes.py``; a document's members are these and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]

_shapes: dict[str, Schema] = {}


def register(shapes: Mapping[str, Schema]) -> None:
    _shapes.update(shapes)


def all_shapes() -> dict[str, Schema]:
    return {name: _shapes[name] for name in sorted(_shapes)}


def shape(name: str) -> Schema:
    return _shapes[name]


def members(name: str) -> dict[str, tuple[str, ...]]:
    """The shape's members, each with its own members where it is an object or a list of them."""
    properties = _shapes[name]["properties"]
    return {member: tuple(_object(schema)) for member, schema in properties.items()}


def _object(schema: Schema) -> Mapping[str, Any]:
    """The properties of the object that a schema leads to: through lists, references and null."""
    if "$ref" in schema:
        return _object(_shapes[schema["$ref"].rsplit("/", 1)[1]])
    if "items" in schema:
        return _object(schema["items"])
    for option in schema.get("anyOf", ()):
        found = _object(option)
        if found:
            return found
    return schema.get("properties", {})


def obj(
    description: str, properties: Mapping[str, Schema], *, optional: Sequence[str] = ()
) -> Schema:
    """An object whose members are always there, but for the optional ones."""
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
    }


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def array(items: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": items, **_described(description)}


def string(description: str = "", **more: Any) -> Schema:
    return {"type": "string", **_described(description), **more}


def enum(*values: str, description: str = "") -> Schema:
    return {"type": "string", "enum": list(values), **_described(description)}


def const(value: str) -> Schema:
    return {"type": "string", "const": value}


def integer(description: str = "", **more: Any) -> Schema:
    return {"type": "integer", **_described(description), **more}


def number(description: str = "", **more: Any) -> Schema:
    return {"type": "number", **_described(description), **more}


def boolean(description: str = "") -> Schema:
    return {"type": "boolean", **_described(description)}


def public_id(description: str = "") -> Schema:
    return string(description, format="uuid")


def url(description: str = "") -> Schema:
    return string(description, format="uri")


def instant(description: str = "") -> Schema:
    return string(description, format="date-time")


def _described(description: str) -> Schema:
    return {"description": description} if description else {}


def page_of(*names: str, **more: Schema) -> Schema:
    """The envelope of a list whose entries have one of the shapes."""
    items = ref(names[0]) if len(names) == 1 else {"anyOf": [ref(name) for name in names]}
    members = {"data": array(items), "next": nullable(url("The page that follows.")), **more}
    return obj("One page of a list.", members, optional=tuple(more))


TOTAL: dict[str, Schema] = {
    "total": integer("Of all pages, with “count=true”.", minimum=0),
    "total_is_lower_bound": boolean("Whether there are more than were counted."),
}


def whole_or_part(name: str) -> Schema:
    """A document, or with ``fields`` some members of it."""
    return {"anyOf": [ref(name), ref(part_name(name))]}


def listed(name: str) -> str:
    """The name of the shape that such documents have in lists."""
    short = f"Listed{name}"
    return short if short in _shapes else name


def part_name(name: str) -> str:
    return f"{name}Part"


def part_of(name: str) -> Schema:
    """The shape of a document of which ``fields`` prints some members only."""
    properties = {member: _loose(schema) for member, schema in shape(name)["properties"].items()}
    return {
        "type": "object",
        "description": f"{name} with the members that “fields” asks for.",
        "properties": properties,
    }


def _loose(schema: Schema) -> Schema:
    """The same with nothing required of the object, reached through lists and null."""
    if "$ref" in schema:
        target = shape(schema["$ref"].rsplit("/", 1)[1])
        return _loose(target) if target.get("type") == "object" else schema
    if "items" in schema:
        return {**schema, "items": _loose(schema["items"])}
    if "anyOf" in schema:
        return {**schema, "anyOf": [_loose(option) for option in schema["anyOf"]]}
    return {member: value for member, value in schema.items() if member != "required"}


VERSION = integer(
    "The ledger's number of the newest public change of this resource. It only grows.", minimum=0
)
