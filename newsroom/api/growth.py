"""Whether the description of the API has only grown: v1 never takes back what it has promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

#: Words for people, and what depends on the installation: no promise.
_SAID = frozenset(
    {"description", "summary", "title", "example", "examples", "info", "servers", "tags"}
)
#: What a client relies on to be the same.
_SAME = ("type", "format", "const", "$ref")
#: Bounds of what may be asked: one may be moved outward, not inward.
_LOWER, _UPPER = ("minimum", "minLength", "minItems"), ("maximum", "maxLength", "maxItems")


def promised(described: Any, *, is_named: bool = False) -> Any:
    """The description without its words. Below ``properties`` and the like, keys are names."""
    if isinstance(described, Mapping):
        return {
            name: promised(value, is_named=name in _NAMED and not is_named)
            for name, value in sorted(described.items())
            if is_named or name not in _SAID
        }
    return [promised(each) for each in described] if isinstance(described, list) else described


_NAMED = frozenset({"properties", "schemas", "paths", "responses", "headers", "content"})


def taken_back(old: Schema, new: Schema) -> Iterator[str]:
    """What ``new`` breaks of what ``old`` has promised, a sentence each."""
    for path, operations in old["paths"].items():
        for method, operation in operations.items():
            where = f"{method.upper()} {path}"
            found = new["paths"].get(path, {}).get(method)
            if found is None:
                yield f"{where} is gone."
                continue
            yield from _of_parameters(operation, found, where)
            yield from _of_responses(operation["responses"], found["responses"], where)
    schemas = new["components"]["schemas"]
    for name, schema in old["components"]["schemas"].items():
        if name in schemas:
            yield from _of_answer(schema, schemas[name], name)
        else:
            yield f"The shape {name} is gone."


def _of_parameters(old: Schema, new: Schema, where: str) -> Iterator[str]:
    before = {each["name"]: each for each in old.get("parameters", ())}
    after = {each["name"]: each for each in new.get("parameters", ())}
    for name, parameter in before.items():
        if name not in after:
            yield f"{where}: the parameter {name} is gone."
        else:
            yield from _of_question(parameter["schema"], after[name]["schema"], f"{where}: {name}")
    for name, parameter in after.items():
        was_needed = name in before and before[name].get("required")
        if parameter.get("required") and not was_needed:
            yield f"{where}: the parameter {name} is needed now."


def _of_question(old: Schema, new: Schema, where: str) -> Iterator[str]:
    """A parameter may take more than before, and nothing less."""
    if missing := set(old.get("enum", ())) - set(new.get("enum", old.get("enum", ()))):
        yield f"{where} no longer takes {', '.join(sorted(map(str, missing)))}."
    if "enum" in new and "enum" not in old:
        yield f"{where} takes some values only."
    if new.get("type") != old.get("type"):
        yield f"{where} has another type."
    if new.get("default") != old.get("default"):
        yield f"{where} has another default."
    for names, is_narrower in ((_LOWER, _is_higher), (_UPPER, _is_lower)):
        for name in names:
            if is_narrower(new.get(name), old.get(name)):
                yield f"{where}: {name} is narrower."
    if "items" in old:
        yield from _of_question(old["items"], new.get("items", {}), where)


def _is_higher(new: int | None, old: int | None) -> bool:
    return new is not None and new > (old or 0)


def _is_lower(new: int | None, old: int | None) -> bool:
    return new is not None and (old is None or new < old)


def _of_responses(old: Schema, new: Schema, where: str) -> Iterator[str]:
    for status, response in old.items():
        if status not in new:
            yield f"{where} no longer answers {status}."
            continue
        for media_type, content in response.get("content", {}).items():
            found = new[status].get("content", {}).get(media_type)
            if found is None:
                yield f"{where} {status} is no longer {media_type}."
            else:
                yield from _of_answer(content["schema"], found["schema"], f"{where} {status}")


def _of_answer(old: Schema, new: Schema, where: str) -> Iterator[str]:
    """An answer may have more members than before; those it had stay what they were."""
    for name in _SAME:
        if old.get(name) != new.get(name):
            yield f"{where}: {name} was {old.get(name)} and is {new.get(name)}."
    if missing := set(old.get("required", ())) - set(new.get("required", ())):
        yield f"{where} may be without {', '.join(sorted(missing))}."
    for name, member in old.get("properties", {}).items():
        found = new.get("properties", {}).get(name)
        if found is None:
            yield f"{where}.{name} is gone."
        else:
            yield from _of_answer(member, found, f"{where}.{name}")
    if "items" in old:
        yield from _of_answer(old["items"], new.get("items", {}), f"{where}[]")
    yield from _of_options(old, new, where)


def _of_options(old: Schema, new: Schema, where: str) -> Iterator[str]:
    """Another shape among the options is growth, but not that nothing may come as well."""
    for name in ("anyOf", "oneOf"):
        before, after = old.get(name, []), new.get(name, [])
        for option in before:
            alike = [each for each in after if _kind(each) == _kind(option)]
            if not alike:
                yield f"{where} is never {_kind(option)} any more."
            elif all(list(_of_answer(option, each, where)) for each in alike):
                yield from _of_answer(option, alike[0], where)
        nothing = {"type": "null"}
        if nothing in after and nothing not in before:
            yield f"{where} may be null."


def _kind(option: Schema) -> str:
    return str(option.get("$ref") or option.get("const") or option.get("type"))
