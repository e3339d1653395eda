"""The order inside an act: lock the rows, only then read the time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from newsroom.editorial import registry
from newsroom.editorial.models import Item


def lock(items: Iterable[Item], *, wait: bool = True) -> list[Item]:
    """The items' rows, locked and read afresh, in one order everywhere so that nothing deadlocks.

    Returned in the order asked for; an item that is gone is left out, and so is one that somebody
    else holds when the caller does not ``wait``.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("Items are locked inside a transaction only.")
    skip = not wait and connection.features.has_select_for_update_skip_locked
    wanted = {(registry.type_of(item).name, item.pk): None for item in items}
    found = {}
    for name in sorted({name for name, _pk in wanted}):
        ids = sorted(pk for type_name, pk in wanted if type_name == name)
        rows = registry.item_type(name).model._base_manager.filter(pk__in=ids).order_by("pk")
        # "No key": a foreign key to the row, checked when another transaction commits, does not
        # wait for this lock. It would, holding the ledger's, and that is a deadlock.
        for row in rows.select_for_update(no_key=True, skip_locked=skip):
            found[name, row.pk] = row
    return [found[key] for key in wanted if key in found]


def copy_into(stale: Item, fresh: Item, *, columns: Iterable[str] | None = None) -> None:
    """Give the caller's object what was written, so that it may go on with it."""
    for field in fresh._meta.concrete_fields:
        if columns is None or field.name in columns:
            setattr(stale, field.attname, getattr(fresh, field.attname))
