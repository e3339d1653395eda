"""The shapes of what the API prints, as JSON Schema: OpenAPI's components, and what ``fields`` has.

Apps register theirs in their ``shapes.py``; a document's members are these and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from operator import or_
from types import NoneType
from typing import Annotated, Any, Literal, NotRequired, get_args, get_origin, get_type_hints

Schema = dict[str, Any]
#: Names of members, each with those of its own.
Members = Mapping[str, "Members"]
#: How far below a document's own members ``fields`` reaches.
LEVELS = 2
Id = Annotated[str, ("format", "uuid")]
Url = Annotated[str, ("format", "uri")]
Instant = Annotated[str, ("format", "date-time")]
Natural = Annotated[int, ("minimum", 0)]
Positive = Annotated[int, ("minimum", 1)]
Version = Annotated[
    int,
    ("minimum", 0),
    "The ledger's number of the newest public change of this resource. It only grows.",
]
_TYPES = {str: "string", int: "integer", bool: "boolean", float: "number"}

_shapes: dict[str, Schema] = {}


def register(shapes: Mapping[str, Schema]) -> None:
    _shapes.update(shapes)


def all_shapes() -> dict[str, Schema]:
    return {name: _shapes[name] for name in sorted(_shapes)}


def shape(name: str) -> Schema:
    return _shapes[name]


@cache
def members(name: str) -> Members:
    """The shape's members, each with its own where it is an object or a list of them."""
    return _members(_shapes[name]["properties"], LEVELS)


def _members(properties: Mapping[str, Schema], levels: int) -> Members:
    return {
        name: _members(_object(schema), levels - 1) if levels else {}
        for name, schema in properties.items()
    }


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


def shape_of(
    document: Any, declared: Mapping[str, Schema] | None = None, *, optional: Sequence[str] = ()
) -> Schema:
    """The shape of a TypedDict, which its docstring describes.

    ``Annotated`` has a member's description and pairs of its schema; ``declared`` are the
    schemas of members that are declared elsewhere. A TypedDict in it has the API's shape of its
    name, unless that ends in "Members": those are written out where they stand.
    """
    hints = get_type_hints(document, include_extras=True)
    members = {name: _schema(hint) for name, hint in hints.items()}
    return obj(document.__doc__, members | dict(declared or {}), optional=optional)


def _schema(hint: Any) -> Schema:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        said = [
            _described(each) if isinstance(each, str) else dict([each]) for each in arguments[1:]
        ]
        return reduce(or_, said, _schema(arguments[0]))
    if origin is Literal:
        return enum(*arguments) if len(arguments) > 1 else const(*arguments)
    if origin is list:
        return array(_schema(arguments[0]))
    if NoneType in arguments:
        return nullable(_schema(arguments[0]))
    if origin is NotRequired:
        return _schema(arguments[0])
    if hint in _TYPES:
        return {"type": _TYPES[hint]}
    name = hint.__name__.removesuffix("Document")
    return shape_of(hint) if name.endswith("Members") else ref(name)


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
    properties = {
        member: _loose(schema, LEVELS) for member, schema in shape(name)["properties"].items()
    }
    return {
        "type": "object",
        "description": f"{name} with the members that “fields” asks for.",
        "properties": properties,
    }


def _loose(schema: Schema, levels: int) -> Schema:
    """The same with nothing required of the objects, reached through lists and null."""
    if "$ref" in schema:
        target = shape(schema["$ref"].rsplit("/", 1)[1])
        return _loose(target, levels) if target.get("type") == "object" else schema
    if "items" in schema:
        return {**schema, "items": _loose(schema["items"], levels)}
    if "anyOf" in schema:
        return {**schema, "anyOf": [_loose(option, levels) for option in schema["anyOf"]]}
    if not levels or "properties" not in schema:
        return schema
    inner = {name: _loose(each, levels - 1) for name, each in schema["properties"].items()}
    kept = {member: value for member, value in schema.items() if member != "required"}
    return {**kept, "properties": inner}


VERSION = _schema(Version)
