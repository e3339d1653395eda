"""The addresses that a ledger entry changes, for caches that know nothing of keys.

They are the thing's own, in all its forms, those of what it names, and the first pages of lists.
What else shows it (filtered lists, older pages, the shell) lives as long as ``Cache-Control`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from newsroom.editorial import registry
from newsroom.editorial.models import LedgerEntry
from newsroom.lib.syndication import FORMATS


def of_entries(entries: Iterable[LedgerEntry]) -> list[str]:
    """Paths, each once."""
    found: set[str] = set()
    for entry in entries:
        keys = [(entry.type, str(entry.uuid)), *(key.split(":", 1) for key in entry.keys)]
        for type_name, public_id in keys:
            found |= set(_of_thing(type_name, UUID(public_id)))
        found |= set(_of_lists(entry.type))
    return sorted(found)


def _of_thing(type_name: str, public_id: UUID) -> Iterator[str]:
    yield f"/api/v1/{type_name}s/{public_id}"
    if registry.is_item(type_name):
        editions = registry.item_type(type_name).editions.filter(item__uuid=public_id)
        yield from filter(None, set(editions.order_by().values_list("card__path", flat=True)))
        return
    rows = registry.shared_type(type_name).model._base_manager.filter(uuid=public_id)
    for row in rows:
        if hasattr(row, "get_absolute_url"):
            yield from _with_feeds(row.get_absolute_url())


def _of_lists(type_name: str) -> Iterator[str]:
    yield f"/api/v1/{type_name}s"
    if registry.is_item(type_name):
        for path in registry.item_type(type_name).listed_at:
            yield from _with_feeds(path)


def _with_feeds(path: str) -> Iterator[str]:
    yield path
    if path.endswith("/"):
        yield from (f"{path}{file}" for file in FORMATS)
