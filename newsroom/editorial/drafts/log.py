"""The append-only log: one row for each transition and act."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from newsroom.editorial import clock, registry
from newsroom.editorial.models import Item, LogEntry, Shared

if TYPE_CHECKING:
    from newsroom.accounts.models import User


def record(item: Item, act: str, **columns: Any) -> LogEntry:
    """Write who did what, as ``entry`` says."""
    made = entry(item, act, **columns)
    made.save()
    return made


def entry(
    item: Item,
    act: str,
    *,
    by: User | None,
    at: datetime,
    from_state: str = "",
    note: str = "",
    data: dict[str, Any] | None = None,
) -> LogEntry:
    """A row not yet written. ``data`` is JSON: the time planned, the kind of a kill, and such."""
    return LogEntry(
        at=at,
        by=by,
        item_type=registry.type_of(item).name,
        item_uuid=item.uuid,
        act=act,
        from_state=from_state,
        to_state=item.state,
        revision_number=item.revision or None,
        note=note,
        data=data or {},
    )


def record_shared(
    thing: Shared,
    act: str,
    *,
    by: User | None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> LogEntry:
    """Write who did what to a shared thing: it has no state and no revisions."""
    return LogEntry.objects.create(
        at=clock.now(),
        by=by,
        item_type=registry.type_of_shared(thing).name,
        item_uuid=thing.uuid,
        act=act,
        note=note,
        data=data or {},
    )


def of(thing: Item | Shared):
    """The log of an item or a shared thing, newest first."""
    return LogEntry.objects.filter(item_uuid=thing.uuid).select_related("by").order_by("-id")
