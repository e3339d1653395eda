"""The order inside an act: lock the rows, only then read the time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from . import clock, registry
from .models import Item


def lock(items: Iterable[Item]) -> list[Item]:
    """The items' rows, locked and read afresh, in one order everywhere so that nothing deadlocks.

    Returned in the order asked for; an item that is gone is left out.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Items are locked inside a transaction only.")
    wanted = {(registry.type_of(item).name, item.pk): None for item in items}
    found = {}
    for name in sorted({name for name, _pk in wanted}):
        ids = sorted(pk for type_name, pk in wanted if type_name == name)
        rows = registry.item_type(name).model._base_manager.select_for_update()
        for row in rows.filter(pk__in=ids).order_by("pk"):
            found[name, row.pk] = row
    return [found[key] for key in wanted if key in found]


def instant(items: Iterable[Item]) -> datetime:
    """The time of an act on these locked items: after their last act, at none of their boundaries.

    Machines' clocks differ. An act that took its own clock at its word could end an edition before
    it began, or open one in the very instant in which a plan falls due.
    """
    items = list(items)
    last = max((i.acted_at for i in items if i.acted_at), default=None)
    now = clock.now()
    if last is not None:
        now = max(now, last + clock.TICK)
    while any(item.editions.boundaries(now).exists() for item in items):
        now += clock.TICK
    return now


def copy_into(stale: Item, fresh: Item, *, fields: Iterable[str] | None = None) -> None:
    """Give the caller's object what the act wrote, so that it may go on with it."""
    wanted = None if fields is None else set(fields)
    for field in fresh._meta.concrete_fields:
        if wanted is not None and field.name not in wanted:
            continue
        setattr(stale, field.attname, getattr(fresh, field.attname))
