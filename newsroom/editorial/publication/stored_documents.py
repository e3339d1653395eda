"""All live and planned documents against a fresh compile, in batches of items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from newsroom.editorial import registry
from newsroom.editorial.models import Edition, Item

from . import ledger, recompilation

BATCH = 500


@dataclass
class DocumentsReport:
    """How many items were looked at, and which did not come out right, as ``type:uuid``."""

    items: int = 0
    wrong: list[str] = field(default_factory=list)


def check() -> DocumentsReport:
    """Compare every live and planned document with what a compile gives now; changes nothing."""
    result, at = DocumentsReport(), ledger.public_instant()
    for item_type, items in _batches():
        for item in items:
            result.items += 1
            stale: list[Edition] = recompilation.stale(item, at=at)
            if stale:
                result.wrong.append(f"{item_type.name}:{item.uuid}")
    return result


def rebuild() -> DocumentsReport:
    """Compile every live and planned document again, and tell the ledger of those that changed.

    The requests are stored first: interrupted, the worker goes on with them. Ended editions keep
    what they ended with. One that fails stays in the queue and is named in the result.
    """
    result = DocumentsReport()
    for _item_type, items in _batches():
        recompilation.request_items(items, cause="rebuilt")
        result.items += len(items)
    while True:
        report = recompilation.run(limit=BATCH)
        if report.done == 0:
            result.wrong = report.failed
            return result


def _batches() -> Iterator[tuple[registry.ItemType, list[Item]]]:
    for item_type in registry.item_types():
        current = item_type.editions.filter(item=OuterRef("pk"), superseded=False)
        items = item_type.model._base_manager.filter(Exists(current)).order_by("pk")
        place = 0
        while batch := list(items.filter(pk__gt=place)[:BATCH]):
            yield item_type, batch
            place = batch[-1].pk
