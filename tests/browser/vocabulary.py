"""schema.org as its own files have it: which properties a thing of a type may have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

#: Its place among the files of ``tests.corpora``.
VOCABULARY = "validators/schemaorg/schemaorg-current-https.jsonld"
#: schema.org's own way to say how an action's input is written ("query-input").
_ANNOTATION = re.compile(r"\w+-(input|output)")


class Vocabulary:
    """The classes and properties of a release of schema.org."""

    def __init__(self, path: Path) -> None:
        graph = json.loads(path.read_text(encoding="utf-8"))["@graph"]
        self._nodes = {node["@id"].removeprefix("schema:"): node for node in graph}

    def mistakes(self, thing: dict[str, Any], where: str = "") -> Iterator[str]:
        """What is wrong with a JSON-LD object and the objects in it, as sentences."""
        kind = thing.get("@type", "")
        where = f"{where}/{kind}"
        if not kind:
            if set(thing) != {"@id"}:
                yield f"{where}: an object without a type"
            return
        if "rdfs:Class" not in _list(self._nodes.get(kind, {}).get("@type")):
            yield f"{where}: there is no such type"
            return
        for name, value in thing.items():
            if name.startswith("@") or _ANNOTATION.fullmatch(name):
                continue
            yield from self._mistakes_of(name, kind, f"{where}.{name}")
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict):
                    yield from self._mistakes_of_value(name, each, f"{where}.{name}")

    def _mistakes_of(self, name: str, kind: str, where: str) -> Iterator[str]:
        node = self._nodes.get(name)
        if node is None:
            yield f"{where}: there is no such property"
        elif not self._names(node, "schema:domainIncludes") & self.family(kind):
            yield f"{where}: not a property of this type"
        elif "schema:supersededBy" in node:
            yield f"{where}: superseded"

    def _mistakes_of_value(self, name: str, thing: dict[str, Any], where: str) -> Iterator[str]:
        kind, node = thing.get("@type"), self._nodes.get(name, {})
        if kind and not self._names(node, "schema:rangeIncludes") & self.family(kind):
            yield f"{where}: may not hold a {kind}"
        yield from self.mistakes(thing, where)

    @cache  # noqa: B019 - one vocabulary a run
    def family(self, kind: str) -> frozenset[str]:
        """A type and all its parents."""
        parents = self._names(self._nodes.get(kind, {}), "rdfs:subClassOf")
        return frozenset({kind}.union(*(self.family(parent) for parent in parents)))

    def _names(self, node: dict[str, Any], relation: str) -> set[str]:
        return {each["@id"].removeprefix("schema:") for each in _list(node.get(relation))}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
