"""Answers against the API's own description: what is not described is an error."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema

from newsroom.api import schema


def check(path: str, response) -> None:
    """An answer under /api/v1: its status is documented and its body has the documented shape."""
    if response.status_code == 404 and response.json()["type"].endswith("/not_found"):
        _validate("#/components/schemas/Problem", response.json())
        return
    pointer = _operation(path)
    if pointer is None or response.status_code in (204, 405):
        return
    documented = _at(pointer)["responses"]
    status = str(response.status_code)
    assert status in documented, f"{path} answered {status}, which is not documented."
    content = documented[status].get("content")
    if not content:
        assert not response.content
        return
    assert response["Content-Type"] in content
    media_type = response["Content-Type"].replace("/", "~1")
    where = f"{pointer}/responses/{status}/content/{media_type}/schema"
    if response.content:
        _validate(where, response.json())


def check_document(shape: str, document: Any) -> None:
    """A document has every member of its shape, and no other."""
    _validate(f"#/components/schemas/{shape}", document)


def _validate(pointer: str, instance: Any) -> None:
    errors = sorted(_validator(pointer).iter_errors(instance), key=lambda error: error.json_path)
    if errors:
        deepest = max(_leaves(errors), key=lambda error: len(error.absolute_path))
        raise AssertionError(f"{deepest.json_path}: {deepest.message[:500]}")


def _leaves(errors: list) -> Iterator[Any]:
    """The errors behind those of “any of these”."""
    for error in errors:
        if error.context:
            yield from _leaves(error.context)
        else:
            yield error


@cache
def _validator(pointer: str) -> jsonschema.Draft202012Validator:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator({**_closed(), "$ref": pointer}, format_checker=checker)


@cache
def _closed() -> dict[str, Any]:
    """The description with every object closed: clients ignore unknown members, tests do not."""
    described = copy.deepcopy(schema.openapi())
    _close(described["components"])
    _close(described["paths"])
    return described


def _close(node: Any) -> None:
    if isinstance(node, dict):
        if node.get("type") == "object" and "properties" in node:
            node["additionalProperties"] = False
        for value in node.values():
            _close(value)
    elif isinstance(node, list):
        for value in node:
            _close(value)


def _operation(path: str) -> str | None:
    for template, operations in schema.openapi()["paths"].items():
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if "get" in operations and re.fullmatch(pattern, path):
            return "#/paths/" + template.replace("/", "~1") + "/get"
    return None


def _at(pointer: str) -> dict[str, Any]:
    node = _closed()
    for step in pointer.removeprefix("#/").split("/"):
        node = node[step.replace("~1", "/")]
    return node
