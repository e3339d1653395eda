"""The append-only log: one row for each transition and act. Acts on items write it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from newsroom.editorial import clock, registry
from newsroom.editorial.models import Item, LogEntry, Shared

if TYPE_CHECKING:
    from newsroom.accounts.models import User


def record_shared(
    thing: Shared, act: str, *, by: User | None, data: dict[str, Any] | None = None
) -> LogEntry:
    """Write who did what to a shared thing: it has no state and no revisions."""
    return LogEntry.objects.create(
        at=clock.now(),
        by=by,
        item_type=registry.type_of_shared(thing).name,
        item_uuid=thing.uuid,
        act=act,
        data=data or {},
    )


def of(thing: Item | Shared) -> QuerySet[LogEntry]:
    """The log of an item or a shared thing, newest first."""
    return LogEntry.objects.filter(item_uuid=thing.uuid).select_related("by").order_by("-id")
