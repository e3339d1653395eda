"""Items as ninjs 3.1, the news exchange format of the IPTC: what all types of items share.

Source: https://iptc.org/std/ninjs/ (schema 3.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsroom.editorial.publication import names

NAME = "ninjs"
STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def address(document: Mapping[str, Any]) -> str:
    """Where an item's document is printed as ninjs."""
    return f"{document['links']['self']}?format={NAME}"


def uri(type_name: str, public_id: str) -> str:
    """The name of a thing in ninjs, the same as in the feeds."""
    return names.tag_uri(type_name, public_id)


def text(role: str, value: str) -> dict[str, Any]:
    """A headline, description or body that is plain text."""
    return {"role": role, "contentType": "text/plain", "value": value}


def filled(members: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty: in ninjs a member that is not known is left out."""
    return {name: value for name, value in members.items() if value not in ("", None, [], {})}
