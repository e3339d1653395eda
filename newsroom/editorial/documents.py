"""The members that the document of every kind of item has."""

from __future__ import annotations

from typing import Any

from newsroom.lib import addresses, instants

from .fields import members
from .models import Correction
from .registry import Source, type_of


def frame(source: Source, path: str) -> dict[str, Any]:
    """Id, address, times, corrections, and the fields that are printed as they are."""
    item_type = type_of(source.item)
    return {
        "id": str(source.item.uuid),
        "type": item_type.name,
        "url": addresses.absolute(path),
        "path": path,
        **members(item_type.fields, source.snapshot),
        "published_at": instants.to_text(source.published_at),
        "updated_at": instants.to_text(source.updated_at),
        "is_updated": source.updated_at > source.published_at,
        "corrections": [_correction(each) for each in source.corrections],
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "id": str(correction.pk),
        "kind": correction.kind,
        "at": instants.to_text(correction.at),
        "text": correction.text,
        "placement": correction.placement,
        "concerns": correction.concerns,
    }
