"""Posts as ninjs 3.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from articles.ninjs import item
from newsroom.api import ninjs


def post(document: Mapping[str, Any]) -> dict[str, Any]:
    """A post's whole document as ninjs."""
    source = document["source"]
    named = ninjs.filled({"role": "source", "name": source["name"], "uri": source["url"]})
    return item(document, {"main": document["headline"]}, document["image"]) | ninjs.filled(
        {"infoSources": [named] if source["name"] or source["url"] else []}
    )
